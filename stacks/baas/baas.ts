import { KeyIssuer } from "../../constructs/issuer/key-issuer";
import { Platform } from "../../constructs/model/platform";
import { Postgres } from "../../constructs/postgres/postgres";
import { PostgREST } from "../../constructs/postgrest/postgrest";
import { platformProps } from "../config/platform-settings";
import { defineStack } from "../config/stack";
import { baasSchema, databaseProps, withoutUndefined, type BaasConfig } from "./config";
import { BAAS_PRESETS } from "./presets";

/** A backend as a service: PostgreSQL, and a REST API made of its schemas. */
export function baasPlatform(environment: string, config: BaasConfig): Platform {
  const platform = new Platform(config.name, platformProps(environment, config));
  const db = new Postgres(platform, "db", databaseProps(config.database));
  const issuer = new KeyIssuer(platform, "issuer", withoutUndefined(config.issuer));
  const { audience = config.name, ...rest } = withoutUndefined(config.rest);
  new PostgREST(platform, "rest", { ...rest, audience, database: db.database("app"), issuer });
  return platform;
}

/** The stack `baas`. */
export const baas = defineStack({
  name: "baas",
  describe: "a backend as a service: PostgreSQL, and a REST API made of its schemas",
  schema: baasSchema,
  presets: BAAS_PRESETS,
  build: baasPlatform,
});
