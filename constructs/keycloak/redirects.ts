import type { Construct } from "constructs";
import { graphOf } from "../model/graph";
import { Platform } from "../model/platform";
import type { ClientSpec } from "./client-schema";
import { KEYCLOAK_CODES } from "./codes";

/** Hosts of the user's own machine, where programs take redirects without TLS (RFC 8252). */
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|\*?$)/i;

/**
 * Tells redirects that would hand a login's code to somebody else: to any address, or across the network without TLS.
 * In an environment called `dev` that is a warning. Every path of one host is a warning, and in `dev` none.
 */
export function checkRedirects(keycloak: Construct, clients: Readonly<Record<string, ClientSpec>>): void {
  const { environment } = Platform.of(keycloak).spec;
  const severity = environment === "dev" ? "warning" : "error";
  const { diagnostics } = graphOf(keycloak);
  for (const [id, { redirectUris, logoutUris = [] }] of Object.entries(clients)) {
    const path = `${keycloak.node.path}:realm.clients.${id}`;
    for (const uri of [...redirectUris, ...logoutUris]) {
      if (isOpen(uri)) {
        diagnostics.add(KEYCLOAK_CODES.wildcardRedirect, {
          ...{ path, severity, value: uri },
          message: "a login may end at any address",
          allowed: "a path or an uri whose host is whole, for example /app/* or https://app.example/callback",
        });
      } else if (/^http:/i.test(uri) && !LOOPBACK.test(uri)) {
        diagnostics.add(KEYCLOAK_CODES.plainRedirect, {
          ...{ path, severity, value: uri },
          message: "a login's code would cross the network as it is",
          allowed: "https, or http to localhost",
        });
      } else if (environment !== "dev" && isEveryPath(uri)) {
        diagnostics.add(KEYCLOAK_CODES.everyPath, {
          ...{ path, value: uri },
          message: "a login may end at every path of the host",
          allowed: "the paths that the client has, for example /app/callback or /app/*",
        });
      }
    }
  }
}

/** `*` and `https://app.*` lead anywhere. `/*` stays on the platform's own public host, `https://app.example/*` on that. */
function isOpen(uri: string): boolean {
  return uri === "*" || /^[a-z][a-z0-9+.-]*:\/\/[^/]*\*$/i.test(uri);
}

/** `/*` and `https://app.example/*`. A program on the user's own machine is all that its host serves. */
function isEveryPath(uri: string): boolean {
  return uri === "/*" || (/^https?:\/\/[^/]+\/\*$/i.test(uri) && !LOOPBACK.test(uri));
}
