import { Platform } from "../../../constructs/model/platform";
import { BEHIND_SIDECAR, Sample } from "../../support/sample";
import { gateway, problemsOf } from "./sample-gateway";

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
