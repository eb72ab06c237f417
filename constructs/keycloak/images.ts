import type { Image } from "../model/image";

/** Keycloak's own image: Red Hat's micro image with bash, Java and Keycloak's programs. */
export const KEYCLOAK_IMAGE: Image = { repository: "quay.io/keycloak/keycloak", tag: "26.7.0" };

/** The image's own user; its files belong to it and to root's group. */
export const KEYCLOAK_USER = { uid: 1000, gid: 0 } as const;

/** Where the image keeps Keycloak. */
export const KEYCLOAK_HOME = "/opt/keycloak";
