import { Kong } from "../../../constructs/kong/kong";
import { Platform } from "../../../constructs/model/platform";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { BEHIND_SIDECAR, Sample } from "../../support/sample";
import { gateway, problemsOf, routesOf } from "./sample-gateway";

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
        plugins: { "rate-limiting": { day: 5 } as never },
        routes: [{ path: "/a", to: api.server, plugins: { "key-auth": { anonymous: "web" } as never } }],
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
