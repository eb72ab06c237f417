import { kongDeclaration } from "../../../constructs/kong/entities";
import type { KongProps } from "../../../constructs/kong/kong";
import { ExternalEndpoint, type ExternalEndpointProps } from "../../../constructs/model/external-endpoint";
import { Secret } from "../../../constructs/model/secret";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { BEHIND_SIDECAR, Sample } from "../../support/sample";
import { assembled } from "./assembled";
import { gateway, problemsOf, type Servers } from "./sample-gateway";

type Plugins = NonNullable<KongProps["plugins"]>;

const outside = ({ api }: Servers, props: Partial<ExternalEndpointProps> = {}) =>
  new ExternalEndpoint(api.node.root, "outside", {
    ...{ host: "logs.acme.example", port: 6514, cidrs: ["203.0.113.7/32"] },
    ...props,
  });
const inside = ({ api }: Servers) => new Sample(api.node.root, "inside", { serve: BEHIND_SIDECAR }).server;
const secret = ({ api }: Servers, id = "plugin-secret") =>
  new Secret(api.node.root, id, { kind: "password", length: 40 });

const withPlugins = (plugins: (servers: Servers) => Plugins) =>
  gateway((servers) => ({
    consumers: { guest: {} },
    plugins: plugins(servers),
    routes: [{ path: "/a", to: servers.api.server }],
  }));

/** The setting of a plugin that Kong starts with. */
function written(name: string, plugins: (servers: Servers) => Plugins): unknown {
  const file = assembled(withPlugins(plugins).platform);
  expect(kongDeclaration.safeParse(file).error?.issues).toBeUndefined();
  const { plugins: all } = file as { readonly plugins: readonly { readonly name: string; readonly config: unknown }[] };
  return all.find((plugin) => plugin.name === name)?.config;
}

const TUNNEL = { host: "127.0.0.1", port: 15000 };

