import { configFile } from "../../../../constructs/model/config-file";
import { configPath } from "../../../../constructs/model/expression";
import { Platform } from "../../../../constructs/model/platform";
import { Cpu, Duration, Size } from "../../../../constructs/model/units";
import type { ComposeService } from "../../../../constructs/render/compose/file";
import { MTLS, Sample, sampleContainer, type SampleProps } from "../../../support/sample";
import { problemsOf, serviceOf } from "./rendered";

function app(props: SampleProps): Platform {
  const platform = new Platform("acme", { allowLoss: ["container.probes.tcp"] });
  new Sample(platform, "app", props);
  return platform;
}

const rendered = (props: SampleProps): ComposeService => serviceOf(app(props), "app");

describe("a workload as a service: one field of the model after the other", () => {
  it("image", () => {
    const image = { repository: "quay.io/acme/app", tag: "2.1", digest: `sha256:${"b".repeat(64)}` };
    expect(rendered({ container: { image } }).image).toBe(`quay.io/acme/app:2.1@${image.digest}`);
  });

  it("command is the entry point and args are the command", () => {
    const { entrypoint, command } = rendered({ container: { command: ["/bin/app"], args: ["--fast", "$HOME"] } });
    expect([entrypoint, command]).toEqual([["/bin/app"], ["--fast", "$HOME"]]);
  });

  it("the image's own entry point and command stay when none are given", () => {
    const platform = new Platform("acme");
    const { command: _, ...container } = sampleContainer();
    new Sample(platform, "app", { workload: { init: [{ ...container, name: "step", args: [] }] } });
    expect(serviceOf(platform, "app-step")).not.toHaveProperty("entrypoint");
    expect(serviceOf(platform, "app-step")).not.toHaveProperty("command");
  });

  it("env", () => {
    expect(rendered({ container: { env: { B: "2", A: "1" } } }).environment).toEqual({ A: "1", B: "2" });
    expect(rendered({ container: { env: {} } })).not.toHaveProperty("environment");
  });

  it("user, read-only root and capabilities", () => {
    const user = { uid: 70, gid: 71 };
    const service = rendered({ container: { user, readOnlyRoot: false, capabilities: ["NET_BIND_SERVICE"] } });
    expect(service).toMatchObject({
      user: "70:71",
      read_only: false,
      cap_drop: ["ALL"],
      cap_add: ["NET_BIND_SERVICE"],
      security_opt: ["no-new-privileges:true"],
    });
    expect(rendered({})).not.toHaveProperty("cap_add");
  });

  it("resources, in units that every reader reads the same way", () => {
    const cpu = { request: Cpu.millicores(250), limit: Cpu.cores(2) };
    const memory = { request: Size.bytes(1_000_001), limit: Size.gibibytes(1) };
    expect(rendered({ container: { resources: { cpu, memory, pids: 99 } } }).deploy.resources).toEqual({
      limits: { cpus: "2", memory: "1GiB", pids: 99 },
      reservations: { cpus: "0.25", memory: "1000001" },
    });
  });

  it("replicas", () => {
    expect(rendered({ run: { kind: "service", replicas: 3 } }).deploy.replicas).toBe(3);
    expect(rendered({ run: { kind: "service", replicas: 1 } }).deploy).not.toHaveProperty("replicas");
  });

  it("grace period, in seconds because Go knows no days", () => {
    expect(rendered({ workload: { gracePeriod: Duration.minutes(2) } }).stop_grace_period).toBe("120s");
  });

  it.each([
    ["service", { kind: "service", replicas: 1 }, "unless-stopped"],
    ["stateful", { kind: "stateful", replicas: 1 }, "unless-stopped"],
    ["job", { kind: "job", retries: 0, timeout: Duration.minutes(1) }, "no"],
    ["job with retries", { kind: "job", retries: 4, timeout: Duration.minutes(1) }, "on-failure:4"],
    [
      "cron",
      { kind: "cron", schedule: { every: Duration.minutes(1) }, timeout: Duration.minutes(1) },
      "unless-stopped",
    ],
  ] as const)("restart of a %s", (_, run, restart) => {
    expect(rendered({ run }).restart).toBe(restart);
  });

  it("a cron workload's program is an argument of the loop that repeats it, never a part of a shell's text", () => {
    const run = { kind: "cron", schedule: { every: Duration.minutes(5) }, timeout: Duration.seconds(90) } as const;
    const service = rendered({ run, container: { command: ["/bin/app", "it's; rm -rf /"], args: ["$x"] } });
    expect(service.entrypoint).toEqual(["sh", "/ashlar/cron.sh", "300", "90", "/bin/app", "it's; rm -rf /"]);
    expect(service.command).toEqual(["$x"]);
    expect(service.configs).toEqual([
      { source: expect.stringMatching(/^ashlar-cron-[0-9a-f]{8}\.sh$/), target: "/ashlar/cron.sh" },
    ]);
  });

  it("a cron workload must name its program, because the image's is not known here", () => {
    const run = { kind: "cron", schedule: { every: Duration.minutes(5) }, timeout: Duration.seconds(90) } as const;
    expect(problemsOf(app({ run, container: { command: [] } }))).toEqual(["ASH-TARGET-002 acme/app/main/app"]);
  });

  it("init steps are services that end, with the application's networks", () => {
    const platform = app({ serve: MTLS, workload: { init: [sampleContainer({ name: "migrate", probes: {} })] } });
    expect(serviceOf(platform, "app-migrate")).toMatchObject({
      restart: "no",
      networks: { app: {} },
      healthcheck: { disable: true },
      labels: { "ashlar.dev/part": "init" },
    });
  });

  it("config files are mounted at their paths, and expressions find them there", () => {
    const config = configFile("app.conf", { format: "postgresql", settings: { port: 1 } });
    const service = rendered({
      container: { args: [configPath(config)], mounts: [{ kind: "config", config, path: "/etc/app/it.conf" }] },
    });
    expect(service.command).toEqual(["/etc/app/it.conf"]);
    expect(service.configs).toEqual([
      { source: expect.stringMatching(/^app-app-[0-9a-f]{8}\.conf$/), target: "/etc/app/it.conf" },
    ]);
  });

  it("memory at a path belongs to the container's user", () => {
    const mount = { kind: "scratch", path: "/tmp", size: Size.mebibytes(8), seed: "empty", medium: "memory" } as const;
    expect(rendered({ container: { mounts: [mount] } }).tmpfs).toEqual([
      "/tmp:size=8388608,uid=1000,gid=1000,mode=0700,exec,nosuid,nodev",
    ]);
  });

  it("shared memory has a field of its own, because Docker mounts that path itself", () => {
    const size = Size.mebibytes(128);
    const mount = { kind: "scratch", path: "/dev/shm", size, seed: "empty", medium: "memory" } as const;
    const service = rendered({ container: { mounts: [mount] } });
    expect(service.shm_size).toBe("128MiB");
    expect(service).not.toHaveProperty("tmpfs");
  });
});
