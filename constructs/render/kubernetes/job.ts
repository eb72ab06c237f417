import type { Run, Workload } from "../../model/workload";
import type { ObjectOf } from "./kubernetes-object";
import { hashedName } from "./names";
import type { JobSpec, PodTemplate } from "./plain";
import type { RenderContext } from "./render-context";

/** A pod that a drained node took away did not fail. */
const DRAINS: Pick<JobSpec, "podFailurePolicy"> = {
  podFailurePolicy: {
    rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
  },
};

/**
 * A job, named by its content: what it runs and reads cannot be changed in place, so another content is another Job and
 * runs again. It is not removed after it has finished: whoever keeps the cluster to the manifests would make it anew,
 * and run it again, for ever.
 */
export function jobOf(
  workload: Workload,
  run: Run & { readonly kind: "job" },
  template: PodTemplate,
  context: RenderContext,
): ObjectOf<"Job"> {
  const place = context.place(workload.peer);
  const spec = jobSpec(run.retries, run.timeout.seconds, template);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: hashedName(place.segments, spec), namespace: place.namespace, labels: place.labels },
    spec,
  };
}

/** One run. */
export function jobSpec(retries: number, timeoutSeconds: number, template: PodTemplate): JobSpec {
  return { backoffLimit: retries, activeDeadlineSeconds: timeoutSeconds, ...DRAINS, template };
}
