import { existsSync, rmSync } from "node:fs";
import { configFile } from "../../constructs/model/config-file";
import { secretValue } from "../../constructs/model/expression";
import { Platform } from "../../constructs/model/platform";
import { Secret } from "../../constructs/model/secret";
import { Duration, Size } from "../../constructs/model/units";
import { Sample, sampleContainer } from "../support/sample";
import { ComposeProject } from "./support/compose-project";
import { Docker, dockerEngines } from "./support/docker";
import { describeLive } from "./support/engines";
import { waitUntil } from "./support/process";
import { RunningProject } from "./support/running-project";

/** A value that a shell, an env file, Compose and JSON would each read in a way of their own. */
const TOKEN = 'it\'s "$X" and ${X}, \\n no line\nbut this is; # no comment $$ ';

/** Does nothing until it is told to stop. */
const IDLE = ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1; done"];

const DISK = { kind: "volume", id: "data", size: Size.mebibytes(16), backup: true } as const;
const SETTINGS = "/run/ashlar/files/settings.json";

/** Everything that a workload can ask for and the stack `baas` does not. */
function everyWorkload(): Platform {
  const platform = new Platform("kit", { environment: "live" });
  const token = new Secret(platform, "token", { kind: "given", describe: "a token of somebody else's" });
  const data = { kind: "volume", volume: DISK, path: "/data" } as const;
  const scratch = (path: string, seed: "empty" | "image", medium: "memory" | "disk") =>
    ({ kind: "scratch", path, size: Size.mebibytes(4), seed, medium }) as const;
  const settings = configFile("settings.json", { format: "json", value: { token: secretValue(token), sign: "$X" } });
  const hello = configFile(
    "hello.sh",
    { format: "program", text: '#!/bin/sh\necho "hello $1"\n' },
    { executable: true },
  );
  new Sample(platform, "box", {
    run: { kind: "stateful", replicas: 1 },
    container: {
      command: IDLE,
      env: { TOKEN: secretValue(token), PLAIN: "$X ${X}" },
      material: [{ kind: "secret", secret: token }],
      mounts: [
        data,
        { kind: "config", config: settings, path: SETTINGS },
        { kind: "config", config: hello, path: "/opt/hello.sh" },
        scratch("/var/memory", "empty", "memory"),
        scratch("/var/disk", "empty", "disk"),
        scratch("/bin", "image", "disk"),
      ],
      probes: {
        ready: {
          forms: { exec: ["test", "-f", "/data/prepared"] },
          every: Duration.seconds(1),
          timeout: Duration.seconds(2),
          failures: 5,
        },
      },
      capabilities: ["NET_BIND_SERVICE"],
    },
    workload: {
      init: [
        sampleContainer({
          name: "prepare",
          command: ["sh", "-c", "echo prepared >/data/prepared"],
          mounts: [data],
          probes: {},
        }),
      ],
    },
  });
  new Sample(platform, "ticker", {
    run: { kind: "cron", schedule: { every: Duration.seconds(1) }, timeout: Duration.seconds(5) },
    container: { command: ["sh", "-c", 'echo "tick $0"', "$X"], probes: {} },
  });
  new Sample(platform, "retry", {
    run: { kind: "job", retries: 3, timeout: Duration.minutes(1) },
    container: {
      command: ["sh", "-c", "test -e /data/tried || { touch /data/tried; exit 1; }"],
      mounts: [data],
      probes: {},
    },
  });
  new Sample(platform, "twice", { run: { kind: "service", replicas: 2 }, container: { command: IDLE, probes: {} } });
  return platform;
}

