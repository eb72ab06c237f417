import { kongDeclaration } from "../../../constructs/kong/entities";
import { concat, secretValue } from "../../../constructs/model/expression";
import { ExternalEndpoint } from "../../../constructs/model/external-endpoint";
import { Secret } from "../../../constructs/model/secret";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { BEHIND_SIDECAR, Sample } from "../../support/sample";
import { assembled, valueOf } from "./assembled";
import { gateway, problemsOf, routesOf } from "./sample-gateway";

/** A gateway whose plugins hold secrets: one for every route, two of a route. */
function withSecrets() {
  return gateway(({ api, auth }) => {
    const platform = api.node.root;
    const token = new Secret(platform, "log-token", { kind: "password", length: 40 });
    const upstream = new Secret(platform, "upstream-key", { kind: "password", length: 40 });
    const signing = new Secret(platform, "webhooks", { kind: "password", length: 40 });
    const logs = new Sample(platform, "logs", { serve: BEHIND_SIDECAR });
    return {
      plugins: {
        "http-log": { to: logs.server, headers: { Authorization: concat("Bearer ", secretValue(token)) } },
        "ip-restriction": { deny: ["203.0.113.0/24"] },
      },
      routes: [
        { path: "/open", to: auth.server, auth: "none" },
        {
          path: "/hooks",
          to: api.server,
          auth: "none",
          plugins: {
            "request-transformer": {
              add: { headers: [concat("X-Api-Key:", secretValue(upstream)), "X-From:gateway"] },
            },
            "standard-webhooks": { secret_v1: signing },
            session: { secret: signing, cookie_same_site: "Lax", idling_timeout: 900 },
            "bot-detection": { deny: ["curl"] },
          },
        },
      ],
    };
  });
}

interface Entity {
  readonly name: string;
  readonly route?: string;
  readonly config: object;
}

describe("a secret in a plugin's settings", () => {
  it("is in the file that Kong starts with, at its route or for all, and the file is right", () => {
    const file = assembled(withSecrets().platform);
    expect(kongDeclaration.safeParse(file).error?.issues).toBeUndefined();
    const { plugins } = file as { readonly plugins: readonly Entity[] };
    const found = new Map(plugins.map((plugin) => [plugin.name, plugin]));
    expect(found.get("http-log")).toMatchObject({
      config: { headers: { Authorization: `Bearer ${valueOf("log-token")}` } },
    });
    expect(found.get("standard-webhooks")).toMatchObject({
      route: "acme.example_hooks",
      config: { secret_v1: valueOf("webhooks") },
    });
    expect(found.get("session")).toMatchObject({
      route: "acme.example_hooks",
      config: { secret: valueOf("webhooks") },
    });
    expect(found.get("request-transformer")).toMatchObject({
      route: "acme.example_hooks",
      config: { add: { headers: [`X-Api-Key:${valueOf("upstream-key")}`, "X-From:gateway"] } },
    });
  });

  it("stands in no file that others read: routes show its name, and plugins without one stay at their route", () => {
    const { platform } = withSecrets();
    const { plugins, _ignore: shown = [], services } = routesOf(platform);
    expect(plugins).toBeUndefined();
    expect(shown.find(({ name }) => name === "standard-webhooks")?.config).toEqual({ secret_v1: "secret webhooks" });
    expect(shown.map(({ name }) => name)).toEqual(expect.arrayContaining(["ip-restriction", "pre-function"]));
    const hooks = services.find(({ name }) => name === "acme.example_hooks");
    const own = hooks?.routes[0]?.plugins.map(({ name }) => name);
    expect(own).toContain("bot-detection");
    expect(own).not.toContain("standard-webhooks");
  });

  it("is a hole of a secret file on both targets", () => {
    const secrets = ["log-token", "upstream-key", "webhooks"];
    const files = renderCompose(withSecrets().platform).material.files.filter(({ key }) => key === "credentials.yaml");
    const holes = files.flatMap(({ segments }) => segments.filter((segment) => typeof segment !== "string"));
    expect([...new Set(holes.map(({ secret }) => secret))].sort()).toEqual(secrets);
    const { material } = renderKubernetes(withSecrets().platform);
    expect(JSON.stringify(material)).toContain('"secret":"webhooks"');
  });

  it.each([
    ["a field that is one", { "standard-webhooks": { secret_v1: "hunter2hunter2" } }],
    ["a header that proves who calls", { opentelemetry: { traces_path: "/v1", headers: { "X-Api-Key": "hunter2" } } }],
  ])("given as text is refused and not repeated: %s", (_, plugins) => {
    const make = () =>
      gateway(({ api }) => {
        const to = new ExternalEndpoint(api.node.root, "collector", { host: "otel.acme.example", port: 4318 });
        const settings = "opentelemetry" in plugins ? { opentelemetry: { ...plugins.opentelemetry, to } } : plugins;
        return { plugins: settings as never, routes: [{ path: "/a", to: api.server }] };
      }).platform;
    expect(problemsOf(make)).toEqual([expect.stringMatching(/^ASH-SEC-001 acme\/gateway:plugins\./)]);
    expect(make).not.toThrow(/hunter2/);
  });
});

describe("what the gateway is told anew", () => {
  it("are certificates, and the secret part of its file: a new key needs no restart", () => {
    const { environment } = renderCompose(withSecrets().platform).file.services["gateway"] ?? {};
    expect(environment?.["ASHLAR_WATCHED"]?.split(" ")).toEqual([
      "/run/ashlar/identity/tls.crt",
      "/run/ashlar/identity/tls.key",
      "/run/ashlar/identity/ca.crt",
      "/run/ashlar/files/credentials.yaml",
    ]);
  });

  it("arrives on Kubernetes, where a file that is mounted alone would keep its first value", () => {
    const { objects } = renderKubernetes(withSecrets().platform);
    const deployment = objects.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === "gateway");
    const text = JSON.stringify(deployment);
    expect(text).toContain('"path":"files/credentials.yaml"');
    expect(text).not.toContain('"subPath":"files/credentials.yaml"');
  });
});
