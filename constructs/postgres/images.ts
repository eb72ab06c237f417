import type { Image } from "../model/image";

const repository = "ghcr.io/cloudnative-pg/postgresql";

/**
 * CloudNativePG's "standard" images: Debian, PostgreSQL's own packages, pgAudit and pgvector; bash, psql and the server's
 * programs on PATH; no entry point of their own. The tags carry the build's time and never move.
 * docs/decisions/0015-postgres-image.md says why these.
 */
export const IMAGES = {
  16: { repository, tag: "16.15-202608170814-standard-bookworm" },
  17: { repository, tag: "17.11-202608170816-standard-bookworm" },
  18: { repository, tag: "18.6-202608170814-standard-bookworm" },
} as const satisfies Readonly<Record<number, Image>>;

/** User `postgres` of these images. The files of a data folder belong to it, so a change of it would lock them. */
export const POSTGRES_USER = { uid: 26, gid: 26 } as const;

/** The superuser's name, which is also the system user's: `psql` inside the container needs no password. */
export const SUPERUSER = "postgres";

/** Where the images' programs look for the server's socket. */
export const SOCKET_PATH = "/run/postgresql";
