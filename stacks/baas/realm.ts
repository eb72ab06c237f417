import type { KeycloakProps } from "../../constructs/keycloak/keycloak";
import type { RealmSpec } from "../../constructs/keycloak/realm-schema";
import { asWritten } from "../config/quantity";

type RealmProps = NonNullable<KeycloakProps["realm"]>;
type ClientProps = NonNullable<RealmProps["clients"]>[string];

/** What every platform begins with, unless it says `defaultClients: false`. */
function defaultClients(environment: string, audience: string): Readonly<Record<string, ClientProps>> {
  return {
    // Web pages of the platform's own public host: in dev wherever they are, elsewhere the first one until others are named.
    web: { kind: "browser", redirectUris: [environment === "dev" ? "/*" : "/"] },
    // Services of its own that may do everything in the API.
    service: { kind: "service", audiences: [audience], claims: { role: "service_role" } },
  };
}

interface RealmPlace {
  readonly environment: string;
  readonly audience: string;
  /** Whether it begins with clients that nobody wrote. */
  readonly hasDefaults: boolean;
}

/**
 * The realm of the stack. Unless a client of users says otherwise, its tokens are meant for the REST API, where they have
 * the rights of a signed-in user. A service of one's own gets what it is given, and nothing by itself.
 */
export function realmProps(realm: RealmSpec, { environment, audience, hasDefaults }: RealmPlace): RealmProps {
  const written = asWritten(realm) as RealmProps;
  const clients = { ...(hasDefaults ? defaultClients(environment, audience) : {}), ...written.clients };
  return {
    ...written,
    clients: Object.fromEntries(Object.entries(clients).map(([id, client]) => [id, forTheApi(client, audience)])),
  };
}

function forTheApi(client: ClientProps, audience: string): ClientProps {
  if (client.kind === "service") return client;
  const { audiences = [], claims } = client;
  return {
    ...client,
    audiences: audiences.length === 0 ? [audience] : audiences,
    claims: { role: "authenticated", ...claims },
  };
}
