import { MATERIAL_ROOT, type Container, type Mount } from "../../model/container";
import { imageReference } from "../../model/image";
import { digest } from "../../model/names";
import type { Platform } from "../../model/platform";
import { isSecretFile } from "../../model/secret-file";
import type { Volume } from "../../model/volume";
import type { ComposeMount, ComposeService, ComposeVolume } from "./file";
import type { Instance, Part } from "./instance";
import { scopeName } from "./labels";
import { partName, replicaSuffixes, slug } from "./names";
import { composeSize } from "./resources";

/** A named volume at a path of a part. */
export interface VolumeUse {
  /** Name of the volume. */
  readonly name: string;
  readonly target: string;
  readonly user: Container["user"];
  readonly content:
    /** Filled by the material service, read by the part. */
    | { readonly kind: "material" }
    | { readonly kind: "data"; readonly volume: Volume }
    | { readonly kind: "scratch" }
    /** Starts as a copy of what the image has at the path. */
    | { readonly kind: "seeded" };
}

type ScratchMount = Extract<Mount, { readonly kind: "scratch" }>;

/** The named volumes of a part, by target. */
export function volumesOf(instance: Instance, part: Part, platform: Platform): readonly VolumeUse[] {
  const { container } = part;
  const { user } = container;
  const uses: VolumeUse[] = [];
  if (hasMaterial(container)) {
    uses.push({ name: materialVolume(instance, part), target: MATERIAL_ROOT, user, content: { kind: "material" } });
  }
  for (const mount of container.mounts) {
    switch (mount.kind) {
      case "volume": {
        const { volume, path } = mount;
        uses.push({
          name: partName(instance.workload.peer, volume.id),
          target: path,
          user,
          content: { kind: "data", volume },
        });
        break;
      }
      case "scratch":
        if (isVolume(mount)) uses.push(scratchUse(mount, instance, part, platform));
        break;
      case "config":
        break;
      default:
        mount satisfies never;
    }
  }
  return uses.sort((a, b) => (a.target < b.target ? -1 : 1));
}

function scratchUse(mount: ScratchMount, instance: Instance, part: Part, platform: Platform): VolumeUse {
  const { peer } = instance.workload;
  const { image, user, name } = part.container;
  const place = [...replicaSuffixes(instance.number), name, slug(mount.path)];
  if (mount.seed === "empty") {
    return { name: partName(peer, ...place), target: mount.path, user, content: { kind: "scratch" } };
  }
  // Docker seeds a volume once. A volume for each image keeps an upgrade from running on the old image's files.
  const { registryMirror, digests } = platform.spec;
  const seed = digest(imageReference(image, registryMirror, digests));
  return { name: partName(peer, ...place, seed), target: mount.path, user, content: { kind: "seeded" } };
}

/** The volume that holds a container's material; replicas share it, as they share their identity. */
export function materialVolume(instance: Instance, part: Part): string {
  return partName(instance.workload.peer, part.container.name, "material");
}

/** Whether a container reads keys, passwords or secret files. */
function hasMaterial({ material, mounts }: Container): boolean {
  return (
    material.some(({ kind }) => kind !== "issued") ||
    mounts.some((mount) => mount.kind === "config" && isSecretFile(mount.config))
  );
}

/** Memory cannot be seeded from an image, so that is a volume as well. */
function isVolume(mount: ScratchMount): boolean {
  return mount.medium === "disk" || mount.seed === "image";
}

/** The mount of a volume. Only a seeded one takes what the image has at its path, as on Kubernetes. */
export function volumeMount({ name, target, content }: VolumeUse): ComposeMount {
  switch (content.kind) {
    case "material":
      return { type: "volume", source: name, target, read_only: true, volume: { nocopy: true } };
    case "data":
    case "scratch":
      return { type: "volume", source: name, target, volume: { nocopy: true } };
    case "seeded":
      return { type: "volume", source: name, target };
    default:
      return content satisfies never;
  }
}

/** The declaration of a volume. */
export function volumeDeclaration({ content }: VolumeUse, instance: Instance): ComposeVolume {
  if (content.kind !== "data") return {};
  const { size, backup } = content.volume;
  return { "x-ashlar": { scope: scopeName(instance.component), size: size.toString(), backup } };
}

/** Docker mounts this one itself, and would put its own over another. */
const SHARED_MEMORY = "/dev/shm";

/**
 * Docker mounts memory without the right to run programs from it. Kubernetes does not: with it, a program that unpacks
 * and loads a library works on both. The other two are Docker's own defaults, said because they are meant.
 */
const MEMORY_FLAGS = "exec,nosuid,nodev";

/** Memory at a path, owned by the part's user. */
export function memoryOf({ mounts, user }: Container): Pick<ComposeService, "tmpfs" | "shm_size"> {
  const memory = mounts.filter((mount) => mount.kind === "scratch" && !isVolume(mount)) as readonly ScratchMount[];
  const shared = memory.find(({ path }) => path === SHARED_MEMORY);
  const tmpfs = memory
    .filter((mount) => mount !== shared)
    .map(({ path, size }) => `${path}:size=${size.bytes},uid=${user.uid},gid=${user.gid},mode=0700,${MEMORY_FLAGS}`)
    .sort();
  return {
    ...(tmpfs.length === 0 ? {} : { tmpfs }),
    ...(shared === undefined ? {} : { shm_size: composeSize(shared.size) }),
  };
}