describeLive([...dockerEngines, "image-busybox", "image-pause"], "every kind of workload in Docker", () => {
  let docker: Docker;
  let project: ComposeProject;
  let stack: RunningProject;

  beforeAll(async () => {
    docker = await Docker.start();
    project = await ComposeProject.create(everyWorkload(), { token: TOKEN });
    stack = new RunningProject(docker, project);
    await stack.loadImages();
  });

  afterAll(async () => {
    await stack?.compose(["down", "--volumes", "--timeout", "2"]);
    await docker?.stop();
    project?.remove();
  });

  const inBox = async (program: string): Promise<string> => {
    const { stdout, stderr } = await stack.exec("box", "sh", "-c", program);
    expect(stderr).toBe("");
    return stdout;
  };

  it("comes up: init steps have run, and a job that failed once has run again", async () => {
    await stack.up();
    const all = await stack.inspectAll();
    const of = (name: string) => ({
      status: all.get(name)?.State.Status,
      code: all.get(name)?.State.ExitCode,
      restarts: all.get(name)?.RestartCount,
    });
    expect(of("material")).toEqual({ status: "exited", code: 0, restarts: 0 });
    expect(of("box-prepare")).toEqual({ status: "exited", code: 0, restarts: 0 });
    expect(of("retry")).toEqual({ status: "exited", code: 0, restarts: 1 });
    expect(of("settled")).toEqual({ status: "running", code: 0, restarts: 0 });
    expect(all.get("box")?.State.Health?.Status).toBe("healthy");
  });

  it("hands secrets over as they were given: in the environment, in files, and inside of other files", async () => {
    expect(await inBox('printf %s "$TOKEN"')).toBe(TOKEN);
    expect(await inBox("cat /run/ashlar/secrets/token")).toBe(TOKEN);
    expect(JSON.parse(await inBox(`cat ${SETTINGS}`))).toEqual({ token: TOKEN, sign: "$X" });
    expect(await inBox(`stat -c '%u:%g %a' /run/ashlar/secrets/token ${SETTINGS}`)).toBe("1000:1000 400\n".repeat(2));
  });

  it("hands plain variables, arguments and programs over as they were written", async () => {
    expect(await inBox('printf %s "$PLAIN"')).toBe("$X ${X}");
    expect(await inBox("/opt/hello.sh there")).toBe("hello there\n");
  });

  it("gives every writable place to its user, and a seeded one starts with what the image has", async () => {
    for (const path of ["/data", "/var/memory", "/var/disk", "/bin"]) {
      expect([path, await inBox(`touch ${path}/mark && stat -c %u:%g ${path} ${path}/mark`)]).toEqual([
        path,
        "1000:1000\n".repeat(2),
      ]);
    }
    expect(await inBox("cat /data/prepared; test -x /bin/wget && echo seeded")).toBe("prepared\nseeded\n");
    expect((await stack.exec("box", "touch", "/opt/mark")).stderr).toContain("Read-only file system");
    const flood = await stack.exec("box", "dd", "if=/dev/zero", "of=/var/memory/flood", "bs=1M", "count=8");
    expect(flood.stderr).toContain("No space left on device");
  });

  it("lets a program that is not root have a low port", async () => {
    expect(await inBox("timeout 1 nc -l -p 80 >/dev/null & sleep 0.3; netstat -ltn | grep -c ':80 '")).toBe("1\n");
  });

  it("runs as many replicas as were asked for", async () => {
    const own = ["label=com.docker.compose.service=twice", "status=running"].flatMap((item) => ["--filter", item]);
    expect((await docker.run(["ps", "--quiet", ...own])).trim().split("\n")).toHaveLength(2);
  });

  it("repeats a cron workload, which leaves when it is told to", async () => {
    const ticks = async () => (await stack.compose(["logs", "--no-log-prefix", "ticker"])).stdout.match(/^tick \$X$/gm);
    await waitUntil(async () => ((await ticks())?.length ?? 0) >= 3, "it has run three times", 20_000);
    await stack.compose(["stop", "ticker"]);
    expect((await stack.inspect("ticker")).State).toMatchObject({ Status: "exited", ExitCode: 143 });
  });

  it("tells what is missing, and changes nothing, when `init` was not run", async () => {
    rmSync(project.kept("secrets/token"));
    const { code } = await stack.compose(["up", "--detach", "--wait"]);
    expect(code).not.toBe(0);
    expect((await stack.compose(["logs", "material"])).stdout).toContain(
      "/sources/secrets/token is missing; run `ashlar init`",
    );
    expect(await inBox("cat /run/ashlar/secrets/token")).toBe(TOKEN);

    project.dropSecrets();
    expect((await stack.compose(["up", "--detach", "--wait"])).code).not.toBe(0);
    expect(existsSync(project.kept("secrets"))).toBe(false);
  });
});
