import {
  Keycloak,
  type KeycloakIdentityProviderProps,
  type KeycloakSmtpProps,
} from "../../constructs/keycloak/keycloak";
import { Kong } from "../../constructs/kong/kong";
import { ExternalEndpoint } from "../../constructs/model/external-endpoint";
import { Platform } from "../../constructs/model/platform";
import { Secret } from "../../constructs/model/secret";
import { Postgres } from "../../constructs/postgres/postgres";
import { PostgREST } from "../../constructs/postgrest/postgrest";
import { platformProps } from "../config/platform-settings";
import { asWritten } from "../config/quantity";
import { defineStack } from "../config/stack";
import { advise } from "./advice";
import { baasSchema, databaseProps, withoutUndefined, type BaasConfig } from "./config";
import { BAAS_PRESETS } from "./presets";
import { realmProps } from "./realm";

/** A backend as a service: a gateway, an identity provider, PostgreSQL, and a REST API made of its schemas. */
export function baasPlatform(environment: string, config: BaasConfig): Platform {
  const platform = new Platform(config.name, platformProps(environment, config));
  advise(platform, config);
  const db = new Postgres(platform, "db", databaseProps(config.database));
  const { audience = config.name, ...rest } = withoutUndefined(config.rest);
  const { smtp, identityProviders, realm, defaultClients, ...auth } = withoutUndefined(config.auth);
  const keycloak = new Keycloak(platform, "auth", {
    ...auth,
    realm: realmProps(realm, { environment, audience, hasDefaults: defaultClients }),
    database: db.database("keycloak"),
    identityProviders: providersOf(platform, identityProviders),
    ...(smtp === undefined ? {} : { smtp: smtpOf(platform, smtp) }),
  });
  const api = new PostgREST(platform, "rest", {
    ...rest,
    audience,
    publicPath: config.gateway.restPath,
    database: db.database("app"),
    issuer: keycloak.issuer,
  });
  const { restPath, restRateLimit, ...gateway } = withoutUndefined(config.gateway);
  new Kong(platform, "gateway", {
    ...asWritten(gateway),
    routes: [{ path: restPath, to: api.api, auth: "key", rateLimit: { perMinute: restRateLimit } }, ...keycloak.routes],
  });
  return platform;
}

function smtpOf(platform: Platform, settings: NonNullable<BaasConfig["auth"]["smtp"]>): KeycloakSmtpProps {
  const { host, port, cidrs, ca, ...smtp } = withoutUndefined(settings);
  const relay = new ExternalEndpoint(platform, "smtp", { host, port, cidrs, ...(ca === undefined ? {} : { ca }) });
  if (smtp.user === undefined) return { ...smtp, relay };
  const describe = `password of ${smtp.user} at the mail relay ${host}`;
  return { ...smtp, relay, password: new Secret(platform, "smtp-password", { kind: "given", describe }) };
}

function providersOf(
  platform: Platform,
  providers: BaasConfig["auth"]["identityProviders"],
): Readonly<Record<string, KeycloakIdentityProviderProps>> {
  return Object.fromEntries(
    Object.entries(providers).map(([alias, settings]) => {
      const { cidrs, ca, ...provider } = withoutUndefined(settings);
      const { hostname: host, port } = new URL(provider.tokenUrl);
      const server = new ExternalEndpoint(platform, `identity-server-${alias}`, {
        ...{ host, port: port === "" ? 443 : Number(port), protocol: "http", cidrs },
        ...(ca === undefined ? {} : { ca }),
      });
      const describe = `secret of the client ${provider.clientId} at ${provider.issuer}`;
      const secret = new Secret(platform, `identity-${alias}`, { kind: "given", describe });
      return [alias, { ...provider, server, secret }];
    }),
  );
}

/** The stack `baas`. */
export const baas = defineStack({
  name: "baas",
  describe: "a backend as a service: a gateway, an identity provider, PostgreSQL, and a REST API made of its schemas",
  schema: baasSchema,
  presets: BAAS_PRESETS,
  build: baasPlatform,
});
