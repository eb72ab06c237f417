// What the team takes from Ashlar: a database, its REST API, and the gateway before it. A module like any other:
// `npx ashlar graph examples/team-pulumi/platform.ts` draws it.
import { KeyIssuer, Kong, Platform, Postgres, PostgREST } from "ashlar";

/** What differs from one environment to the next. */
export interface PlatformProps {
  readonly environment: string;
  /**
   * Where users reach the gateway.
   *
   * @default a name by the environment
   */
  readonly publicUrl?: string;
}

export default function platform({
  environment,
  publicUrl = `https://api.${environment}.acme.example`,
}: PlatformProps): Platform {
  const acme = new Platform("acme", {
    environment,
    publicUrl,
    budget: { cpu: "8", memory: "6Gi", storage: "20Gi" },
  });
  const db = new Postgres(acme, "db", { storage: "20Gi", databases: { app: {} } });
  const issuer = new KeyIssuer(acme, "issuer");
  const rest = new PostgREST(acme, "rest", { database: db.database("app"), issuer, audience: "acme" });
  new Kong(acme, "gateway", {
    publicTls: { kind: "issuer", issuer: { kind: "ClusterIssuer", name: "letsencrypt" } },
    consumers: { exporter: {} },
    routes: [{ path: "/rest/v1", to: rest.api, auth: "key", methods: ["GET"], rateLimit: { perMinute: 600 } }],
  });
  return acme;
}
