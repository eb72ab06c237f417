import type { Container, Mount } from "../../model/container";
import { imageReference } from "../../model/image";
import { digest, joinName } from "../../model/names";
import { resourcesOf } from "./container-resources";
import { NAME_LIMITS, slug } from "./names";
import type { PodContainer, VolumeMount } from "./plain";
import type { PodContext } from "./pod-context";
import { containerSecurity } from "./security-context";

type Scratch = Mount & { readonly kind: "scratch" };

/** Where the copying container sees the volume. */
const SEED_PATH = "/ashlar-seed";
/** The copy is a folder of its own: a volume's root belongs to root, whose times and mode nobody else may set. */
const SEED_FOLDER = "content";

/**
 * A writable folder as an emptyDir with a ceiling. One that starts as a copy of the image's own content is filled by a
 * container of the same image and user, so the image needs a `cp`.
 */
export function scratchMount(
  mount: Scratch,
  container: Container,
  pod: PodContext,
): { readonly volumeMount: VolumeMount; readonly seed: PodContainer | undefined } {
  const name = joinName(["scratch", container.name, pathName(mount.path)], NAME_LIMITS.label);
  pod.addVolume({
    name,
    emptyDir: { ...(mount.medium === "memory" ? { medium: "Memory" } : {}), sizeLimit: mount.size.toString() },
  });
  switch (mount.seed) {
    case "empty":
      return { volumeMount: { name, mountPath: mount.path }, seed: undefined };
    case "image":
      return {
        volumeMount: { name, mountPath: mount.path, subPath: SEED_FOLDER },
        seed: seedContainer(name, mount, container, pod),
      };
    default:
      return mount.seed satisfies never;
  }
}

/** `/var/run` is `var-run`; a path that another one could be mistaken for gets a digest. */
function pathName(path: string): string {
  const name = slug(path);
  return path === `/${name.replaceAll("-", "/")}` ? name : `${name}-${digest(path)}`;
}

function seedContainer(volume: string, mount: Scratch, container: Container, pod: PodContext): PodContainer {
  const { registryMirror, digests } = pod.context.platform.spec;
  return {
    name: joinName(["seed", volume.replace(/^scratch-/, "")], NAME_LIMITS.label),
    image: imageReference(container.image, registryMirror, digests),
    imagePullPolicy: "IfNotPresent",
    // With -f it can be repeated: the kubelet runs these containers again when it makes the pod's sandbox anew.
    command: ["cp", "-af", `${mount.path}/.`, `${SEED_PATH}/${SEED_FOLDER}`],
    resources: resourcesOf(container),
    securityContext: containerSecurity({ ...container, readOnlyRoot: true, capabilities: [] }),
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [{ name: volume, mountPath: SEED_PATH }],
  };
}
