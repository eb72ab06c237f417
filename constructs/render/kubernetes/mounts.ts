import type { Container, Mount } from "../../model/container";
import { isSecretFile } from "../../model/secret-file";
import { configVolume, CONFIG_VOLUME } from "./config-map";
import { materialMounts } from "./material-volume";
import { claimName } from "./persistent-volume-claim";
import type { PodContainer, VolumeMount } from "./plain";
import type { PodContext } from "./pod-context";
import { scratchMount } from "./scratch";

/** A container's mounts, and what must run before it to fill them. */
export interface ContainerMounts {
  readonly volumeMounts: readonly VolumeMount[];
  readonly seeds: readonly PodContainer[];
}

/** Adds a container's volumes to its pod and mounts them, outer paths before inner ones. */
export function mountsOf(container: Container, pod: PodContext): ContainerMounts {
  const volumeMounts: VolumeMount[] = [...materialMounts(container, pod)];
  const seeds: PodContainer[] = [];
  for (const mount of container.mounts) {
    switch (mount.kind) {
      case "volume":
        volumeMounts.push(persistentMount(mount, pod));
        break;
      case "config":
        if (!isSecretFile(mount.config)) volumeMounts.push(configMount(mount, pod));
        break;
      case "scratch": {
        const { volumeMount, seed } = scratchMount(mount, container, pod);
        volumeMounts.push(volumeMount);
        if (seed !== undefined) seeds.push(seed);
        break;
      }
      default:
        mount satisfies never;
    }
  }
  return { volumeMounts: volumeMounts.sort((a, b) => (a.mountPath < b.mountPath ? -1 : 1)), seeds };
}

/** The disks of a stateful workload come from its claim templates, those of the others from claims of their own. */
function persistentMount({ volume, path }: Mount & { readonly kind: "volume" }, pod: PodContext): VolumeMount {
  if (pod.workload.run.kind !== "stateful") {
    pod.addVolume({ name: volume.id, persistentVolumeClaim: { claimName: claimName(pod.place, volume) } });
  }
  return { name: volume.id, mountPath: path };
}

/** Mounted file by file: the ConfigMap never changes, so nothing is lost by a mount that does not follow it. */
function configMount({ config, path }: Mount & { readonly kind: "config" }, pod: PodContext): VolumeMount {
  if (pod.configMap !== undefined) pod.addVolume(configVolume(pod.configMap, pod.workload));
  return { name: CONFIG_VOLUME, mountPath: path, subPath: config.name, readOnly: true };
}
