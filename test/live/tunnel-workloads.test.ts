import { endpointValue } from "../../constructs/model/expression";
import { Platform } from "../../constructs/model/platform";
import { Duration, Size } from "../../constructs/model/units";
import { BEHIND_SIDECAR, Sample, sampleContainer } from "../support/sample";
import { ComposeProject } from "./support/compose-project";
import { Docker, dockerEngines } from "./support/docker";
import { describeLive } from "./support/engines";
import { waitUntil } from "./support/process";
import { RunningProject } from "./support/running-project";

/** A server behind a sidecar, and what runs to its end and calls it through a tunnel: a job with a step, and a cron. */
function callers(): Platform {
  const platform = new Platform("kit", { environment: "tunnels" });
  const served = "mkdir /tmp/www && echo served >/tmp/www/index.html && exec httpd -f -p 127.0.0.1:8080 -h /tmp/www";
  const server = new Sample(platform, "server", {
    serve: BEHIND_SIDECAR,
    container: {
      command: ["sh", "-c", served],
      mounts: [{ kind: "scratch", path: "/tmp", size: Size.mebibytes(4), seed: "empty", medium: "memory" }],
      probes: {
        ready: {
          forms: { exec: ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/"] },
          every: Duration.seconds(1),
          timeout: Duration.seconds(2),
          failures: 5,
        },
      },
    },
  });
  // No second try: whatever is not there when a program starts is a failure.
  const ask = {
    command: ["sh", "-c", 'wget -q -O - "$SERVER"'],
    env: { SERVER: endpointValue(server.server, "url") },
    probes: {},
  };
  const job = new Sample(platform, "job", {
    run: { kind: "job", retries: 0, timeout: Duration.minutes(1) },
    container: ask,
    workload: { init: [sampleContainer({ ...ask, name: "fetch" })] },
  });
  const cron = new Sample(platform, "cron", {
    run: { kind: "cron", schedule: { every: Duration.seconds(1) }, timeout: Duration.seconds(10) },
    container: ask,
  });
  for (const { peer } of [job, cron]) peer.connect(server.server, { client: "tunnel" });
  return platform;
}

describeLive(
  [...dockerEngines, "image-busybox", "image-ghostunnel", "image-pause"],
  "what runs to its end calls through a tunnel in Docker",
  () => {
    let docker: Docker;
    let project: ComposeProject;
    let stack: RunningProject;

    beforeAll(async () => {
      docker = await Docker.start();
      project = await ComposeProject.create(callers());
      stack = new RunningProject(docker, project);
      await stack.loadImages();
      await stack.up();
    });

    afterAll(async () => {
      await stack?.compose(["down", "--volumes", "--timeout", "2"]);
      await docker?.stop();
      project?.remove();
    });

    const logs = async (service: string): Promise<string> =>
      (await stack.compose(["logs", "--no-log-prefix", service])).stdout;

    it("a job's step and the job are answered at their first try, and the job ends though its tunnel does not", async () => {
      const all = await stack.inspectAll();
      for (const name of ["job-fetch", "job"]) {
        expect([name, all.get(name)?.State]).toMatchObject([name, { Status: "exited", ExitCode: 0 }]);
        expect(await logs(name)).toBe("served\n");
      }
      expect(all.get("job-tunnel-0")?.State).toMatchObject({ Status: "running", Health: { Status: "healthy" } });
    });

    it("a cron workload is answered at every run", async () => {
      const answers = async (): Promise<number> => (await logs("cron")).match(/^served$/gm)?.length ?? 0;
      await waitUntil(async () => (await answers()) >= 3, "it has run three times", 30_000);
      expect(await logs("cron")).toMatch(/^(?:served\n)+$/);
      expect((await stack.inspect("cron")).State.Status).toBe("running");
    });

    it("the next start runs the job again, through the tunnel that is still there", async () => {
      const tunnel = (await stack.inspect("job-tunnel-0")).Id;
      await stack.up();
      expect((await stack.inspect("job")).State).toMatchObject({ Status: "exited", ExitCode: 0 });
      expect(await logs("job")).toBe("served\nserved\n");
      expect((await stack.inspect("job-tunnel-0")).Id).toBe(tunnel);
    });
  },
);
