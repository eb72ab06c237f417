// What the team takes from Ashlar, and a component of its own in the middle of it. A module like any other:
// `npx ashlar graph examples/team-cdk8s/platform.ts` draws it.
import { Kong, Platform, Postgres } from "ashlar";
import { Reports } from "./reports";

/** Where users reach the platform, and the team's website too. */
export const API = "https://api.acme.example";

export default function platform({ environment }: { readonly environment: string }): Platform {
  const acme = new Platform("acme", {
    environment,
    publicUrl: API,
    budget: { cpu: "6", memory: "5Gi", storage: "20Gi" },
  });
  const db = new Postgres(acme, "db", { storage: "20Gi", databases: { app: {} } });
  const reports = new Reports(acme, "reports", { database: db.database("app"), version: "2.4.0" });
  new Kong(acme, "gateway", {
    publicTls: { kind: "issuer", issuer: { kind: "ClusterIssuer", name: "letsencrypt" } },
    consumers: { website: {} },
    routes: [{ path: "/reports", to: reports.api, methods: ["GET"], cors: false, rateLimit: { perMinute: 60 } }],
  });
  return acme;
}
