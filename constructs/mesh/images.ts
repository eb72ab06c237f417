import type { Image } from "../model/image";

/** ghostunnel, in the variant that has a shell and wget for health checks. The tag is the version that is proved. */
export const GHOSTUNNEL: Image = { repository: "docker.io/ghostunnel/ghostunnel", tag: "v1.8.4-alpine" };

/** User and group that sidecars run as: no files of theirs are in the image. */
export const SIDECAR_USER = { uid: 65532, gid: 65532 } as const;
