import type { Container } from "../../model/container";
import { IDENTITY_FILES } from "../../model/identity";
import { MATERIAL_FOLDERS, materialFile } from "../material-paths";
import type { SecretConfig } from "./config-files";
import type { Instance, Part } from "./instance";
import { peerName } from "./names";
import type { ComposeRender } from "./render";
import { materialVolume, type VolumeUse } from "./volumes";

/** One thing that the material service does; `material.sh` says what the kinds are. */
export interface PlanEntry {
  readonly kind: "folder" | "file" | "volume" | "tree";
  /** Path inside the material service. */
  readonly path: string;
  readonly user: Container["user"];
  readonly mode: string;
  /** Path inside the material service; files alone have one. */
  readonly source?: string;
}

/** Where the material service finds and puts things. */
export const PLACES = {
  /** What `init` keeps. */
  secrets: "/sources/secrets",
  pki: "/sources/pki",
  /** Volumes that hold material, by name. */
  material: "/material",
  /** Volumes that are handed to their users, by name. */
  volumes: "/volumes",
} as const;

/** Entries that fill the material volume of a part. Empty when it has none. */
export function materialEntries(instance: Instance, part: Part, secretConfigs: readonly SecretConfig[]): PlanEntry[] {
  const { user, material } = part.container;
  const root = `${PLACES.material}/${materialVolume(instance, part)}`;
  const files: { readonly file: string; readonly source: string; readonly executable: boolean }[] = [];
  for (const item of material) {
    switch (item.kind) {
      case "identity":
        for (const form of item.forms) {
          files.push({
            file: materialFile({ kind: "identity", form }),
            source: `${PLACES.pki}/${peerName(instance.workload.peer)}/${IDENTITY_FILES[form]}`,
            executable: false,
          });
        }
        break;
      case "secret":
        files.push({
          file: materialFile(item),
          source: `${PLACES.secrets}/${item.secret.secretName}`,
          executable: false,
        });
        break;
      // Nobody issues these here: whoever accepted that has other ways to bring them.
      case "issued":
        break;
      default:
        item satisfies never;
    }
  }
  for (const { name, executable } of secretConfigs) {
    files.push({
      file: `${MATERIAL_FOLDERS.config}/${name}`,
      source: `${PLACES.secrets}/files/${secretFileName(part, name)}`,
      executable,
    });
  }
  if (files.length === 0) return [];
  const folders = [...new Set(files.map(({ file }) => file.slice(0, file.indexOf("/"))))];
  return [
    ...["", ...folders.map((folder) => `/${folder}`)].map((folder): PlanEntry => ({
      kind: "folder",
      path: `${root}${folder}`,
      user,
      mode: "0500",
    })),
    ...files.map(({ file, source, executable }): PlanEntry => ({
      kind: "file",
      path: `${root}/${file}`,
      user,
      mode: executable ? "0500" : "0400",
      source,
    })),
  ];
}

/** Path of a filled file below the folder of secret files. */
export function secretFileName(part: Part, name: string): string {
  return `${part.shared}/${name}`;
}

/** One volume and everybody who mounts it. */
export interface SharedVolume {
  readonly use: VolumeUse;
  /** Where the first of them stands in the tree. */
  readonly path: string;
  readonly users: readonly Container["user"][];
}

/**
 * Entries that hand fresh volumes to their users, because Docker makes them root's. Undefined for what needs none.
 * Users of one group may share a volume, others may not: nothing runs as root that could make it theirs as well.
 */
export function volumeEntry(render: ComposeRender, { use, path, users }: SharedVolume): PlanEntry | undefined {
  const place = `${PLACES.volumes}/${use.name}`;
  const shared = users.some(({ uid }) => uid !== use.user.uid);
  if (users.some(({ gid }) => gid !== use.user.gid)) {
    render.problems.add("ASH-GRAPH-009", {
      path,
      message: `containers of different groups mount the volume ${use.name}`,
      value: users.map(({ uid, gid }) => `${uid}:${gid}`),
      cure: "run them with one group, or give each a volume of its own",
    });
  }
  switch (use.content.kind) {
    case "material":
      return undefined;
    case "data":
    case "scratch":
      return { kind: "volume", path: place, user: use.user, mode: shared ? "0770" : "0700" };
    case "seeded":
      return { kind: "tree", path: place, user: use.user, mode: "0700" };
    default:
      return use.content satisfies never;
  }
}

/** The plan as `material.sh` reads it: folders before what stands in them, each entry once. */
export function formatPlan(entries: readonly PlanEntry[]): string {
  const lines = [...entries]
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(({ kind, path, user, mode, source }) =>
      [kind, path, user.uid, user.gid, mode, source === undefined ? "-" : source].join("\t"),
    );
  return [...new Set(lines)].map((line) => `${line}\n`).join("");
}
