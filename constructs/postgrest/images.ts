import type { Image } from "../model/image";

/** Facts of the PostgREST image: built from scratch, so it holds the one program and no shell. */
export const POSTGREST_IMAGE: Image = { repository: "docker.io/postgrest/postgrest", tag: "v14.17" };

/** The image's own user. */
export const POSTGREST_USER = { uid: 1000, gid: 1000 } as const;

/** Where the program is. */
export const POSTGREST_PROGRAM = "/bin/postgrest";

/** For the program that reads keys where they are served: psql, and a wget beside it. */
export const KEYS_IMAGE: Image = { repository: "docker.io/library/postgres", tag: "17.10-alpine3.23" };

/** User `postgres` of that image. */
export const KEYS_USER = { uid: 70, gid: 70 } as const;
