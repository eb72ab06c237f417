import { Platform } from "../../../../constructs/model/platform";
import { Duration } from "../../../../constructs/model/units";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import { MTLS, Sample } from "../../../support/sample";

const JOB = { kind: "job", retries: 0, timeout: Duration.minutes(5) } as const;

describe("jobs that nobody waits for", () => {
  it("are waited for by one service, or `up --wait` would fail when they end", () => {
    const platform = new Platform("acme");
    for (const id of ["sweep", "report"]) new Sample(platform, id, { run: JOB });
    expect(renderCompose(platform).file.services["settled"]).toMatchObject({
      image: "registry.k8s.io/pause:3.10",
      network_mode: "none",
      restart: "unless-stopped",
      depends_on: {
        report: { condition: "service_completed_successfully" },
        sweep: { condition: "service_completed_successfully" },
      },
    });
  });

  it("are none when each has somebody who does", () => {
    const platform = new Platform("acme");
    const prepare = new Sample(platform, "prepare", { run: JOB, container: { probes: {} } });
    const server = new Sample(platform, "server", { serve: { ...MTLS, readyAfter: [prepare.peer] } });
    new Sample(platform, "caller").peer.connect(server.server);
    expect(renderCompose(platform).file.services).not.toHaveProperty("settled");
  });
});
