import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { kongDeclaration } from "../../../constructs/kong/entities";
import { Kong } from "../../../constructs/kong/kong";
import { AshlarError } from "../../../constructs/model/diagnostics";
import { Platform } from "../../../constructs/model/platform";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { BEHIND_SIDECAR, Sample } from "../../support/sample";
import { gateway, routesOf } from "./sample-gateway";

/** The problems of a platform, as code and path. */
function problemsOf(make: () => Platform): readonly string[] {
  try {
    renderCompose(make());
  } catch (error) {
    if (AshlarError.is(error)) return error.diagnostics.map(({ code, path }) => `${code} ${path}`);
    throw error;
  }
  return [];
}

describe("a route", () => {
  it("is the connection to where it leads, and the exposure of its path", () => {
    const { platform, kong, api } = gateway();
    expect(kong.peer.connections.map(({ endpoint }) => endpoint)).toEqual([api.server]);
    expect(platform.graph.exposures).toMatchObject([
      { gateway: { id: "http" }, path: "/", publishedPort: 80 },
      { gateway: kong.https, to: api.server, host: "acme.example", path: "/rest/v1", publishedPort: 443 },
    ]);
  });

  it("takes whole segments: the path and what is below it, and no other that begins alike", () => {
    const { platform } = gateway(({ api, auth }) => ({
      routes: [
        { path: "/rest/v1.2", to: api.server },
        { path: "/", to: auth.server },
      ],
    }));
    const paths = routesOf(platform).services.flatMap(({ routes }) => routes.flatMap((route) => route.paths));
    expect(paths).toEqual(["/", "/rest/v1.2/", "~/rest/v1\\.2$"]);
  });

  it("asks for a key, counts calls, bounds bodies and lets in pages of the public url alone, unless told otherwise", () => {
    const { platform } = gateway();
    const plugins = routesOf(platform).services[0]?.routes[0]?.plugins ?? [];
    expect(Object.fromEntries(plugins.map(({ name, config }) => [name, config]))).toMatchObject({
      "key-auth": { hide_credentials: true, key_in_query: false, run_on_preflight: true },
      "rate-limiting": { minute: 600, limit_by: "consumer", policy: "local" },
      "request-size-limiting": { allowed_payload_size: 10 * 1024 * 1024, size_unit: "bytes" },
      cors: { origins: ["https://acme.example"], credentials: false },
    });
  });

  it("without a key counts by address", () => {
    const { platform } = gateway(({ api }) => ({ routes: [{ path: "/open", to: api.server, auth: "none" }] }));
    const plugins = routesOf(platform).services[0]?.routes[0]?.plugins ?? [];
    expect(plugins.map(({ name }) => name)).toEqual(["cors", "rate-limiting", "request-size-limiting"]);
    expect(plugins[1]?.config).toMatchObject({ limit_by: "ip" });
  });

  it("gives each of several gateways its share of a limit, because each counts by itself", () => {
    const { platform } = gateway(({ api }) => ({
      replicas: 3,
      routes: [{ path: "/a", to: api.server, rateLimit: { perSecond: 2, perMinute: 100 } }],
    }));
    const file = renderKubernetes(platform).files.find(({ text }) => text.includes("_format_version"))?.text ?? "";
    expect(file).toMatch(/second: 1\s/);
    expect(file).toMatch(/minute: 34\s/);
  });

  it("takes any other plugin of the open-source distribution, and a user's programs run behind ours", () => {
    const { platform } = gateway(({ api }) => ({
      plugins: { "ip-restriction": { allow: ["203.0.113.0/24"] }, "pre-function": { access: ["return 1"] } },
      routes: [
        { path: "/a", to: api.server, plugins: { "pre-function": { access: ["return 2"], log: ["return 3"] } } },
      ],
    }));
    const { plugins, services } = routesOf(platform);
    expect(plugins.map(({ name }) => name)).toContain("ip-restriction");
    const programs = [plugins, services[0]?.routes[0]?.plugins ?? []].map(
      (list) => list.find(({ name }) => name === "pre-function")?.config,
    );
    for (const [index, config] of programs.entries()) {
      const access = config?.["access"] as readonly string[];
      expect(access[0]).toContain("x-consumer-username");
      expect(access.at(-1)).toBe(`return ${index + 1}`);
    }
    expect(programs[1]?.["log"]).toEqual(["return 3"]);
  });

  it("leaves what its own fields promise to nobody else: such a plugin is refused, on a route and for all", () => {
    const make = () =>
      gateway(({ api }) => ({
        plugins: { "rate-limiting": { day: 5 } },
        routes: [{ path: "/a", to: api.server, plugins: { "key-auth": { anonymous: "web" } } }],
      })).platform;
    expect(problemsOf(make)).toEqual([
      "ASH-INPUT-002 acme/gateway:plugins.rate-limiting",
      "ASH-INPUT-002 acme/gateway:routes./a.plugins.key-auth",
    ]);
  });

  it("weighs as much as every other, so that the longer path wins, whatever methods it names", () => {
    const { platform } = gateway(({ api, auth }) => ({
      routes: [
        { path: "/rest/v1", to: api.server, methods: ["GET"], auth: "none" },
        { path: "/rest/v1/rpc", to: auth.server },
      ],
    }));
    // Kong sorts by how many kinds of criteria a route names before it looks at lengths.
    const kinds = routesOf(platform).services.flatMap(({ routes }) =>
      routes.map((route) => [route.hosts, route.paths, route.methods].filter((part) => part !== undefined).length),
    );
    expect(kinds).toEqual([3, 3]);
  });

  it("has a name and ids of its own, however alike the paths are", () => {
    const { platform } = gateway(({ api }) => ({
      routes: ["/rest/v1", "/rest_v1", "/a/GET"].map((path) => ({ path, to: api.server })),
    }));
    const { platform: other } = gateway(({ api }) => ({ routes: [{ path: "/a", to: api.server, methods: ["GET"] }] }));
    const names = [platform, other].flatMap((tree) => routesOf(tree).services.map(({ name }) => name));
    expect(new Set(names).size).toBe(4);
    const ids = JSON.stringify(routesOf(platform)).match(/"id":"[0-9a-f-]+"/g) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("that shares its path answers the browsers' question once, for all of them alike", () => {
    const routes = (post: object) =>
      gateway(({ api, auth }) => ({
        routes: [
          { path: "/a", to: api.server, methods: ["GET"] },
          { path: "/a", to: auth.server, methods: ["POST"], ...post },
        ],
      })).platform;
    const methods = routesOf(routes({})).services.flatMap((service) => service.routes.map((route) => route.methods));
    expect(methods).toEqual(expect.arrayContaining([["GET", "OPTIONS"], ["POST"]]));
    const other = { cors: { origins: ["https://elsewhere.example"] } };
    expect(problemsOf(() => routes(other))).toEqual(["ASH-GATE-004 acme/gateway:routes./a.cors"]);
  });

  it("opens of an endpoint what is meant for the public, and nothing beside it", () => {
    const routes =
      (...paths: readonly (readonly [path: string, more: object])[]) =>
      () => {
        const platform = new Platform("acme", { publicUrl: "https://acme.example" });
        const api = new Sample(platform, "api", { serve: { ...BEHIND_SIDECAR, publicPaths: ["/auth/realms/acme"] } });
        const to = api.server;
        new Kong(platform, "gateway", {
          routes: paths.map(([path, more]) => ({ path, to, stripPath: false, ...more })),
        });
        return platform;
      };
    expect(problemsOf(routes(["/auth/realms/acme", {}], ["/auth/realms/acme/login", {}]))).toEqual([]);
    expect(problemsOf(routes(["/auth", {}], ["/auth/realms/acmes", {}], ["/x", { stripPath: true }]))).toEqual([
      "ASH-GATE-007 acme/gateway:routes./auth/realms/acmes",
      "ASH-GATE-007 acme/gateway:routes./auth",
      "ASH-GATE-007 acme/gateway:routes./x",
    ]);
  });
});

describe("upstreams", () => {
  it("are checked by authority and name, and see the gateway's certificate, which comes from files", () => {
    const { platform } = gateway();
    const [service] = routesOf(platform).services;
    expect(service).toMatchObject({ host: "api", port: 8443, protocol: "https", tls_verify: true });
    const { environment } = renderCompose(platform).file.services["gateway"] ?? {};
    expect(environment).toMatchObject({
      ASHLAR_CA_ID: service?.ca_certificates[0],
      KONG_CLIENT_SSL: "on",
      KONG_CLIENT_SSL_CERT: "/run/ashlar/identity/tls.crt",
      KONG_CLIENT_SSL_CERT_KEY: "/run/ashlar/identity/tls.key",
    });
  });

  it("get no header of the client's that names a caller", () => {
    const { platform } = gateway();
    const strip = routesOf(platform).plugins.find(({ name }) => name === "pre-function");
    for (const header of ["x-consumer-username", "x-consumer-groups", "x-credential-identifier"]) {
      expect(JSON.stringify(strip?.config)).toContain(header);
    }
  });
});

describe("consumers", () => {
  const keyed = () =>
    gateway(({ api }) => ({
      consumers: { web: { groups: ["anon"] }, jobs: {} },
      routes: [{ path: "/a", to: api.server, groups: ["anon", "service"] }],
    }));

  it("have keys that stand in a secret file, and nowhere else", () => {
    const { platform, kong } = keyed();
    expect(kong.consumer("web", { groups: ["service"] }).key.secretName).toBe("gateway-key-web");
    const artifact = renderCompose(platform);
    const [file] = artifact.material.files.filter(({ key }) => key === "credentials.yaml");
    expect(file?.segments.filter((segment) => typeof segment !== "string")).toEqual([
      { secret: "gateway-key-jobs", encode: ["json"] },
      { secret: "gateway-key-web", encode: ["json"] },
    ]);
    expect(routesOf(platform).consumers).toMatchObject([
      { username: "jobs" },
      { username: "web", acls: [{ group: "anon" }, { group: "service" }] },
    ]);
  });

  it("are needed where a route admits groups alone", () => {
    const nobody = () =>
      gateway(({ api }) => ({ routes: [{ path: "/a", to: api.server, groups: ["anon"] }] })).platform;
    expect(problemsOf(nobody)).toEqual(["ASH-GATE-003 acme/gateway:routes./a.groups"]);
  });
});

describe("addresses", () => {
  const via = { kind: "gateway-api", gateway: { name: "public", namespace: "gateways" } } as const;

  it("that clients claim are forgotten, unless a proxy in front is trusted to tell them", () => {
    const guards = (trustedProxies: readonly string[]): string =>
      JSON.stringify(
        routesOf(
          gateway(({ api }) => ({ trustedProxies: [...trustedProxies], routes: [{ path: "/a", to: api.server }] }))
            .platform,
        ).plugins,
      );
    expect(guards([])).toContain("X-Forwarded-For");
    expect(guards(["10.0.0.0/8"])).not.toContain("X-Forwarded-For");
  });

  it("cannot be told through a Gateway that passes connections on: to trust it is refused, one limit for all is warned of", () => {
    const trusting = () =>
      gateway(({ api }) => ({ via, trustedProxies: ["10.0.0.0/8"], routes: [{ path: "/a", to: api.server }] }))
        .platform;
    expect(problemsOf(trusting)).toEqual(["ASH-GATE-005 acme/gateway:trustedProxies"]);
    const { platform } = gateway(({ api }) => ({ via, routes: [{ path: "/open", to: api.server, auth: "none" }] }));
    expect(renderKubernetes(platform).notes.map(({ code }) => code)).toContain("ASH-GATE-006");
  });
});

describe("the public side", () => {
  it("is proved by the platform's own authority unless told otherwise", () => {
    const { platform } = gateway();
    const { identities } = renderCompose(platform).material;
    expect(identities.find(({ name }) => name === "gateway")?.dnsNames).toContain("acme.example");
  });

  it("is proved by a certificate that the user has: two given secrets, of which one is for the other", () => {
    const { platform } = gateway(({ api }) => ({
      publicTls: { kind: "given" },
      routes: [{ path: "/a", to: api.server, host: "api.acme.example" }],
    }));
    const secrets = renderCompose(platform).material.secrets.filter(({ name }) => name.startsWith("gateway-public"));
    expect(secrets).toMatchObject([
      {
        name: "gateway-public-certificate",
        recipe: { format: { key: "gateway-public-key", hostnames: ["acme.example", "api.acme.example"] } },
      },
      { name: "gateway-public-key" },
    ]);
  });

  it("is proved by an issuer's certificate on Kubernetes, and on Compose that is a loss that is told", () => {
    const make = () =>
      gateway(({ api }) => ({
        publicTls: { kind: "issuer", issuer: { name: "letsencrypt" } },
        routes: [{ path: "/a", to: api.server }],
      })).platform;
    const certificates = renderKubernetes(make()).objects.filter(({ kind }) => kind === "Certificate");
    expect(JSON.stringify(certificates)).toContain("letsencrypt");
    expect(problemsOf(make)).toEqual(["ASH-TARGET-002 acme/gateway/main/kong"]);
  });

  it("leads from http to https where https is at its usual port, and publishes nothing else", () => {
    expect(
      renderCompose(gateway().platform).file.services["gateway"]?.ports?.map(({ published }) => published),
    ).toEqual(["80", "443"]);
    const { platform } = gateway(undefined, { publicUrl: "https://localhost:8443" });
    expect(renderCompose(platform).file.services["gateway"]?.ports?.map(({ published }) => published)).toEqual([
      "8443",
    ]);
  });

  it.each([
    ["no public url", undefined],
    ["a public url without TLS", "http://acme.example"],
    ["a public url with a path", "https://acme.example/app"],
  ])("%s: refused", (_, publicUrl) => {
    const make = () => {
      const platform = new Platform("acme", publicUrl === undefined ? {} : { publicUrl });
      const api = new Sample(platform, "api", { serve: BEHIND_SIDECAR });
      new Kong(platform, "gateway", { routes: [{ path: "/a", to: api.server }] });
      return platform;
    };
    expect(problemsOf(make)).toEqual(["ASH-GATE-002 acme/gateway:publicUrl"]);
  });
});

describe("bad input is told with all of its problems", () => {
  it("two routes on one path", () => {
    const make = () =>
      gateway(({ api, auth }) => ({
        routes: [
          { path: "/a", to: api.server, methods: ["GET"] },
          { path: "/a", to: auth.server, methods: ["POST"] },
          { path: "/a", to: auth.server },
        ],
      })).platform;
    expect(problemsOf(make)).toEqual(["ASH-GATE-001 acme/gateway:routes./a"]);
  });

  it("a rate limit of zero, one that turns round, groups without keys, an unknown plugin, a path with a pattern", () => {
    const make = () =>
      gateway(({ api }) => ({
        routes: [
          { path: "/zero", to: api.server, rateLimit: { perMinute: 0 } },
          { path: "/round", to: api.server, rateLimit: { perSecond: 10, perHour: 5 } },
          { path: "/none", to: api.server, rateLimit: {} },
          { path: "/groups", to: api.server, auth: "none", groups: ["anon"] },
          { path: "/plugin", to: api.server, plugins: { "mtls-auth": {} } as never },
          { path: "/(.*)", to: api.server },
        ],
      })).platform;
    expect(problemsOf(make).map((problem) => problem.replace("acme/gateway:routes.", ""))).toEqual([
      "ASH-INPUT-002 /(.*).path",
      "ASH-INPUT-002 /groups.groups",
      "ASH-INPUT-002 /none.rateLimit",
      "ASH-INPUT-001 /plugin.plugins.mtls-auth",
      "ASH-INPUT-002 /round.rateLimit",
      "ASH-INPUT-002 /zero.rateLimit.perMinute",
    ]);
  });

  it("a route to a component of another platform", () => {
    const other = new Sample(new Platform("other"), "api", { serve: BEHIND_SIDECAR });
    const make = () => gateway(() => ({ routes: [{ path: "/a", to: other.server }] })).platform;
    expect(new Set(problemsOf(make).map((problem) => problem.split(" ")[0]))).toEqual(new Set(["ASH-GRAPH-001"]));
  });
});

/** A declarative file that a test spoils. */
interface Spoilt {
  readonly services: [Record<string, unknown> & { readonly routes: [Record<string, unknown>] }, SecondService];
  readonly keyauth_credentials: [{ consumer: string }];
  ca_certificates: unknown[];
}

interface SecondService {
  readonly routes: [{ readonly plugins: [{ readonly config: Record<string, unknown> }] }];
}

describe("the declarative file that Kong starts with", () => {
  /** The rendered start program's first part, with the rendered files. */
  function assembled(): unknown {
    const { platform } = gateway(({ api, auth }) => ({
      consumers: { web: { groups: ["anon"] }, jobs: {} },
      routes: [
        { path: "/rest/v1", to: api.server, groups: ["anon"], keyInQuery: true },
        { path: "/auth", to: auth.server, auth: "none", stripPath: false, cors: false, rateLimit: false },
      ],
    }));
    const artifact = renderCompose(platform);
    const folder = mkdtempSync(join(tmpdir(), "kong-"));
    const routes = artifact.files.find(({ path }) => path.includes("gateway-kong"))?.text ?? "";
    const credentials = (artifact.material.files.find(({ key }) => key === "credentials.yaml")?.segments ?? [])
      .map((segment) => (typeof segment === "string" ? segment : `key-of-${segment.secret}`))
      .join("");
    const authority = "-----BEGIN CERTIFICATE-----\nMIIB\nAAAA\n-----END CERTIFICATE-----\n";
    writeFileSync(join(folder, "routes"), routes);
    writeFileSync(join(folder, "credentials"), credentials);
    writeFileSync(join(folder, "ca"), authority + authority);
    const program = artifact.files.find(({ path }) => path.includes("gateway-start"))?.text ?? "";
    // All of the program but its last lines, which start Kong.
    const [definitions = ""] = program.split("umask 077");
    execFileSync("bash", ["-c", `${definitions}\nassemble`], {
      env: {
        ...process.env,
        ...artifact.file.services["gateway"]?.environment,
        ASHLAR_ROUTES: join(folder, "routes"),
        ASHLAR_CREDENTIALS: join(folder, "credentials"),
        ASHLAR_CA: join(folder, "ca"),
        KONG_DECLARATIVE_CONFIG: join(folder, "kong.yaml"),
      },
    });
    return load(readFileSync(join(folder, "kong.yaml"), "utf8"));
  }

  it("has nothing that Kong does not know, and every reference in it leads somewhere", () => {
    expect(kongDeclaration.safeParse(assembled()).error?.issues).toBeUndefined();
  });

  it("holds one certificate of the authority, and the keys by their consumers", () => {
    expect(assembled()).toMatchObject({
      ca_certificates: [{ cert: "-----BEGIN CERTIFICATE-----\nMIIB\nAAAA\n-----END CERTIFICATE-----\n" }],
      keyauth_credentials: [
        { consumer: "jobs", key: "key-of-gateway-key-jobs" },
        { consumer: "web", key: "key-of-gateway-key-web" },
      ],
    });
  });

  it.each<[string, (file: Spoilt) => void]>([
    ["an unknown key", (file) => void (file.services[0]["tls_verfy"] = true)],
    ["an upstream that is not checked", (file) => void delete file.services[0]["tls_verify"]],
    ["a client's host handed on", (file) => void (file.services[0].routes[0]["preserve_host"] = true)],
    ["an unknown setting of a plugin", (file) => void (file.services[1].routes[0].plugins[0].config["alow"] = [])],
    ["an authority that is not there", (file) => void (file.ca_certificates = [])],
    ["a key of nobody", (file) => void (file.keyauth_credentials[0].consumer = "nobody")],
  ])("%s: refused by the schema", (_, spoil) => {
    const file = assembled();
    spoil(file as Spoilt);
    expect(kongDeclaration.safeParse(file).success).toBe(false);
  });
});
