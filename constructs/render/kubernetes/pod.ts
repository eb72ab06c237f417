import type { Container } from "../../model/container";
import type { Workload } from "../../model/workload";
import { containerOf, type RenderedContainer, type Role } from "./container";
import type { PodSpec, PodTemplate } from "./plain";
import { PodContext } from "./pod-context";
import type { RenderContext } from "./render-context";
import { podSecurity } from "./security-context";

/**
 * A workload's pod. Folders are seeded first, then sidecars start (tunnels before everything else), then the init steps
 * run, each with the tunnels at hand, then the container itself.
 *
 * @param configMap name of the peer's ConfigMap, when it has one
 */
export function podTemplate(workload: Workload, context: RenderContext, configMap: string | undefined): PodTemplate {
  const pod = new PodContext(context, workload, configMap);
  const { labels } = pod.place;
  const all = (containers: readonly Container[], role: Role): readonly RenderedContainer[] =>
    containers.map((container) => containerOf(container, role, pod));
  const sidecars = all(workload.sidecars, "sidecar");
  const init = all(workload.init, "init");
  const main = containerOf(workload.container, "main", pod);
  const seeds = [...sidecars, ...init, main].flatMap((rendered) => rendered.seeds);
  const before = [...seeds, ...sidecars.map(({ container }) => container), ...init.map(({ container }) => container)];
  const { heldDigest, volumes } = pod;
  return {
    metadata: {
      labels,
      ...(heldDigest === undefined ? {} : { annotations: { "ashlar.dev/secret-files": heldDigest } }),
    },
    spec: {
      serviceAccountName: pod.place.name,
      automountServiceAccountToken: workload.apiAccess === true,
      enableServiceLinks: false,
      ...endOf(workload),
      securityContext: podSecurity(workload.container),
      ...spread(workload, pod),
      ...(before.length === 0 ? {} : { initContainers: before }),
      containers: [main.container],
      ...(volumes.length === 0 ? {} : { volumes }),
      terminationGracePeriodSeconds: workload.gracePeriod.seconds,
    },
  };
}

/** A job's failed pods stay for their logs; its retries are pods of their own. */
function endOf({ run }: Workload): Pick<PodSpec, "restartPolicy"> {
  switch (run.kind) {
    case "service":
    case "stateful":
      return { restartPolicy: "Always" };
    case "job":
    case "cron":
      return { restartPolicy: "Never" };
    default:
      return run satisfies never;
  }
}

/** Replicas prefer nodes of their own, and still start where there is one node only. */
function spread({ run }: Workload, { place }: PodContext): Pick<PodSpec, "affinity"> {
  if (!("replicas" in run) || run.replicas < 2) return {};
  const podAffinityTerm = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: place.selector } };
  return {
    affinity: {
      podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] },
    },
  };
}
