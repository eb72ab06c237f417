import type { Image } from "../model/image";

/** Kong's open-source line, which ends with 3.9; on Ubuntu, with its shell and tools. */
export const KONG_IMAGE: Image = { repository: "docker.io/kong/kong", tag: "3.9.3-ubuntu" };

/** None of the image's files are written to, so that any user will do; this is not one that the image has. */
export const KONG_USER = { uid: 1000, gid: 1000 } as const;

/** Where the image keeps nginx. */
export const NGINX_PROGRAM = "/usr/local/openresty/nginx/sbin/nginx";
