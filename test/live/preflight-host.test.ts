import { createServer } from "node:net";
import { cpus, totalmem } from "node:os";
import { dirname } from "node:path";
import { dockerHost } from "../../cli/docker/host";
import { expose } from "../../constructs/model/exposure";
import { Platform, type PlatformProps } from "../../constructs/model/platform";
import { renderCompose } from "../../constructs/render/compose/compose";
import type { Check } from "../../constructs/state/preflight/check";
import { hostNeeds, type HostNeeds } from "../../constructs/state/preflight/host-needs";
import { preflightHost } from "../../constructs/state/preflight/host-preflight";
import { runJson } from "../cli/cli";
import { baasIn } from "../support/baas";
import { Sample } from "../support/sample";
import { Docker, dockerEngines } from "./support/docker";
import { describeLive, enginePath } from "./support/engines";
import { freePort, temporaryFolder } from "./support/process";

const GIBIBYTE = 2 ** 30;
const LITTLE = {
  requests: { cpu: 10, memory: GIBIBYTE / 64 },
  limits: { cpu: 100, memory: GIBIBYTE / 64 },
  largest: { cpu: 100, memory: GIBIBYTE / 64 },
  storage: GIBIBYTE / 64,
};

describeLive(dockerEngines, "A preflight of a real Docker host", () => {
  let docker: Docker;
  let variables: Readonly<Record<string, string>>;
  const folder = temporaryFolder("preflight");

  beforeAll(async () => {
    docker = await Docker.start();
    const programs = dirname(enginePath("dockerd", "/usr/bin/docker"));
    variables = { ...docker.env, PATH: programs };
  });

  afterAll(async () => {
    await docker?.stop();
    folder.remove();
  });

  const told = (checks: readonly Check[], code: string): readonly string[] =>
    checks.filter((check) => check.code === code).map(({ status, message }) => `${status}: ${message}`);

  /** A platform whose gateway publishes a port. */
  const published = async (port: number, compose: PlatformProps["compose"] = {}): Promise<readonly Check[]> => {
    const platform = new Platform("acme", { compose });
    const gateway = new Sample(platform, "gateway", { serve: { port: 8443, protocol: "http", tls: { mode: "tls" } } });
    const { server } = gateway;
    const via = { kind: "load-balancer" } as const;
    expose({ gateway: server, to: server, path: "/", publishedPort: port, via });
    return preflightHost(hostNeeds(renderCompose(platform).file, LITTLE), dockerHost({ variables }));
  };

  const judged = (needs: Partial<HostNeeds>): Promise<readonly Check[]> => {
    const file = renderCompose(baasIn("dev")).file;
    return preflightHost({ ...hostNeeds(file, LITTLE), ...needs }, dockerHost({ variables }));
  };

  it("finds the engine, the plugin and the limits that the kernel enforces", async () => {
    const { exitCode, document } = await runJson(folder.path, ["preflight", "baas"], { variables });
    expect(document).toMatchObject({ ok: true, target: "compose", address: "docker", ready: true });
    expect(exitCode).toBe(0);
    const { checks } = document as unknown as { readonly checks: readonly Check[] };
    expect(told(checks, "HOST-001")).toEqual([expect.stringMatching(/^ok: is 2\d\.\d+/)]);
    expect(told(checks, "HOST-002")).toEqual([expect.stringMatching(/^ok: is v?2\.40\.3/)]);
    expect(told(checks, "HOST-008")).toEqual(["ok: cpu, memory and pids are enforced"]);
    expect(told(checks, "HOST-004")).toEqual(["ok: overlap nothing"]);
    expect(told(checks, "HOST-007")).toEqual([expect.stringMatching(/^(?:ok|warning): \d+Gi are free in /)]);
  });

  it("tells that a network overlaps one of another project, and not one of its own", async () => {
    const [subnet = ""] = Object.values(renderCompose(baasIn("dev")).file.networks).map(
      ({ ipam }) => ipam.config[0]?.subnet,
    );
    const network = (...args: readonly string[]) =>
      docker.run(["network", "create", "--internal", "--subnet", subnet, ...args]);
    await network("strange");
    const [clash] = told(await judged({}), "HOST-004");
    expect(clash).toBe(`failed: ${subnet} overlaps ${subnet} (network strange)`);
    await docker.run(["network", "rm", "strange"]);
    await network("--label", "com.docker.compose.project=baas-dev", "baas-dev_db");
    expect(told(await judged({}), "HOST-004")).toEqual(["ok: overlap nothing"]);
    await docker.run(["network", "rm", "baas-dev_db"]);
  });

  it("tells whether the port that a gateway publishes is free, and whether its address is the host's", async () => {
    const port = await freePort();
    expect(told(await published(port), "HOST-003")).toEqual(["ok: is free"]);
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(port, "127.0.0.1", resolve));
    expect(told(await published(port), "HOST-003")).toEqual(["failed: is taken"]);
    await new Promise((resolve) => holder.close(resolve));
    // Left as it was found: the port is free again.
    expect(told(await published(port), "HOST-003")).toEqual(["ok: is free"]);
    expect(told(await published(port, { bindAddress: "198.51.100.7" }), "HOST-003")).toEqual([
      "failed: the host has no such address",
    ]);
  });

  it("holds limits against the machine's processors and memory", async () => {
    const has = cpus().length;
    const more = (has + 1) * 1000;
    const cpu = async (needs: Partial<HostNeeds>) => told(await judged(needs), "HOST-006")[0];
    expect(await cpu({})).toBe(`ok: the host has ${has}, the limits add up to 100m`);
    expect(await cpu({ limits: { ...LITTLE.limits, cpu: more } })).toMatch(/^warning: /);
    expect(await cpu({ largest: { ...LITTLE.largest, cpu: more } })).toMatch(/^failed: .*one service is/);
    const memory = async (needs: Partial<HostNeeds>) => told(await judged(needs), "HOST-005")[0];
    const much = totalmem() * 2;
    expect(await memory({})).toMatch(/^ok: /);
    expect(await memory({ limits: { ...LITTLE.limits, memory: much } })).toMatch(/^warning: /);
    expect(await memory({ requests: { ...LITTLE.requests, memory: much } })).toMatch(/^failed: /);
  });

  it("holds volumes against the disk", async () => {
    const disk = async (storage: number) => told(await judged({ storage }), "HOST-007")[0];
    expect(await disk(1)).toMatch(/^ok: /);
    expect(await disk(2 ** 60)).toMatch(/^warning: \d+Gi are free in .*, volumes may grow to 1073741824Gi$/);
  });

  it("has left nothing behind", async () => {
    const list = async (...args: readonly string[]) => (await docker.run(args)).trim();
    expect(await list("ps", "--all", "--quiet")).toBe("");
    expect(await list("volume", "ls", "--quiet")).toBe("");
    expect((await list("network", "ls", "--format", "{{.Name}}")).split("\n").sort()).toEqual(["host", "none"]);
  });

  it("says that the engine cannot be reached, and that there is no client", async () => {
    const nowhere = { ...variables, DOCKER_HOST: "unix:///nowhere/docker.sock" };
    for (const [world, words] of [
      [nowhere, /Cannot connect to the Docker daemon/],
      [{ ...variables, PATH: folder.path }, /no program docker/],
    ] as const) {
      const { exitCode, document } = await runJson(folder.path, ["preflight", "baas"], { variables: world });
      expect(exitCode).toBe(3);
      expect(document).toMatchObject({
        problems: [{ code: "ASH-STATE-006", message: expect.stringMatching(words) }],
      });
    }
  });
});
