import type { Leaves, Segment } from "../../model/expression";
import { plainText } from "../../model/expression";
import { digest } from "../../model/names";
import { isSecretFile } from "../../model/secret-file";
import { serialise } from "../config/serialise";
import { materialPath } from "../material-paths";
import type { Instance, Part } from "./instance";
import { peerName } from "./names";
import { collecting, partPath, type ComposeRender } from "./render";

/** A file that is mounted as it stands. Its name carries a digest, so that a change makes its readers anew. */
export interface PlainConfig {
  /** Name in the `config` folder, and of the top-level config. */
  readonly file: string;
  readonly text: string;
  readonly target: string;
  readonly executable: boolean;
}

/** A file that `init` fills and the material service hands to its reader. */
export interface SecretConfig {
  readonly name: string;
  readonly segments: readonly Segment[];
  readonly executable: boolean;
}

/** The config files of a part. */
export interface PartConfigs {
  readonly plain: readonly PlainConfig[];
  readonly secret: readonly SecretConfig[];
}

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Serialises the config files of a part. */
export function configsOf(render: ComposeRender, instance: Instance, part: Part, leaves: Leaves): PartConfigs {
  const plain: PlainConfig[] = [];
  const secret: SecretConfig[] = [];
  for (const mount of part.container.mounts) {
    if (mount.kind !== "config") continue;
    const { config } = mount;
    const path = `${partPath(instance, part)}:${config.name}`;
    if (!FILE_NAME.test(config.name)) {
      render.problems.add("ASH-NAME-001", {
        path,
        message: "not a file name",
        value: config.name,
        allowed: "letters, digits, dots, hyphens and underscores",
        cure: "rename the file; where it stands in the container is the mount's path",
      });
    }
    const segments = collecting(render.problems, path, [], () => serialise(config.content, leaves));
    const executable = config.executable === true;
    if (isSecretFile(config)) {
      requirePlace(render, path, mount.path, materialPath({ kind: "config", config }));
      secret.push({ name: config.name, segments, executable });
    } else {
      const text = plainText(segments) ?? "";
      plain.push({
        file: hashedName(peerName(instance.workload.peer), config.name, text),
        text,
        target: mount.path,
        executable,
      });
    }
  }
  return { plain, secret };
}

/** `<owner>-<stem>-<digest><extension>`. */
export function hashedName(owner: string, name: string, text: string): string {
  const dot = name.lastIndexOf(".");
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  return `${owner}-${stem}-${digest(text)}${extension}`;
}

function requirePlace(render: ComposeRender, path: string, asked: string, place: string): void {
  if (asked === place) return;
  render.problems.add("ASH-TARGET-002", {
    path,
    message: "a file that holds a secret stands among the container's material and nowhere else",
    value: asked,
    allowed: place,
    cure: "mount it there, and name its place with configPath",
  });
}
