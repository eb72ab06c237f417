import type { Run, Workload } from "../../model/workload";
import type { ObjectOf } from "./kubernetes-object";
import { backupAnnotation, volumesOf } from "./persistent-volume-claim";
import type { PodTemplate } from "./plain";
import type { RenderContext } from "./render-context";

type Strategy = NonNullable<NonNullable<ObjectOf<"Deployment">["spec"]>["strategy"]>;

/** Old pods to go back to. */
const HISTORY = 3;
/** A new pod is ready before an old one goes. */
const ROLLING: Strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
/** A disk has one writer, and some servers stand alone: the old pod goes before the new one comes. */
const RECREATE: Strategy = { type: "Recreate" };

/** A service workload. */
export function deploymentOf(
  workload: Workload,
  run: Run & { readonly kind: "service" },
  template: PodTemplate,
  context: RenderContext,
): ObjectOf<"Deployment"> {
  const place = context.place(workload.peer);
  const hasDisk = volumesOf(workload).length > 0;
  if (hasDisk && run.replicas > 1) {
    context.problems.add("ASH-TARGET-002", {
      path: workload.peer.node.path,
      message: "replicas of a service would share one volume, which one node at a time can write",
      value: run.replicas,
      allowed: "1 replica",
      cure: "run it as a stateful workload, where each replica has a volume of its own",
    });
  }
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: place.name,
      namespace: place.namespace,
      labels: place.labels,
      ...backupAnnotation(workload),
    },
    spec: {
      replicas: run.replicas,
      revisionHistoryLimit: HISTORY,
      selector: { matchLabels: place.selector },
      strategy: hasDisk || run.alone === true ? RECREATE : ROLLING,
      template,
    },
  };
}
