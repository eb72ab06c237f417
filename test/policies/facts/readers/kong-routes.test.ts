import { kongRoutes } from "../../../../policies/facts/readers/kong-routes";

/** The one route of a file in which a test says what stands at the top, in the service and in the route. */
const only = (top: object, service: object = {}, route: object = {}) =>
  kongRoutes({
    services: [
      { name: "rest", url: "https://rest:8443/v1", routes: [{ name: "r", paths: ["/a/"], ...route }], ...service },
    ],
    ...top,
  })[0]!;

const limit = (minute: number, more: object = {}) => ({ name: "rate-limiting", config: { minute }, ...more });
const minutes = (...levels: Parameters<typeof only>) => only(...levels).limit?.amounts.get("minute");

describe("what a Kong hands on", () => {
  it("is for every host, path and method where nothing narrows it", () => {
    expect(kongRoutes({ services: [{ host: "a", routes: [{}] }] })).toMatchObject([
      { host: undefined, path: "/", methods: undefined, target: "http://a:80/", takesPlain: true, asks: [] },
    ]);
  });

  it("counts a prefix and the same without its slash as one place", () => {
    const paths = ["/a.b/", "~/a\\.b$", "~/c$"];
    const found = kongRoutes({ services: [{ host: "a", routes: [{ hosts: ["x", "y"], paths }] }] });
    expect(found.map(({ host, path }) => `${host ?? ""}${path}`)).toEqual(["x/a.b/", "x~/c$", "y/a.b/", "y~/c$"]);
  });

  it("asks what the plugin for the narrowest place says", () => {
    const levels = [{ plugins: [limit(3)] }, { plugins: [limit(2)] }, { plugins: [limit(1)] }] as const;
    expect(minutes(levels[0])).toBe(3);
    expect(minutes(levels[0], levels[1])).toBe(2);
    expect(minutes(...levels)).toBe(1);
    expect(minutes({ plugins: [limit(4, { route: "r" }), limit(5, { service: { name: "rest" } }), limit(6)] })).toBe(4);
  });

  it.each<[string, object]>([
    ["is switched off", limit(1, { enabled: false })],
    ["is for one consumer", limit(1, { consumer: "web" })],
    ["is for another route", limit(1, { route: "other" })],
  ])("does not ask what a plugin says that %s", (_, plugin) => {
    expect(minutes({ plugins: [plugin] })).toBeUndefined();
  });

  it("asks for no key where strangers are let in under another's name", () => {
    const asks = (config: object) => only({}, {}, { plugins: [{ name: "key-auth", config }] }).asks;
    expect(asks({})).toEqual(["key-auth"]);
    expect(asks({ anonymous: "guest" })).toEqual([]);
  });

  it("says where a path arrives, stripped or not", () => {
    expect(only({}).target).toBe("https://rest:8443/v1");
    expect(only({}, {}, { strip_path: false }).target).toBe("https://rest:8443/v1/a/");
  });

  it("is nothing where the gateway answers by itself, or the service is switched off", () => {
    const plugins = [{ name: "request-termination", config: { status_code: 403 } }];
    expect(only({}, {}, { plugins }).isClosed).toBe(true);
    expect(only({}).isClosed).toBe(false);
    expect(kongRoutes({ services: [{ host: "a", enabled: false, routes: [{}] }] })).toEqual([]);
  });
});
