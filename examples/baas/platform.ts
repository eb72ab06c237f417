// A backend from its parts: a gateway, an identity provider, a database and its API.
import { Keycloak, Kong, Platform, Postgres, PostgREST } from "ashlar";
import { mailRelay, staffDirectory } from "./outside";
import { budget, publicTls, publicUrl } from "./places";

export default function platform({ environment }: { readonly environment: string }): Platform {
  const acme = new Platform("acme", { environment, publicUrl: publicUrl(environment), budget });

  const db = new Postgres(acme, "db", { version: 17, storage: "50Gi", databases: { app: {}, keycloak: {} } });

  const auth = new Keycloak(acme, "auth", {
    database: db.database("keycloak"),
    realm: {
      displayName: "Acme",
      clients: {
        // The web app: people log in, and its tokens are good for the API.
        web: { redirectUris: ["/app/*"], audiences: ["acme"], claims: { role: "authenticated" } },
        // A job that works at night, as itself.
        importer: { kind: "service", audiences: ["acme"], claims: { role: "service_role" } },
      },
      passwordPolicy: { length: 14 },
    },
    smtp: mailRelay(acme),
    identityProviders: { staff: staffDirectory(acme) },
  });

  const rest = new PostgREST(acme, "rest", { database: db.database("app"), issuer: auth.issuer, audience: "acme" });

  new Kong(acme, "gateway", {
    publicTls: publicTls(environment),
    consumers: { web: {} },
    routes: [{ path: "/rest/v1", to: rest.api, auth: "key", rateLimit: { perMinute: 600 } }, ...auth.routes],
  });
  return acme;
}
