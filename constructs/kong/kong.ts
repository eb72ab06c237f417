import type { Construct } from "constructs";
import type { z } from "zod";
import { GATEWAY_CODES } from "../gateway/codes";
import { isEndpoint, namingOf } from "../gateway/destination";
import type { Consumer, ConsumerProps, Gateway } from "../gateway/gateway";
import { publicAddress, type PublicAddress } from "../gateway/public-address";
import { checkPublicPath } from "../gateway/public-path";
import type { RouteProps } from "../gateway/route";
import { Component } from "../model/component";
import type { Diagnostics } from "../model/diagnostics";
import type { Endpoint } from "../model/endpoint";
import { expose } from "../model/exposure";
import { graphOf } from "../model/graph";
import { issuedCertificate } from "../model/issued-certificate";
import { everywhere, type Realisation } from "../model/lowering";
import { parsePart } from "../model/part";
import { replicasOn } from "../model/replicas";
import { Secret } from "../model/secret";
import type { Target } from "../model/target";
import { KONG_CODES } from "./codes";
import { routeName, type Declaration, type KongConsumer, type KongRoute } from "./declarative";
import { wayTo } from "./plugins/calls";
import { checkAnonymous, connectCall, connectPlugins } from "./plugins/check";
import { countedBy } from "./route-plugins";
import { consumerName, consumerSchema, kongRouteSchema, kongSchema, type KongRouteSpec, type KongSpec } from "./schema";
import { KONG_PORT, server, type PublicCertificate } from "./server";

/** A route of Kong's: a gateway's, and any plugin of Kong's open-source distribution. */
export type KongRouteProps = RouteProps & z.input<ReturnType<typeof kongRouteSchema>>;

/** Input of {@link Kong}. */
export interface KongProps extends z.input<typeof kongSchema> {
  /**
   * Public paths and where they lead. More may be added by {@link Kong.route}.
   *
   * @default none: every path answers 404
   */
  readonly routes?: readonly KongRouteProps[];
}

const HTTP = 80;
const HTTPS = 443;

/** Characters of a generated key: as hard to guess as 240 bits. */
const KEY_LENGTH = 40;

/**
 * The gateway: Kong's open-source line without a database. It ends the public TLS, asks for keys, limits rates and
 * sizes, and calls every upstream with its own certificate, whose server it checks by authority and name. It has no
 * admin port: what it does is what was rendered.
 *
 * @example
 * new Kong(platform, "gateway", {
 *   consumers: { web: { groups: ["anon"] } },
 *   routes: [{ path: "/rest/v1", to: rest.api, auth: "key", rateLimit: { perMinute: 600 } }],
 * });
 */
export class Kong extends Component<typeof kongSchema> implements Gateway {
  public static override readonly kind = "Kong";
  public readonly https: Endpoint<undefined>;
  readonly #address: PublicAddress;
  readonly #http: Endpoint<undefined> | undefined;
  // Routes may bring hosts of their own until the platform is sealed; the endpoint and the certificate share the list.
  readonly #hosts: string[];
  readonly #routes: KongRoute[] = [];
  readonly #consumers = new Map<string, { readonly key: Secret; readonly groups: Set<string> }>();
  readonly #certificate: PublicCertificate;
  #metrics: Endpoint<undefined> | undefined;

