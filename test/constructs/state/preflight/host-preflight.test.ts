import type { Check } from "../../../../constructs/state/preflight/check";
import { preflightHost } from "../../../../constructs/state/preflight/host-preflight";
import type { EngineFacts, HostView } from "../../../../constructs/state/preflight/host-view";
import { hostView, hostWants } from "./worlds";

const told = (checks: readonly Check[], code: string): readonly string[] =>
  checks.filter((check) => check.code === code).map(({ status, message }) => `${status}: ${message}`);

const judged = async (code: string, wants: Parameters<typeof hostWants>[0], change: Partial<HostView> = {}) =>
  told(await preflightHost(hostWants(wants), hostView(change)), code).join("; ");

const engine = async (change: Partial<EngineFacts>): Promise<Pick<HostView, "engine">> => {
  const usual = await hostView().engine();
  return { engine: () => Promise.resolve({ ...usual, ...change }) };
};

describe("a Docker host that has everything", () => {
  it("passes every check", async () => {
    const checks = await preflightHost(hostWants(), hostView());
    expect(checks.map(({ status }) => status).filter((status) => status !== "ok")).toEqual([]);
    expect(new Set(checks.map(({ code }) => code)).size).toBe(8);
  });

  it("is asked nothing about what the project does not use", async () => {
    const wants = hostWants({ ports: [], subnets: [], storage: 0 });
    const codes = (await preflightHost(wants, hostView())).map(({ code }) => code);
    expect(codes).not.toEqual(expect.arrayContaining(["HOST-003"]));
    expect(codes).not.toEqual(expect.arrayContaining(["HOST-004"]));
    expect(codes).not.toEqual(expect.arrayContaining(["HOST-007"]));
  });
});

describe("the engine", () => {
  it("must be new enough, run Linux containers, and enforce limits", async () => {
    expect(await judged("HOST-001", {}, await engine({ version: "19.03.5" }))).toMatch(/^failed: is 19\.03\.5/);
    expect(await judged("HOST-001", {}, await engine({ version: "dev" }))).toMatch(/^unknown: /);
    expect(await judged("HOST-001", {}, await engine({ os: "windows" }))).toBe("failed: runs containers of windows");
    const enforces = { cpu: true, memory: false, pids: false };
    expect(await judged("HOST-008", {}, await engine({ enforces }))).toBe(
      "failed: the kernel does not enforce: memory, pids",
    );
  });

  it("needs the Compose plugin, new enough", async () => {
    const compose = (version: string | undefined) => judged("HOST-002", {}, { composeVersion: async () => version });
    expect(await compose(undefined)).toBe("failed: there is no such plugin");
    expect(await compose("2.23.3")).toMatch(/^failed: /);
    expect(await compose("2.24.0-desktop.1")).toMatch(/^ok: /);
  });
});

describe("a port", () => {
  it.each([
    ["taken", "failed: is taken"],
    ["no such address", "failed: the host has no such address"],
    ["not allowed", "unknown: may not be tried by this user"],
    [undefined, "unknown: cannot be seen from here: Docker runs on another machine"],
  ] as const)("that is %s", async (state, expected) => {
    expect(await judged("HOST-003", {}, { port: async () => state })).toBe(expected);
  });

  it("that the project publishes already is well; that another publishes, is not, whoever listens", async () => {
    const by = (project: string | undefined) =>
      judged("HOST-003", {}, { published: async () => [{ port: 8443, project }], port: async () => "free" });
    expect(await by("acme-dev")).toBe("ok: is published by acme-dev already");
    expect(await by("other")).toBe("failed: is published by other already");
    expect(await by(undefined)).toBe("failed: is published by another container already");
  });
});

describe("the networks", () => {
  it("must overlap no other network and no route of the host", async () => {
    const network = { name: "vpn", project: "other", subnets: ["fd00::/64", "10.201.0.0/16"] };
    expect(await judged("HOST-004", {}, { networks: async () => [network] })).toBe(
      "failed: 10.201.4.16/28 overlaps 10.201.0.0/16 (network vpn), 10.201.7.32/28 overlaps 10.201.0.0/16 (network vpn)",
    );
    const routes = async () => [{ range: "10.0.0.0/8", device: "tun0" }];
    expect(await judged("HOST-004", {}, { routes })).toMatch(/^failed: .*\(route through tun0\)$/);
  });

  it("do not overlap themselves: a project that runs is found as it was left", async () => {
    const own = { name: "acme-dev_db", project: "acme-dev", subnets: ["10.201.4.16/28"] };
    const routes = async () => [{ range: "10.201.4.16/28", device: "br-1" }];
    expect(await judged("HOST-004", {}, { networks: async () => [own], routes })).toBe("ok: overlap nothing");
  });

  it("cannot be held against the routes of another machine", async () => {
    expect(await judged("HOST-004", {}, { routes: async () => undefined })).toMatch(/^unknown: /);
  });
});

describe("the disk", () => {
  it("is told when it may become full, and when it cannot be seen", async () => {
    const free = (bytes: number | undefined, volumes: readonly string[] = []) =>
      judged("HOST-007", {}, { freeSpace: async () => bytes, volumesOf: async () => volumes });
    expect(await free(undefined)).toBe("unknown: /var/lib/docker cannot be seen from here");
    expect(await free(2 ** 30)).toBe("warning: 1Gi are free in /var/lib/docker, volumes may grow to 10Gi");
    expect(await free(2 ** 30, ["acme-dev_data"])).toMatch(/of which 1 volumes of acme-dev hold a part already$/);
  });
});
