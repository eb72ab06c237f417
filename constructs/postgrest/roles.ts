import type { IDatabase } from "../postgres/database";
import { KEYS_ROLE, type PostgrestSpec } from "./schema";

/**
 * Declares what the server needs of its database. Nobody but the service role gets rights on tables: an application
 * grants those to `anon` and `authenticated` with its policies.
 */
export function declareRoles(database: IDatabase, spec: PostgrestSpec): void {
  const { anonymous, authenticated, service, authenticator } = spec.roles;
  database.role(anonymous, { inherit: false });
  database.role(authenticated, { inherit: false });
  database.role(service, { inherit: false, bypassRls: true });
  database.role(authenticator, { inherit: false, memberOf: [anonymous, authenticated, service] });
  database.role(KEYS_ROLE);
  for (const schema of [spec.keysSchema, spec.claimsSchema]) database.schema(schema, { owner: KEYS_ROLE });
  for (const to of [authenticator, anonymous, authenticated, service]) {
    database.grant({ on: "schema", schema: spec.keysSchema, to, privileges: ["usage"] });
  }
  for (const schema of spec.schemas) {
    database.schema(schema);
    for (const to of [anonymous, authenticated, service]) {
      database.grant({ on: "schema", schema, to, privileges: ["usage"] });
    }
    database.grant({ on: "tables", schema, to: service, privileges: ["select", "insert", "update", "delete"] });
    database.grant({ on: "sequences", schema, to: service, privileges: ["usage", "select"] });
    database.grant({ on: "functions", schema, to: service, privileges: ["execute"] });
  }
  // The server keeps a picture of the schema; without this, a new table is not served until a restart.
  database.notifyOnDdl({ channel: "pgrst", payload: "reload schema" });
}
