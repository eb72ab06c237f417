import type { EndpointProps } from "../../../../constructs/model/endpoint";
import { type Exposure, expose } from "../../../../constructs/model/exposure";
import { Platform, type PlatformProps } from "../../../../constructs/model/platform";
import { Server } from "./sample";

/** A port that only redirects. */
const REDIRECT: EndpointProps = { port: 8080, protocol: "http", tls: { mode: "redirect" } };

/** What a test says of an exposure; `redirect` publishes the gateway's second port. */
export type Way = Partial<Exposure> & { readonly redirect?: true };

/** A platform with an API behind a gateway, and what the gateway exposes of it: `/` by a load balancer unless said. */
export function published(ways: readonly Way[], props: PlatformProps = {}): Platform {
  const platform = new Platform("acme", props);
  const api = new Server(platform, "api");
  const gateway = new Server(platform, "gateway", {}, { port: 8443, tls: { mode: "tls" } });
  const needsRedirect = ways.some(({ redirect }) => redirect === true);
  const plain = needsRedirect ? gateway.peer.serve("plain", REDIRECT) : undefined;
  for (const { redirect, ...way } of ways) {
    const via = { kind: "load-balancer" } as const;
    const common = { path: "/", via };
    if (redirect === true && plain !== undefined) {
      expose({ ...common, gateway: plain, to: gateway.endpoint, publishedPort: 80, ...way });
    } else expose({ ...common, gateway: gateway.endpoint, to: api.endpoint, publishedPort: 443, ...way });
  }
  return platform;
}
