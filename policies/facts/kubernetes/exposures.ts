import type { ExposureFacts } from "../facts";
import { isObject, listOf, objectOf, scalarText, textOf, textsOf, wholeNumber } from "../json";
import type { WorkloadFacts } from "../workload";
import type { KubernetesObject } from "./object";
import type { PodIndex } from "./pod-index";

/** Every way in: Services that are more than internal, Ingresses, and ports of the machine itself. */
export function readExposures(
  workloads: readonly WorkloadFacts[],
  objects: readonly KubernetesObject[],
  index: PodIndex,
): readonly ExposureFacts[] {
  const services = new Map(
    objects.filter(({ kind, group }) => kind === "Service" && group === "").map((object) => [object.path, object]),
  );
  const exposures: ExposureFacts[] = [];
  for (const service of services.values()) exposures.push(...serviceExposures(service, workloads, index));
  for (const object of objects) {
    const references = object.kind === "Ingress" ? ingressBackends(object) : routeBackends(object);
    exposures.push(
      ...references.flatMap((reference) => backendExposures(object, reference, services, workloads, index)),
    );
  }
  return [...exposures, ...hostPorts(workloads)];
}

function serviceExposures(
  service: KubernetesObject,
  workloads: readonly WorkloadFacts[],
  index: PodIndex,
): readonly ExposureFacts[] {
  const { spec, path } = service;
  const kinds: { kind: ExposureFacts["kind"]; address: string | undefined }[] = [];
  if (spec["type"] === "LoadBalancer") kinds.push({ kind: "load-balancer", address: undefined });
  if (spec["type"] === "NodePort") kinds.push({ kind: "node-port", address: undefined });
  for (const address of textsOf(spec["externalIPs"])) kinds.push({ kind: "external-address", address });
  return kinds.flatMap(({ kind, address }) =>
    listOf(spec["ports"]).flatMap((item) => {
      const port = objectOf(item);
      const text = `${scalarText(port["nodePort"]) ?? scalarText(port["port"]) ?? ""}:${targetOf(port)}`;
      const protocol = protocolOf(port);
      return targetsOf(service, port, workloads, index).map((target) => ({
        path,
        kind,
        protocol,
        address,
        text,
        ...target,
      }));
    }),
  );
}

const targetOf = (port: Readonly<Record<string, unknown>>): string =>
  scalarText(port["targetPort"]) ?? scalarText(port["port"]) ?? "";

const protocolOf = (port: Readonly<Record<string, unknown>>): string => textOf(port["protocol"]) ?? "TCP";

type Target = Pick<ExposureFacts, "workload" | "port">;

/** The workloads behind a Service's port, and which port of theirs it is. */
function targetsOf(
  service: KubernetesObject,
  port: Readonly<Record<string, unknown>>,
  workloads: readonly WorkloadFacts[],
  index: PodIndex,
): readonly Target[] {
  const selector = service.spec["selector"];
  // A Service without a selector leads to addresses that somebody else fills in.
  if (!isObject(selector)) return [{ workload: undefined, port: undefined }];
  const found = [...index.pods({ matchLabels: selector }, service.namespace).members].flatMap((member) => {
    const workload = workloads[member];
    if (workload === undefined) return [];
    const target = targetOf(port);
    const number = wholeNumber(target) ?? workload.listeners.find((listener) => listener.name === target)?.port;
    return [{ workload: workload.path, port: number }];
  });
  return found.length === 0 ? [{ workload: undefined, port: undefined }] : found;
}

/** A Service that something of another kind leads to. */
interface Backend {
  readonly namespace: string;
  readonly name: string;
  readonly port: unknown;
  readonly portName: unknown;
}

function ingressBackends({ spec, namespace }: KubernetesObject): readonly Backend[] {
  const backends = [
    spec["defaultBackend"],
    ...listOf(spec["rules"]).flatMap((rule) =>
      listOf(objectOf(objectOf(rule)["http"])["paths"]).map((item) => objectOf(item)["backend"]),
    ),
  ];
  return backends.flatMap((backend) => {
    const reference = objectOf(objectOf(backend)["service"]);
    const name = textOf(reference["name"]);
    const port = objectOf(reference["port"]);
    return name === undefined ? [] : [{ namespace, name, port: port["number"], portName: port["name"] }];
  });
}

/** Where a route of the Gateway API leads: `HTTPRoute`, `GRPCRoute`, `TLSRoute`, `TCPRoute`, `UDPRoute`. */
function routeBackends({ kind, group, spec, namespace }: KubernetesObject): readonly Backend[] {
  if (group !== "gateway.networking.k8s.io" || !kind.endsWith("Route")) return [];
  return listOf(spec["rules"])
    .flatMap((rule) => listOf(objectOf(rule)["backendRefs"]))
    .map(objectOf)
    .flatMap((reference) => {
      const name = textOf(reference["name"]);
      if (name === undefined || (textOf(reference["kind"]) ?? "Service") !== "Service") return [];
      const where = textOf(reference["namespace"]) ?? namespace;
      return [{ namespace: where, name, port: reference["port"], portName: undefined }];
    });
}

function backendExposures(
  { path }: KubernetesObject,
  backend: Backend,
  services: ReadonlyMap<string, KubernetesObject>,
  workloads: readonly WorkloadFacts[],
  index: PodIndex,
): readonly ExposureFacts[] {
  const service = services.get(`${backend.namespace}/Service/${backend.name}`);
  const port = listOf(service?.spec["ports"])
    .map(objectOf)
    .find(
      (item) =>
        (backend.port !== undefined && item["port"] === backend.port) ||
        (backend.portName !== undefined && item["name"] === backend.portName),
    );
  const targets: readonly Target[] =
    service === undefined || port === undefined
      ? [{ workload: undefined, port: undefined }]
      : targetsOf(service, port, workloads, index);
  const text = `${backend.name}:${scalarText(backend.port) ?? scalarText(backend.portName) ?? ""}`;
  const protocol = protocolOf(port ?? {});
  return targets.map((target) => ({ path, kind: "ingress" as const, protocol, address: undefined, text, ...target }));
}

/** Ports of the machine that containers take. */
function hostPorts(workloads: readonly WorkloadFacts[]): readonly ExposureFacts[] {
  return workloads.flatMap((workload) =>
    workload.containers.flatMap((container) =>
      container.ports.flatMap(({ port, protocol, host }) =>
        host === undefined
          ? []
          : {
              path: container.path,
              kind: "host-port" as const,
              workload: workload.path,
              port,
              protocol,
              address: host.address,
              text: `${host.port}:${port}`,
            },
      ),
    ),
  );
}
