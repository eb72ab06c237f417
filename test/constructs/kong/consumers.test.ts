import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { gateway, problemsOf, routesOf } from "./sample-gateway";

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
