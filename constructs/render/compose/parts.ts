import type { OwnedService } from "./customise";
import type { ComposeService } from "./file";
import { networkOwner, partsOf, type Instance, type Part } from "./instance";
import { labelsOf } from "./labels";
import { NameRegister } from "./name-register";
import { EDGE_NETWORK, EGRESS_NETWORK, MATERIAL_SERVICE, peerName, SETTLED_SERVICE } from "./names";
import { portsOf, reportSharedPorts, type Attachment, type NetworkPlan } from "./network";
import { partPath, type ComposeRender } from "./render";
import { pauseService } from "./sandbox";
import { renderPart, type RenderedPart } from "./services";

/** Renders every container of every workload. */
export function renderParts(render: ComposeRender, networks: NetworkPlan): readonly RenderedPart[] {
  reportSharedPorts(render);
  return render.instances.flatMap((instance) =>
    partsOf(instance).map((part) => renderPart(render, instance, part, attachmentOf(render, networks, instance, part))),
  );
}

/** Parts of a workload with sidecars join its sandbox; without, the application and its steps stand for themselves. */
function attachmentOf(
  render: ComposeRender,
  networks: NetworkPlan,
  instance: Instance,
  part: Part,
): Attachment & Pick<ComposeService, "ports"> {
  if (instance.sandbox !== undefined) return { network_mode: `service:${instance.sandbox}` };
  return part.role === "app" ? ownerAttachment(render, networks, instance) : networks.attachment(instance);
}

function ownerAttachment(
  render: ComposeRender,
  networks: NetworkPlan,
  instance: Instance,
): Attachment & Pick<ComposeService, "ports"> {
  const ports = portsOf(render, instance);
  return { ...networks.attachment(instance), ...(ports.length === 0 ? {} : { ports: [...ports] }) };
}

/** Names of the services that are jobs. */
export function jobsOf(parts: readonly RenderedPart[]): readonly string[] {
  return parts
    .filter(({ instance, part }) => part.role === "app" && instance.workload.run.kind === "job")
    .map(({ part }) => part.service);
}

/** The services of all components, sandboxes included, by name. */
export function ownedServices(
  render: ComposeRender,
  parts: readonly RenderedPart[],
  networks: NetworkPlan,
): Map<string, OwnedService> {
  const services = new Map<string, OwnedService>();
  for (const { instance, part, service } of parts) {
    services.set(part.service, { component: instance.component, service });
  }
  for (const instance of render.instances) {
    if (instance.sandbox === undefined) continue;
    const { component, workload } = instance;
    const service = pauseService(render.lowered.platform, {
      ...ownerAttachment(render, networks, instance),
      labels: labelsOf(component, workload.peer, "sandbox"),
    });
    services.set(instance.sandbox, { component, service });
  }
  reportNames(render);
  return services;
}

function reportNames({ lowered, instances, problems }: ComposeRender): void {
  const services = new NameRegister("services", problems);
  const networks = new NameRegister("networks", problems);
  const platform = lowered.platform.node.id;
  for (const name of [MATERIAL_SERVICE, SETTLED_SERVICE]) services.take(name, platform);
  for (const name of [EDGE_NETWORK, EGRESS_NETWORK]) networks.take(name, platform);
  for (const instance of instances) {
    const { peer } = instance.workload;
    for (const part of partsOf(instance)) services.take(part.service, partPath(instance, part), part);
    if (instance.sandbox !== undefined) services.take(networkOwner(instance), peer.node.path, instance);
    if (peer.endpoints.length > 0) networks.take(peerName(peer), peer.node.path);
  }
}
