import type { KeycloakProps } from "../../constructs/keycloak/keycloak";
import type { RealmSpec } from "../../constructs/keycloak/realm-schema";
import { asWritten } from "../config/quantity";

type RealmProps = NonNullable<KeycloakProps["realm"]>;
type ClientProps = NonNullable<RealmProps["clients"]>[string];

/**
 * What every platform begins with: a client for web pages of the platform's own public host, and one for services of its
 * own that may do everything in the API.
 */
const CLIENTS: Readonly<Record<string, ClientProps>> = {
  web: { kind: "browser", redirectUris: ["/*"] },
  service: { kind: "service" },
};

/**
 * The realm of the stack. Unless a client says otherwise, its tokens are meant for the REST API, where a service has all
 * rights and everybody else those of a signed-in user.
 */
export function realmProps(realm: RealmSpec, audience: string): RealmProps {
  const written = asWritten(realm) as RealmProps;
  const clients = { ...CLIENTS, ...written.clients };
  return {
    ...written,
    clients: Object.fromEntries(Object.entries(clients).map(([id, client]) => [id, forTheApi(client, audience)])),
  };
}

function forTheApi(client: ClientProps, audience: string): ClientProps {
  const role = client.kind === "service" ? "service_role" : "authenticated";
  const { audiences = [], claims } = client;
  return { ...client, audiences: audiences.length === 0 ? [audience] : audiences, claims: { role, ...claims } };
}
