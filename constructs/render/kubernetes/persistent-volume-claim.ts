import type { Volume } from "../../model/volume";
import type { Workload } from "../../model/workload";
import type { ObjectOf } from "./kubernetes-object";
import { partName, type Place } from "./place";
import type { PersistentVolumeClaimSpec } from "./plain";
import type { RenderContext } from "./render-context";
import { containersOf } from "./workload-containers";

/** The disks of a workload, each once, by id. */
export function volumesOf(workload: Workload): readonly Volume[] {
  const byId = new Map<string, Volume>();
  for (const container of containersOf(workload)) {
    for (const mount of container.mounts) if (mount.kind === "volume") byId.set(mount.volume.id, mount.volume);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Name of the claim of a workload that has no claim templates. */
export function claimName(place: Place, volume: Volume): string {
  return partName(place, volume.id);
}

/** What a disk asks for: one node writes it, and it has the size it was declared with. */
export function claimSpec(volume: Volume, context: RenderContext): PersistentVolumeClaimSpec {
  const storageClass = volume.storageClass ?? context.platform.spec.cluster.storageClass;
  return {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: volume.size.toString() } },
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    volumeMode: "Filesystem",
  };
}

/** Claims of a workload that is not stateful: it has one disk of each id, however often it is replaced. */
export function persistentVolumeClaims(
  workload: Workload,
  context: RenderContext,
): readonly ObjectOf<"PersistentVolumeClaim">[] {
  const place = context.place(workload.peer);
  return volumesOf(workload).map((volume) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: claimName(place, volume), namespace: place.namespace, labels: place.labels },
    spec: claimSpec(volume, context),
  }));
}

/** Says which disks of a workload a backup must hold, on the object whose metadata can be changed. */
export function backupAnnotation(workload: Workload): { readonly annotations?: { readonly [key: string]: string } } {
  const kept = volumesOf(workload).filter((volume) => volume.backup);
  return kept.length === 0 ? {} : { annotations: { "ashlar.dev/backup": kept.map((volume) => volume.id).join(",") } };
}
