// A database and its REST API, as a platform of a team's own: `npx ashlar synth examples/api/platform.ts --env prod`.
import { KeyIssuer, Platform, Postgres, PostgREST, Secret } from "ashlar";

export default function platform({ environment }: { readonly environment: string }): Platform {
  const acme = new Platform("acme", { environment, budget: { cpu: "8", memory: "8Gi", storage: "60Gi" } });

  const db = new Postgres(acme, "db", {
    version: 17,
    storage: "50Gi",
    databases: { app: { extensions: { vector: {} } } },
    // Somebody's spreadsheet cannot present a certificate: a named exception, which `ashlar check` reports.
    roles: {
      reports: { login: true, memberOf: ["pg_read_all_data"], databases: ["app"], password: reportsPassword(acme) },
    },
  });
  const issuer = new KeyIssuer(acme, "issuer");
  new PostgREST(acme, "rest", { database: db.database("app"), issuer, audience: "acme", replicas: 2 });
  return acme;
}

function reportsPassword(acme: Platform): Secret {
  return new Secret(acme, "reports-password", { kind: "password", length: 32 });
}