describe("a plugin that calls out", () => {
  it.each<[string, (servers: Servers) => Plugins, object]>([
    [
      "http-log",
      (it) => ({ "http-log": { to: inside(it), path: "/in" } }),
      { http_endpoint: "http://127.0.0.1:15000/in" },
    ],
    ["tcp-log", (it) => ({ "tcp-log": { to: inside(it) } }), { ...TUNNEL, tls: false }],
    ["statsd", (it) => ({ statsd: { to: inside(it) } }), { ...TUNNEL, use_tcp: true }],
    ["zipkin", (it) => ({ zipkin: { to: inside(it) } }), { http_endpoint: "http://127.0.0.1:15000/api/v2/spans" }],
    [
      "opentelemetry",
      (it) => ({ opentelemetry: { to: inside(it), traces_path: "/v1/traces", logs_path: "/v1/logs" } }),
      { traces_endpoint: "http://127.0.0.1:15000/v1/traces", logs_endpoint: "http://127.0.0.1:15000/v1/logs" },
    ],
    [
      "ldap-auth",
      (it) => ({ "ldap-auth": { to: inside(it), base_dn: "dc=acme", attribute: "uid", anonymous: "guest" } }),
      { ldap_host: "127.0.0.1", ldap_port: 15000, ldaps: false },
    ],
    [
      "response-ratelimiting",
      (it) => ({
        "response-ratelimiting": {
          limits: { video: { minute: 5 } },
          policy: "redis",
          redis: { to: inside(it), database: 2 },
        },
      }),
      { policy: "redis", redis: { ...TUNNEL, database: 2, ssl: false } },
    ],
  ])(
    "%s reaches an endpoint of the platform through a tunnel that shows the gateway's certificate",
    (name, plugins, config) => {
      expect(written(name, plugins)).toMatchObject(config);
      const { kong } = withPlugins(plugins);
      expect(kong.peer.connections.map(({ endpoint, client, wait }) => [endpoint.path, client, wait])).toEqual([
        ["acme/inside/main:http", "tunnel", "none"],
        ["acme/api/main:http", "native", "healthy"],
      ]);
    },
  );

  it.each<[string, (servers: Servers) => Plugins]>([
    ["tcp-log", (it) => ({ "tcp-log": { to: outside(it) } })],
    ["http-log", (it) => ({ "http-log": { to: outside(it) } })],
  ])("%s would check no certificate of a server outside, so that a tunnel does", (_, plugins) => {
    const { platform } = withPlugins(plugins);
    const tunnel = renderCompose(platform).file.services["gateway-tunnel-0"];
    expect(tunnel?.command).toEqual(expect.arrayContaining(["--target=logs.acme.example:6514"]));
  });

  it("checks a server outside by itself where it can, by the authorities that the server is known by", () => {
    const ca = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    const plugins = (it: Servers): Plugins => ({
      opentelemetry: { to: outside(it, { ca }), traces_path: "/v1/traces" },
    });
    expect(written("opentelemetry", plugins)).toMatchObject({
      traces_endpoint: "https://logs.acme.example:6514/v1/traces",
    });
    const artifact = renderCompose(withPlugins(plugins).platform);
    expect(artifact.file.services["gateway"]?.environment).toMatchObject({
      KONG_LUA_SSL_TRUSTED_CERTIFICATE: "/etc/ashlar/kong/plugins-ca.crt",
      KONG_LUA_SSL_VERIFY_DEPTH: "3",
      KONG_TRACING_INSTRUMENTATIONS: "all",
      KONG_TRACING_SAMPLING_RATE: "0.01",
    });
    expect(artifact.files.find(({ text }) => text === ca)?.path).toContain("plugins-ca");
  });

  it("traces one request in a hundred unless another share is asked for, and of several the largest decides early", () => {
    const traced = (rate: { readonly sampling_rate?: number }) => (it: Servers) => ({
      opentelemetry: { to: inside(it), traces_path: "/v1/traces", ...rate },
    });
    expect(written("opentelemetry", traced({}))).toMatchObject({ sampling_rate: 0.01 });
    expect(written("opentelemetry", traced({ sampling_rate: 0 }))).toMatchObject({ sampling_rate: 0 });
    const { platform } = gateway((it) => {
      const { opentelemetry } = traced({ sampling_rate: 0.25 })(it);
      return {
        plugins: { opentelemetry },
        routes: [
          { path: "/a", to: it.api.server, plugins: { opentelemetry: { ...opentelemetry, sampling_rate: 0.5 } } },
          {
            path: "/logs",
            to: it.auth.server,
            plugins: { opentelemetry: { to: opentelemetry.to, logs_path: "/v1/logs", sampling_rate: 1 } },
          },
        ],
      };
    });
    expect(renderCompose(platform).file.services["gateway"]?.environment).toMatchObject({
      KONG_TRACING_SAMPLING_RATE: "0.5",
    });
  });

  it("has exactly one way out on Kubernetes", () => {
    const { platform } = withPlugins((it) => ({ "tcp-log": { to: outside(it) } }));
    const policies = renderKubernetes(platform).objects.filter(
      ({ kind, metadata }) => kind === "NetworkPolicy" && metadata.name.includes("gateway"),
    );
    expect(JSON.stringify(policies)).toContain(
      '{"to":[{"ipBlock":{"cidr":"203.0.113.7/32"}}],"ports":[{"protocol":"TCP","port":6514}]}',
    );
  });

  it("speaks plainly to a server that does", () => {
    expect(written("tcp-log", (it) => ({ "tcp-log": { to: outside(it, { tls: "plain" }) } }))).toMatchObject({
      ...{ host: "logs.acme.example", port: 6514, tls: false },
    });
  });

  it("hands a request to a provider's function, whose certificate Kong checks, or tells that it does not", () => {
    expect(
      written("azure-functions", (it) => ({
        "azure-functions": {
          to: outside(it, { host: "app.azurewebsites.net", port: 443 }),
          ...{ functionname: "f", apikey: secret(it) },
        },
      })),
    ).toMatchObject({ appname: "app", hostdomain: "azurewebsites.net", https: true, https_verify: true });
    const lambda = (it: Servers): Plugins => ({
      "aws-lambda": {
        to: outside(it, { host: "lambda.eu-west-1.amazonaws.com", port: 443 }),
        ...{ aws_region: "eu-west-1", function_name: "f", aws_key: secret(it), aws_secret: secret(it, "other") },
      },
    });
    expect(written("aws-lambda", lambda)).toMatchObject({ host: "lambda.eu-west-1.amazonaws.com", port: 443 });
    expect(renderCompose(withPlugins(lambda).platform).notes.map(({ code }) => code)).toContain("ASH-KONG-004");
  });

  it.each<[string, object, string]>([
    ["a url", { "http-log": { http_endpoint: "https://u:p@logs.acme.example" } }, "http-log.http_endpoint"],
    ["a host and a port", { "tcp-log": { host: "logs.acme.example", port: 514 } }, "tcp-log.host"],
    ["a text as to", { zipkin: { to: "https://zipkin.acme.example" } }, "zipkin.to"],
    ["nothing", { statsd: {} }, "statsd.to"],
    [
      "a host of a Redis",
      { "response-ratelimiting": { limits: { a: { day: 1 } }, policy: "redis", redis: { host: "redis" } } },
      "response-ratelimiting.redis.host",
    ],
  ])("given %s is refused: it opens no way", (_, plugins, place) => {
    const make = () => withPlugins(() => plugins).platform;
    expect(problemsOf(make)).toContain(`ASH-GATE-009 acme/gateway:plugins.${place}`);
    expect(make).not.toThrow(/u:p@/);
  });

  it.each<[string, (servers: Servers) => KongProps]>([
    [
      "before",
      (it) => ({ plugins: { "http-log": { to: it.api.server } }, routes: [{ path: "/a", to: it.api.server }] }),
    ],
    [
      "after",
      (it) => ({ routes: [{ path: "/a", to: it.api.server, plugins: { "http-log": { to: it.api.server } } }] }),
    ],
  ])("and the upstream of a route cannot be one endpoint, %s it", (_, props) => {
    expect(problemsOf(() => gateway(props).platform)).toEqual([expect.stringMatching(/^ASH-KONG-002 /)]);
  });
});

describe("limits that replicas share", () => {
  const shared = () =>
    gateway(
      (it) => ({
        replicas: 3,
        sharedLimits: { to: outside(it), password: secret(it) },
        routes: [{ path: "/a", to: it.api.server, rateLimit: { perMinute: 100 } }],
      }),
      { allowLoss: ["exposure.replicas"] },
    ).platform;

  it("are counted in a Redis, with its password in the secret file", () => {
    const file = assembled(shared());
    expect(kongDeclaration.safeParse(file).error?.issues).toBeUndefined();
    const { plugins } = file as { readonly plugins: readonly { readonly name: string; readonly config: unknown }[] };
    expect(plugins.find(({ name }) => name === "rate-limiting")).toMatchObject({
      route: "acme.example_a",
      config: { minute: 100, policy: "redis", fault_tolerant: true, redis: { ...TUNNEL, ssl: false, timeout: 2000 } },
    });
  });

  it("are whole for each of several replicas", () => {
    const file = renderKubernetes(shared()).files.find(({ text }) => text.includes("_format_version"))?.text ?? "";
    expect(file).toMatch(/minute: 100\s/);
    expect(file).toContain('password: "secret plugin-secret"');
  });
});
