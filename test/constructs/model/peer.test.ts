import { AshlarError } from "../../../constructs/model/diagnostics";
import { Platform } from "../../../constructs/model/platform";
import { Duration } from "../../../constructs/model/units";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { MTLS, Sample } from "../../support/sample";

const JOB = { kind: "job", retries: 0, timeout: Duration.minutes(5) } as const;
const losses = { allowLoss: ["workload.run.job.timeout"] };

function problemsOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (AshlarError.is(error)) return error.diagnostics.map(({ path, code, message }) => `${path} ${code}: ${message}`);
    throw error;
  }
  return [];
}

describe("a peer that starts after a job", () => {
  it("waits for the job's end on Compose, without an edge between the two", () => {
    const platform = new Platform("acme", losses);
    const server = new Sample(platform, "server", { serve: MTLS });
    const job = new Sample(platform, "job", { run: JOB, container: { probes: {} } });
    server.peer.startAfter(job.peer);
    const { services } = renderCompose(platform).file;
    expect(services["server"]?.depends_on).toMatchObject({ job: { condition: "service_completed_successfully" } });
    expect(services["server"]?.networks).not.toHaveProperty("job");
    expect(services["settled"]).toBeUndefined();
  });

  it("starts at once on Kubernetes, which orders nothing", () => {
    const build = (wait: boolean): string => {
      const platform = new Platform("acme");
      const server = new Sample(platform, "server", { serve: MTLS });
      const job = new Sample(platform, "job", { run: JOB, container: { probes: {} } });
      if (wait) server.peer.startAfter(job.peer);
      return JSON.stringify(renderKubernetes(platform).objects);
    };
    expect(build(true)).toBe(build(false));
  });

  it("cannot wait in a circle, for itself, or for another platform", () => {
    const platform = new Platform("acme", losses);
    const server = new Sample(platform, "server", { serve: MTLS });
    const job = new Sample(platform, "job", { run: JOB });
    job.peer.connect(server.server);
    server.peer.startAfter(job.peer);
    expect(problemsOf(() => platform.seal())).toEqual([
      "acme/server/main ASH-GRAPH-002: waits for itself: acme/server/main → acme/job/main → acme/server/main",
    ]);

    const alone = new Platform("acme");
    const impatient = new Sample(alone, "job", { run: JOB });
    impatient.peer.startAfter(impatient.peer);
    expect(problemsOf(() => alone.seal())).toEqual([
      "acme/job/main ASH-GRAPH-002: waits for itself: acme/job/main → acme/job/main",
    ]);

    const one = new Platform("one");
    new Sample(one, "server").peer.startAfter(job.peer);
    expect(problemsOf(() => one.seal())).toEqual([
      "one/server/main ASH-GRAPH-001: starts after acme/job/main, which belongs to another platform",
    ]);
  });

  it("cannot wait for the end of what never ends", () => {
    const platform = new Platform("acme");
    const server = new Sample(platform, "server", { serve: MTLS });
    server.peer.startAfter(new Sample(platform, "other").peer);
    expect(problemsOf(() => renderCompose(platform))).toEqual([
      "acme/server/main ASH-GRAPH-004: starts after acme/other/main has run to its end, which is no job",
    ]);
  });

  it("is declared before the platform is sealed", () => {
    const platform = new Platform("acme");
    const [server, job] = [new Sample(platform, "server"), new Sample(platform, "job", { run: JOB })];
    platform.seal();
    expect(() => {
      server.peer.startAfter(job.peer);
    }).toThrow("ASH-GRAPH-003");
  });
});