  public constructor(scope: Construct, id: string, props: KongProps = {}) {
    const { routes = [], ...data } = props;
    super(scope, id, kongSchema, data);
    this.#address = publicAddress(this);
    this.#hosts = [this.#address.host];
    this.#certificate = this.#publicCertificate();
    this.https = this.peer.serve("https", {
      port: KONG_PORT.https,
      protocol: "http",
      tls: { mode: "tls" },
      ...(this.#certificate.kind === "platform" ? { hostnames: this.#hosts } : {}),
    });
    const redirects = this.spec.redirectHttp ?? this.#address.port === HTTPS;
    this.#http = redirects ? this.#redirect() : undefined;
    this.#leadOn(this.#address.host);
    checkProxies(this, this.spec);
    this.#connectServers();
    for (const [name, consumer] of Object.entries(this.spec.consumers)) this.consumer(name, consumer);
    for (const route of routes) this.route(route);
  }

  public route({ to, ...data }: KongRouteProps): void {
    graphOf(this).requireOpen(this);
    const field = `routes.${data.path}`;
    const spec = parsePart(this, field, kongRouteSchema(), data);
    if (!isRouteTo(this, field, to) || spec === undefined) return;
    const host = spec.host ?? this.#address.host;
    const beside = this.#routes.filter((other) => other.host === host && other.spec.path === spec.path);
    const answering = beside.find(({ answersPreflight }) => answersPreflight);
    const route: KongRoute = { spec, to, host, answersPreflight: spec.cors !== false && answering === undefined };
    checkPublicPath(this, field, spec, to);
    const taken = this.#routes.find((other) => overlap(route, other));
    if (taken !== undefined) {
      graphOf(this).diagnostics.add(GATEWAY_CODES.samePath, {
        path: `${this.node.path}:${field}`,
        message: `leads to ${to.path}, and the same path to ${taken.to.path} already`,
        value: routeName(route),
      });
      return;
    }
    if (answering !== undefined && JSON.stringify(answering.spec.cors) !== JSON.stringify(spec.cors)) {
      graphOf(this).diagnostics.add(GATEWAY_CODES.preflight, {
        path: `${this.node.path}:${field}.cors`,
        message: "browsers ask once for all methods of a path, and another route of it answers otherwise",
      });
    }
    this.#routes.push(route);
    this.#addHost(host);
    this.#connectUpstream(field, to);
    connectPlugins(this, this.peer, `${field}.plugins`, spec.plugins);
    // Routes that differ in their methods share one public path.
    if (beside.length > 0) return;
    this.#warnOfAddresses(field, spec);
    const { port: publishedPort } = this.#address;
    expose({ gateway: this.https, to, host, path: spec.path, publishedPort, via: this.spec.via });
  }

  public consumer(name: string, props: ConsumerProps = {}): Consumer {
    graphOf(this).requireOpen(this);
    const field = `consumers.${name}`;
    parsePart(this, field, consumerName(), name);
    const groups = parsePart(this, field, consumerSchema(), { groups: [...(props.groups ?? [])] })?.groups ?? [];
    const known = this.#consumers.get(name) ?? {
      key: new Secret(this, `key-${name}`, { kind: "password", length: KEY_LENGTH }),
      groups: new Set<string>(),
    };
    for (const group of groups) known.groups.add(group);
    this.#consumers.set(name, known);
    return { name, key: known.key };
  }

