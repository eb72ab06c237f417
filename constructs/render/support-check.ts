import type { Container } from "../model/container";
import { diagnostic, type Diagnostic } from "../model/diagnostics";
import { secretsOf, type ExpressionInput } from "../model/expression";
import { isSecretFile } from "../model/secret-file";
import { SUPPORT, type SupportField } from "../model/support";
import type { Workload } from "../model/workload";
import type { LoweredPlatform } from "./lower";

/** A field that a platform uses, and where. */
interface Use {
  readonly field: SupportField;
  readonly path: string;
}

/** Holds what a platform uses against the support table: losses are errors unless accepted, emulations are noted. */
export function checkSupport(lowered: Omit<LoweredPlatform, "notes">): readonly Diagnostic[] {
  const { target, platform } = lowered;
  const accepted = new Set(platform.spec.allowLoss);
  return usesOf(lowered).flatMap(({ field, path }) => {
    const support = SUPPORT[field][target];
    if (support.level === "native") return [];
    if (support.level === "emulated") {
      return diagnostic("ASH-TARGET-003", {
        path,
        severity: "info",
        message: `${field} is emulated on ${target}: ${support.how}`,
        cure: "nothing, unless the difference matters here",
      });
    }
    if (accepted.has(field)) {
      return diagnostic("ASH-TARGET-003", { path, message: `${field} is lost on ${target}: ${support.why}` });
    }
    return diagnostic("ASH-TARGET-002", {
      path,
      message: `${field} is not supported on ${target}: ${support.why}`,
      cure: `change the field, or accept the loss with allowLoss: ["${field}"]`,
    });
  });
}

function usesOf(lowered: Omit<LoweredPlatform, "notes">): readonly Use[] {
  const uses: Use[] = [];
  for (const { workload } of lowered.workloads) {
    const path = workload.peer.node.path;
    for (const field of workloadFields(workload)) uses.push({ field, path });
    const containers = [...workload.init, workload.container, ...workload.sidecars];
    for (const container of containers) {
      for (const field of containerFields(container)) uses.push({ field, path: `${path}/${container.name}` });
    }
    for (const connection of workload.peer.connections) {
      uses.push({ field: connection.endpoint.kind === "external" ? "connection.external" : "connection", path });
      if (connection.endpoint.kind === "internal" && connection.wait !== "none")
        uses.push({ field: "connection.wait", path });
    }
  }
  for (const { gateway, via } of lowered.exposures) {
    uses.push({ field: `exposure.${via.kind}`, path: gateway.path });
    if (via.kind === "ingress" && via.issuer !== undefined) {
      uses.push({ field: "exposure.ingress.issuer", path: gateway.path });
    }
    const run = lowered.workloadOf(gateway.peer)?.run;
    if (run?.kind === "service" && run.replicas > 1) uses.push({ field: "exposure.replicas", path: gateway.path });
  }
  for (const { claim } of lowered.claims) {
    uses.push({ field: "claim", path: claim.peer.node.path });
    if (claim.peer.endpoints.length > 0) uses.push({ field: "claim.endpoints", path: claim.peer.node.path });
  }
  const { platform } = lowered;
  if (platform.spec.admission !== "off") uses.push({ field: "admission", path: platform.node.id });
  for (const scope of [platform, ...platform.graph.scopes]) {
    if (scope.budget !== undefined) uses.push({ field: "quota", path: scope.node.path || scope.node.id });
  }
  return uses;
}

function* workloadFields(workload: Workload): Generator<SupportField> {
  const { run } = workload;
  yield `workload.run.${run.kind === "cron" ? ("every" in run.schedule ? "cron.every" : "cron.expression") : run.kind}`;
  if (run.kind === "stateful" && run.replicas > 1) yield "workload.run.stateful.replicas";
  if (run.kind === "job") {
    if (run.retries > 0) yield "workload.run.job.retries";
    yield "workload.run.job.timeout";
  }
  if (workload.init.length > 0) yield run.kind === "cron" ? "workload.run.cron.init" : "workload.init";
  if (run.kind === "service" && run.replicas > 1 && hasVolume(workload)) yield "workload.run.service.volume";
  // What runs to its end reads everything anew; what has no keys has nothing to reload.
  if ((run.kind === "service" || run.kind === "stateful") && workload.container.material.length > 0) {
    yield `workload.reload.${workload.reload.kind}`;
  }
  if (workload.sidecars.length > 0) yield "workload.sidecars";
  if (workload.apiAccess === true) yield "workload.apiAccess";
}

function* containerFields(container: Container): Generator<SupportField> {
  yield "container.resources.pids";
  if (Object.values(container.env).some(holdsSecret)) yield "container.env.secret";
  if (container.material.length > 0) yield "container.material";
  if (container.material.some(({ kind }) => kind === "issued")) yield "container.material.issued";
  for (const mount of container.mounts) {
    switch (mount.kind) {
      case "volume":
        yield "container.mounts.volume";
        yield "container.mounts.volume.size";
        if (mount.volume.storageClass !== undefined) yield "container.mounts.volume.storageClass";
        break;
      case "config":
        yield isSecretFile(mount.config) ? "container.mounts.config.secret" : "container.mounts.config";
        break;
      case "scratch":
        yield `container.mounts.scratch.${mount.seed === "image" ? "image" : mount.medium}`;
        break;
      default:
        mount satisfies never;
    }
  }
  yield* probeFields(container);
}

/** A form is lost only when the probe has no other one that the target can use. */
function* probeFields({ probes }: Container): Generator<SupportField> {
  for (const probe of [probes.started, probes.ready, probes.live]) {
    if (probe === undefined || probe.forms.exec !== undefined) continue;
    yield probe.forms.http === undefined ? "container.probes.tcp" : "container.probes.http";
  }
  if (probes.live !== undefined) yield "container.probes.live";
}

const hasVolume = ({ container, init, sidecars }: Workload): boolean =>
  [container, ...init, ...sidecars].some(({ mounts }) => mounts.some((mount) => mount.kind === "volume"));

const holdsSecret = (value: ExpressionInput): boolean => secretsOf(value).length > 0;
