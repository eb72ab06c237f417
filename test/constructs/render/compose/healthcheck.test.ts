import { Platform } from "../../../../constructs/model/platform";
import type { Probe } from "../../../../constructs/model/probe";
import { Duration } from "../../../../constructs/model/units";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import { goDuration } from "../../../../constructs/render/compose/healthcheck";
import { BEHIND_SIDECAR, MTLS, Sample, type SampleProps } from "../../../support/sample";
import { serviceOf } from "./rendered";

function probe(program: string, every: number, failures: number): Probe {
  return {
    forms: { exec: [program, "it's $1"] },
    every: Duration.seconds(every),
    timeout: Duration.seconds(2),
    failures,
  };
}

function healthOf(props: SampleProps) {
  const platform = new Platform("acme", { allowLoss: ["container.probes.tcp", "container.probes.http"] });
  new Sample(platform, "app", props);
  return serviceOf(platform, "app").healthcheck;
}

describe("the healthcheck of a service", () => {
  it("asks the readiness probe, and counts no failure while the start probe would still be asking", () => {
    const probes = { started: probe("/bin/started", 3, 20), ready: probe("/bin/ready", 10, 4) };
    expect(healthOf({ container: { probes } })).toEqual({
      test: ["CMD", "/bin/ready", "it's $1"],
      interval: "10s",
      timeout: "2s",
      retries: 4,
      start_period: "60s",
    });
  });

  it("asks the start probe when that is all there is", () => {
    const health = healthOf({ container: { probes: { started: probe("/bin/started", 1, 5) } } });
    expect(health).toMatchObject({ test: ["CMD", "/bin/started", "it's $1"], start_period: "5s" });
  });

  it("is no liveness probe: Compose restarts what exits, not what is unhealthy", () => {
    expect(healthOf({ container: { probes: { live: probe("/bin/live", 1, 5) } } })).toBeUndefined();
  });

  it("is left out of a lasting service that cannot be asked from inside", () => {
    const tcp = { ...probe("", 1, 1), forms: { tcp: { port: 1 } } };
    expect(healthOf({ container: { probes: { ready: tcp } } })).toBeUndefined();
    expect(healthOf({ container: { probes: {} } })).toBeUndefined();
  });

  it("is disabled in a service that runs to its end, so that the image's own does not run", () => {
    const run = { kind: "job", retries: 0, timeout: Duration.minutes(1) } as const;
    expect(healthOf({ run, container: { probes: {} } })).toEqual({ disable: true });
  });
});

describe("sidecars are not called unhealthy while they can do nothing about it", () => {
  it("the one in front of a server has as long as the server", () => {
    const platform = new Platform("acme");
    const probes = { started: probe("/bin/started", 2, 60), ready: probe("/bin/ready", 10, 3) };
    new Sample(platform, "api", { serve: BEHIND_SIDECAR, container: { probes } });
    expect(serviceOf(platform, "api-tls-http").healthcheck).toMatchObject({ start_period: "150s" });
  });

  it("a tunnel has a quarter of an hour for its server to come", () => {
    const platform = new Platform("acme");
    const server = new Sample(platform, "server", { serve: MTLS });
    new Sample(platform, "app").peer.connect(server.server, { client: "tunnel" });
    expect(serviceOf(platform, "app-tunnel-0").healthcheck).toMatchObject({ start_period: "900s" });
  });
});

it("no service that `up --wait` must find running has a disabled healthcheck, on which that command fails", () => {
  const platform = new Platform("acme");
  const api = new Sample(platform, "api", { serve: BEHIND_SIDECAR, container: { probes: {} } });
  const run = { kind: "job", retries: 0, timeout: Duration.minutes(1) } as const;
  new Sample(platform, "job", { run }).peer.connect(api.server);
  const lasting = Object.values(renderCompose(platform).file.services).filter(({ restart }) => restart !== "no");
  expect(lasting.length).toBeGreaterThan(2);
  for (const { healthcheck } of lasting) expect(healthcheck).not.toEqual({ disable: true });
});

it("durations are written in seconds, or in milliseconds when they must be", () => {
  expect([0, 500, 1500, 60_000, 86_400_000].map(goDuration)).toEqual(["0s", "500ms", "1500ms", "60s", "86400s"]);
});
