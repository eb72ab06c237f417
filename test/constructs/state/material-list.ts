import type { MaterialList } from "../../../constructs/render/material";

/** What a database with a token issuer and an SMTP account would need. */
export const list: MaterialList = {
  platform: "acme-dev",
  trustDomain: "dev.acme.internal",
  secrets: [
    { name: "db-password", recipe: { kind: "password", length: 32 }, namespaces: [] },
    {
      name: "issuer-jwks",
      recipe: { kind: "derived", from: ["issuer-key"], derivation: { kind: "public-jwks" } },
      namespaces: [],
    },
    { name: "issuer-key", recipe: { kind: "signing-key", algorithm: "ES256" }, namespaces: [] },
  ],
  identities: [
    {
      name: "db",
      commonName: "db",
      uri: "spiffe://dev.acme.internal/db",
      dnsNames: ["db", "localhost"],
      forms: ["cert", "key", "ca"],
    },
    {
      name: "rest",
      commonName: "rest",
      uri: "spiffe://dev.acme.internal/rest",
      dnsNames: ["rest"],
      forms: ["cert", "key", "ca", "key-der"],
    },
  ],
  files: [
    {
      name: "rest/rest.conf",
      key: "rest.conf",
      segments: ["db-uri = 'postgres://app:", { secret: "db-password", encode: ["uri"] }, "@db/app'\n"],
    },
  ],
};

/** The same, with a secret that only a user knows. */
export const withGiven: MaterialList = {
  ...list,
  secrets: [
    ...list.secrets,
    {
      name: "smtp-password",
      recipe: { kind: "given", describe: "password of the SMTP account", minLength: 8 },
      namespaces: [],
    },
  ],
};
