import type { ComposeVolume } from "./file";
import { volumeEntry, type PlanEntry, type SharedVolume } from "./material-plan";
import type { NameRegister } from "./name-register";
import { partPath, type ComposeRender } from "./render";
import type { RenderedPart } from "./services";
import { volumeDeclaration } from "./volumes";

/** The named volumes of a platform, and what the material service does to hand them to their users. */
export interface PlatformVolumes {
  readonly declarations: Readonly<Record<string, ComposeVolume>>;
  readonly entries: readonly PlanEntry[];
}

/** Gathers the volumes of all parts; those of one workload may share one. */
export function gatherVolumes(
  render: ComposeRender,
  parts: readonly RenderedPart[],
  names: NameRegister,
): PlatformVolumes {
  const shared = new Map<string, SharedVolume>();
  const declarations: Record<string, ComposeVolume> = {};
  for (const { instance, part, volumes } of parts) {
    const path = partPath(instance, part);
    for (const use of volumes) {
      const { content, name, target, user } = use;
      // A volume of data belongs to the peer, any other to a path of a container.
      names.take(
        name,
        path,
        content.kind === "data" ? `${instance.workload.peer.node.path}:${content.volume.id}` : `${path}:${target}`,
      );
      const known = shared.get(name);
      shared.set(name, known === undefined ? { use, path, users: [user] } : withUser(known, use));
      declarations[name] = volumeDeclaration(use, instance);
    }
  }
  return {
    declarations,
    entries: [...shared.values()].flatMap((volume) => volumeEntry(render, volume) ?? []),
  };
}

function withUser(shared: SharedVolume, { user }: SharedVolume["use"]): SharedVolume {
  return { ...shared, users: [...shared.users, user] };
}
