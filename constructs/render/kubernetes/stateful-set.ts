import { joinName } from "../../model/names";
import type { Run, Workload } from "../../model/workload";
import type { ObjectOf } from "./kubernetes-object";
import { NAME_LIMITS } from "./names";
import { backupAnnotation, claimSpec, volumesOf } from "./persistent-volume-claim";
import type { PodTemplate } from "./plain";
import type { RenderContext } from "./render-context";
import { headlessName } from "./service";

const HISTORY = 3;

/** A stateful workload: replicas come and go in order, and their disks stay whatever happens to them. */
export function statefulSetOf(
  workload: Workload,
  run: Run & { readonly kind: "stateful" },
  template: PodTemplate,
  context: RenderContext,
): ObjectOf<"StatefulSet"> {
  const place = context.place(workload.peer);
  const disks = volumesOf(workload);
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: {
      name: joinName(place.segments, NAME_LIMITS.statefulSet),
      namespace: place.namespace,
      labels: place.labels,
      ...backupAnnotation(workload),
    },
    spec: {
      replicas: run.replicas,
      revisionHistoryLimit: HISTORY,
      serviceName: headlessName(place),
      selector: { matchLabels: place.selector },
      podManagementPolicy: "OrderedReady",
      updateStrategy: { type: "RollingUpdate" },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      template,
      ...(disks.length === 0
        ? {}
        : {
            volumeClaimTemplates: disks.map((volume) => ({
              // Said here because the API server says it as well: tools that compare see no difference.
              apiVersion: "v1",
              kind: "PersistentVolumeClaim",
              metadata: { name: volume.id, labels: place.selector },
              spec: claimSpec(volume, context),
            })),
          }),
    },
  };
}