  /** Serves metrics in Prometheus' form at `/metrics`, behind a sidecar that checks who asks. */
  public serveMetrics(): Endpoint<undefined> {
    this.#metrics ??= this.peer.serve("metrics", {
      port: 9443,
      protocol: "http",
      tls: {
        ...{ mode: "mtls", by: "sidecar", verifies: "name" },
        ...{ serverPort: KONG_PORT.status, serverHealth: "/status" },
      },
    });
    return this.#metrics;
  }

  public override atSeal(): void {
    const { diagnostics } = graphOf(this);
    const { path } = this.node;
    checkGroups({ path, routes: this.#routes, consumers: this.#sortedConsumers() }, diagnostics);
    // Consumers may be declared after the plugin that names them.
    const names = new Set(this.#consumers.keys());
    checkAnonymous(`${path}:plugins`, this.spec.plugins, names, diagnostics);
    for (const { spec } of this.#routes)
      checkAnonymous(`${path}:routes.${spec.path}.plugins`, spec.plugins, names, diagnostics);
    if (this.#routes.length > 0) return;
    const message = "nothing leads anywhere, so that every request is answered with 404";
    diagnostics.add(GATEWAY_CODES.noRoutes, { path, message });
  }

  public realise(): Realisation {
    return everywhere(({ target }) => {
      const { peer } = this;
      const declaration = this.#declaration(target);
      const redirects = this.#http !== undefined;
      return [server({ peer, declaration, certificate: this.#certificate, redirects }, target)];
    });
  }

  #declaration(target: Target): Declaration {
    const { host, port } = this.#address;
    return {
      path: this.node.path,
      spec: this.spec,
      counting: target === "compose" ? 1 : replicasOn(target, this.spec.replicas),
      origin: port === HTTPS ? `https://${host}` : `https://${host}:${port}`,
      routes: this.#routes,
      consumers: this.#sortedConsumers(),
      wayTo: (to) => wayTo(this.peer, to),
    };
  }

  #sortedConsumers(): readonly KongConsumer[] {
    return [...this.#consumers]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { key, groups }]) => ({ name, key, groups: [...groups].sort() }));
  }

  /** The servers that the gateway calls for itself, whatever is asked of it. */
  #connectServers(): void {
    const { plugins, sharedLimits } = this.spec;
    connectPlugins(this, this.peer, "plugins", plugins);
    if (sharedLimits === undefined) return;
    connectCall(this, this.peer, "sharedLimits.to", { to: sharedLimits.to, outside: "tunnel" });
  }

  #connectUpstream(field: string, to: Endpoint<undefined>): void {
    const known = this.peer.connectionTo(to);
    if (known === undefined) {
      this.peer.connect(to, { wait: "healthy" });
    } else if (known.client === "tunnel") {
      graphOf(this).diagnostics.add(KONG_CODES.sharedDestination, {
        path: `${this.node.path}:${field}.to`,
        message: "a plugin calls the same endpoint",
        value: to.path,
      });
    }
  }

  #publicCertificate(): PublicCertificate {
    const { publicTls } = this.spec;
    const hostnames = this.#hosts;
    switch (publicTls.kind) {
      case "platform":
        return { kind: "platform" };
      case "given": {
        const key = new Secret(this, "public-key", {
          kind: "given",
          describe: "private key of the public certificate, as PEM",
          format: { kind: "private-key" },
        });
        const certificate = new Secret(this, "public-certificate", {
          kind: "given",
          describe: "certificate of the gateway's public hosts, with those that lead to its root, as PEM",
          format: { kind: "certificate", key: key.secretName, hostnames },
        });
        return { kind: "given", certificate, key };
      }
      case "issuer":
        return {
          kind: "issued",
          certificate: issuedCertificate({ id: "public", hostnames, issuer: publicTls.issuer }),
        };
      default:
        return publicTls satisfies never;
    }
  }

  #redirect(): Endpoint<undefined> {
    return this.peer.serve<undefined>("http", { port: KONG_PORT.http, protocol: "http", tls: { mode: "redirect" } });
  }

  /** Behind a controller all clients have its address, unless it is trusted to tell theirs. */
  #warnOfAddresses(field: string, spec: KongRouteSpec): void {
    const { via, trustedProxies } = this.spec;
    if (spec.rateLimit === false || countedBy(spec) === "consumer") return;
    if (via.kind === "load-balancer" || trustedProxies.length > 0) return;
    graphOf(this).diagnostics.add(GATEWAY_CODES.oneAddress, {
      path: `${this.node.path}:${field}.rateLimit`,
      message: `behind ${via.kind} every client has one address, and so one limit`,
    });
  }

  /** A host that users come to: the certificate proves it, and plain requests for it are led on. */
  #addHost(host: string): void {
    if (this.#hosts.includes(host)) return;
    this.#hosts.push(host);
    this.#leadOn(host);
  }

  #leadOn(host: string): void {
    if (this.#http === undefined) return;
    expose({ gateway: this.#http, to: this.https, host, path: "/", publishedPort: HTTP, via: this.spec.via });
  }
}

/** Whether a route leads to an endpoint. What else was given is told. */
function isRouteTo(kong: Construct, field: string, to: unknown): to is Endpoint<undefined> {
  if (isEndpoint(to)) return true;
  graphOf(kong).diagnostics.add(GATEWAY_CODES.to, {
    path: `${kong.node.path}:${field}.to`,
    message: `a route leads to ${namingOf(to)}`,
    allowed: "an endpoint of the platform",
    cure: "pass an endpoint of a component, for example `rest.api`",
  });
  return false;
}

/** Whether some request would fit both routes equally well. */
function overlap(one: KongRoute, other: KongRoute): boolean {
  if (one.host !== other.host || one.spec.path !== other.spec.path) return false;
  const methods = other.spec.methods ?? [];
  return (
    one.spec.methods === undefined ||
    methods.length === 0 ||
    one.spec.methods.some((method) => methods.includes(method))
  );
}

/** A route that admits groups without a member is closed to everybody, which nobody means. */
function checkGroups(
  { path, routes, consumers }: Pick<Declaration, "path" | "routes" | "consumers">,
  problems: Diagnostics,
): void {
  const filled = new Set(consumers.flatMap(({ groups }) => groups));
  for (const { spec } of routes) {
    const { groups = [] } = spec;
    if (groups.length === 0 || groups.some((group) => filled.has(group))) continue;
    problems.add(GATEWAY_CODES.groups, {
      path: `${path}:routes.${spec.path}.groups`,
      message: "no consumer is in a group that the route admits",
      value: groups,
      allowed: [...filled].sort().join(" | ") || "no consumer has a group",
    });
  }
}

/** Tells proxies that cannot be believed. Through a Gateway, connections pass unopened: whatever a header says, a client said. */
function checkProxies(kong: Construct, { via, trustedProxies }: KongSpec): void {
  if (via.kind !== "gateway-api" || trustedProxies.length === 0) return;
  graphOf(kong).diagnostics.add(GATEWAY_CODES.proxies, {
    path: `${kong.node.path}:trustedProxies`,
    message: "the Gateway passes connections on unopened, so that it can say nothing of their clients",
    value: trustedProxies,
    allowed: "none",
  });
}
