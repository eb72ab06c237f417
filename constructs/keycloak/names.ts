import { textForm } from "../model/text-form";

/** Schema of what is part of a url or of a secret's name: a realm, a client, a user, an identity provider. */
export const entityName = () =>
  textForm({
    pattern: /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
    message: "not a name",
    allowed: "a-z, 0-9 and -, beginning with a letter, 40 of them at most",
    // Keycloak's own: whoever could change it would rule every other realm.
    fits: (text) => text !== "master",
  });

/** Schema of a realm role's name. */
export const roleName = () =>
  textForm({
    pattern: /^[A-Za-z][A-Za-z0-9_-]{0,62}$/,
    message: "not a role's name",
    allowed: "letters, digits, _ and -, beginning with a letter",
    fits: (text) => !["offline_access", "uma_authorization"].includes(text) && !text.startsWith("default-roles-"),
  });
