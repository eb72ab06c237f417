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

/** Schema of a user's name: Keycloak takes none of fewer than three characters. */
export const userName = () =>
  entityName().refine((name) => name.length >= 3, { error: "shorter than three characters" });

/** What a person's name may not have in it, as Keycloak judges it. */
const NOT_OF_PERSONS = /[<>&"$%!#?§;*~/\\|^=[\]{}()]|\p{Cc}/u;

/** Schema of a person's first or last name. */
export const personName = () =>
  textForm({
    pattern: /^\S(?:[^\r\n]{0,253}\S)?$/,
    message: "not a person's name",
    allowed: '1 to 255 characters without any of < > & " $ % ! # ? § ; * ~ / \\ | ^ = [ ] { } ( )',
    fits: (text) => !NOT_OF_PERSONS.test(text),
  });

/** Claims that say who signed a token, for whom and until when, or that Keycloak's own programs go by. */
const OWN_CLAIMS = new Set([
  ...[
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "azp",
    "typ",
    "sid",
    "scope",
    "nonce",
    "acr",
    "auth_time",
    "cnf",
  ],
  ...["client_id", "realm_access", "resource_access"],
]);

/** Schema of a claim's name. Those that make a token what it is belong to Keycloak. */
export const claimName = () =>
  textForm({
    pattern: /^[A-Za-z][A-Za-z0-9_]{0,62}$/,
    message: "not a claim's name",
    allowed: `letters, digits and _, beginning with a letter; none of ${[...OWN_CLAIMS].join(", ")}`,
    fits: (text) => !OWN_CLAIMS.has(text),
  });

/** Schema of a realm role's name. */
export const roleName = () =>
  textForm({
    pattern: /^[A-Za-z][A-Za-z0-9_-]{0,62}$/,
    message: "not a role's name",
    allowed: "letters, digits, _ and -, beginning with a letter",
    fits: (text) => !["offline_access", "uma_authorization"].includes(text) && !text.startsWith("default-roles-"),
  });
