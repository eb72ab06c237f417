/** A file that a container sees. */
export interface FileFacts {
  readonly path: string;
  /** The text, where the artifact has it. Never that of a secret. */
  readonly text: string | undefined;
}

/**
 * Where a mount comes from: a disk that outlives the container, scratch space, configuration, a secret, the host's own
 * files, a service account's token, or something else.
 */
export type MountKind = "volume" | "scratch" | "config" | "secret" | "host" | "token" | "other";

/** Something at a path of a container. */
export interface MountFacts {
  readonly path: string;
  readonly kind: MountKind;
  /** Name of the volume, ConfigMap or Secret. */
  readonly name: string;
  readonly readOnly: boolean;
  /** What is mounted below it later appears on the host too, and so elsewhere. */
  readonly isShared?: true;
  /** Path on the host, as written, when `kind` is `host`. */
  readonly hostPath: string | undefined;
  /** What is known to be inside; a secret's or a volume's files are not. */
  readonly files: readonly FileFacts[];
}

/** The file at a path of a container: from which mount, and its text where it is known. */
export interface FoundFile {
  readonly mount: MountFacts;
  readonly text: string | undefined;
}

/** Looks a path up as the container would: an exact file first, then the mount that covers it most closely. */
export function findFile(mounts: readonly MountFacts[], path: string): FoundFile | undefined {
  let closest: MountFacts | undefined;
  for (const mount of mounts) {
    const file = mount.files.find((candidate) => candidate.path === path);
    if (file !== undefined) return { mount, text: file.text };
    if (covers(mount.path, path) && (closest === undefined || mount.path.length > closest.path.length)) closest = mount;
  }
  return closest === undefined ? undefined : { mount: closest, text: undefined };
}

function covers(folder: string, path: string): boolean {
  return (
    path.startsWith(folder) && (path.length === folder.length || folder.endsWith("/") || path[folder.length] === "/")
  );
}
