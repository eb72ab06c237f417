import { kongDeclaration } from "../../../constructs/kong/entities";
import type { KongProps } from "../../../constructs/kong/kong";
import type { Platform } from "../../../constructs/model/platform";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { assembled } from "./assembled";
import { gateway, problemsOf } from "./sample-gateway";

type Plugins = NonNullable<KongProps["plugins"]>;

const withPlugins = (plugins: object) =>
  gateway(({ api }) => ({ plugins, routes: [{ path: "/a", to: api.server }] })).platform;

const problems = (plugins: object) =>
  problemsOf(() => withPlugins(plugins)).map((problem) => problem.replace("acme/gateway:plugins.", ""));

describe("plugins that users set", () => {
  it.each<[string, Plugins]>([
    [
      "ai-prompt-decorator",
      { "ai-prompt-decorator": { prompts: { prepend: [{ role: "system", content: "Be brief." }] } } },
    ],
    ["ai-prompt-guard", { "ai-prompt-guard": { deny_patterns: [".*password.*"] } }],
    ["ai-prompt-template", { "ai-prompt-template": { templates: [{ name: "a", template: "{{x}}" }] } }],
    ["basic-auth", { "basic-auth": { hide_credentials: true } }],
    ["bot-detection", { "bot-detection": { deny: ["curl"] } }],
    ["correlation-id", { "correlation-id": { generator: "tracker" } }],
    ["file-log", { "file-log": { path: "/dev/stdout", custom_fields_by_lua: { who: "return 1" } } }],
    ["hmac-auth", { "hmac-auth": { algorithms: ["hmac-sha256"] } }],
    ["ip-restriction", { "ip-restriction": { allow: ["203.0.113.0/24", "2001:db8::1"], status: 403 } }],
    ["jwt", { jwt: { claims_to_verify: ["exp"], maximum_expiration: 3600 } }],
    ["post-function", { "post-function": { log: ["return 1"] } }],
    ["pre-function", { "pre-function": { access: ["return 1"] } }],
    ["prometheus", { prometheus: { per_consumer: true } }],
    ["proxy-cache", { "proxy-cache": { strategy: "memory", cache_ttl: 60, vary_headers: ["authorization"] } }],
    ["redirect", { redirect: { location: "https://other.acme.example/", status_code: 308 } }],
    ["request-termination", { "request-termination": { status_code: 503, message: "back soon" } }],
    [
      "request-transformer",
      { "request-transformer": { add: { headers: ["X-From:gateway"] }, replace: { uri: "/b" } } },
    ],
    ["response-ratelimiting", { "response-ratelimiting": { limits: { video: { minute: 5, hour: 50 } } } }],
    ["response-transformer", { "response-transformer": { remove: { headers: ["Server"] } } }],
  ])("%s is in Kong's file, which is right", (name, plugins) => {
    const file = assembled(withPlugins(plugins));
    expect(kongDeclaration.safeParse(file).error?.issues).toBeUndefined();
    expect(JSON.stringify((file as { readonly plugins: unknown }).plugins)).toContain(`"name":"${name}"`);
  });

  it.each<[string, object, readonly string[]]>([
    ["a misspelt key", { prometheus: { per_customer: true } }, ["ASH-INPUT-001 prometheus.per_customer"]],
    ["a value of another kind", { "bot-detection": { deny: "curl" } }, ["ASH-INPUT-002 bot-detection.deny"]],
    [
      "a count in a database",
      { "response-ratelimiting": { limits: { a: { day: 1 } }, policy: "cluster" } },
      ["ASH-INPUT-002 response-ratelimiting.policy"],
    ],
    [
      "sessions in a database",
      { session: { storage: "kong" } },
      ["ASH-SEC-001 session.secret", "ASH-INPUT-002 session.storage"],
    ],
    ["a file on a read-only root", { "file-log": { path: "/var/log/kong.log" } }, ["ASH-INPUT-002 file-log.path"]],
    [
      "a limit that turns round",
      { "response-ratelimiting": { limits: { a: { minute: 5, hour: 1 } } } },
      ["ASH-INPUT-002 response-ratelimiting.limits.a"],
    ],
    ["neither of two settings", { "ip-restriction": {} }, ["ASH-INPUT-002 ip-restriction"]],
    [
      "a pair without a value",
      { "request-transformer": { add: { headers: ["X-From"] } } },
      ["ASH-INPUT-002 request-transformer.add.headers.0"],
    ],
  ])("%s: refused by its place", (_, plugins, expected) => {
    expect([...problems(plugins)].sort()).toEqual([...expected].sort());
  });

  it("are told with what they hold, what is allowed, and why", () => {
    expect(() =>
      renderCompose(withPlugins({ "response-ratelimiting": { limits: { a: { day: 1 } }, policy: "cluster" } })),
    ).toThrow(/counts in a database, and the gateway has none \(got "cluster", expected local \| redis\)/);
  });

  it.each([
    "acme",
    "ai-proxy",
    "ai-request-transformer",
    "ai-response-transformer",
    "datadog",
    "grpc-gateway",
    "grpc-web",
  ])("%s cannot do here what it is for, and is refused by name", (name) => {
    expect(problems({ [name]: {} })).toEqual([`ASH-KONG-001 ${name}`]);
  });

  it.each(["loggly", "oauth2", "syslog", "udp-log"])("%s likewise, with what stands for it", (name) => {
    expect(problems({ [name]: { key: "k" } })).toEqual([`ASH-KONG-001 ${name}`]);
    expect(() => renderCompose(withPlugins({ [name]: {} }))).toThrow(/expected .{10}/);
  });

  it("that ask for credentials which no consumer has are warned of, unless somebody stands for all others", () => {
    const codes = (plugins: object) => renderCompose(withPlugins(plugins)).notes.map(({ code }) => code);
    expect(codes({ jwt: {} })).toContain("ASH-KONG-003");
    const withGuest = gateway(({ api }) => ({
      consumers: { guest: {} },
      plugins: { jwt: { anonymous: "guest" } },
      routes: [{ path: "/a", to: api.server }],
    })).platform;
    expect(renderCompose(withGuest).notes.map(({ code }) => code)).not.toContain("ASH-KONG-003");
  });

  it.each<[string, object]>([
    ["nothing more", {}],
    ["another header", { vary_headers: ["Accept"] }],
    ["cache_control, which does not see who calls", { cache_control: true }],
  ])("proxy-cache with %s would hand one user's answer to another, and is refused", (_, settings) => {
    const plugins = { "proxy-cache": { strategy: "memory", ...settings } };
    expect(problems(plugins)).toEqual(["ASH-KONG-006 proxy-cache.vary_headers"]);
    expect(() => renderCompose(withPlugins(plugins))).toThrow(
      /expected a list with Authorization\); set `vary_headers/,
    );
  });
});

describe("a gateway", () => {
  it("without a route renders, and is warned of", () => {
    const { notes } = renderCompose(gateway(() => ({})).platform);
    expect(notes).toContainEqual(expect.objectContaining({ code: "ASH-GATE-008", severity: "warning" }));
    expect(renderCompose(gateway().platform).notes.map(({ code }) => code)).not.toContain("ASH-GATE-008");
  });

  it.each<[string, (platform: Platform) => unknown]>([
    ["a text", () => "https://api.acme.example"],
    ["a component instead of one of its endpoints", (platform) => platform],
    ["nothing", () => undefined],
    ["a number", () => 8443],
  ])("whose route leads to %s is told so", (_, to) => {
    const make = () =>
      gateway(({ api }) => ({ routes: [{ path: "/a", to: to(api.node.root as Platform) as never }] })).platform;
    expect(problemsOf(make)).toEqual(["ASH-GATE-009 acme/gateway:routes./a.to"]);
  });
});
