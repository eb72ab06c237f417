import { z } from "zod";
import { Component } from "../../../../constructs/model/component";
import type { Wait } from "../../../../constructs/model/connection";
import type { EndpointProps } from "../../../../constructs/model/endpoint";
import { ExternalEndpoint } from "../../../../constructs/model/external-endpoint";
import { everywhere, type Realisation } from "../../../../constructs/model/lowering";
import { Peer } from "../../../../constructs/model/peer";
import { Platform } from "../../../../constructs/model/platform";
import { Duration } from "../../../../constructs/model/units";
import { mergeDependencies } from "../../../../constructs/render/compose/depends-on";
import { BEHIND_SIDECAR, MTLS, Sample, sampleContainer, type SampleProps } from "../../../support/sample";
import { problemsOf, serviceOf } from "./rendered";

const none = z.strictObject({});
const JOB = { kind: "job", retries: 0, timeout: Duration.minutes(5) } as const;

/** A server with a job that must have run before it is of use, as a database has its provisioning. */
class Provisioned extends Component<typeof none> {
  public readonly job = new Peer(this, "provision");
  public readonly endpoint;

  public constructor(
    scope: Platform,
    id: string,
    private readonly jobRun: "job" | "service" = "job",
  ) {
    super(scope, id, none, {});
    this.endpoint = this.peer.serve<undefined>("sql", { ...MTLS, readyAfter: [this.job] });
    this.job.connect(this.endpoint, { wait: "healthy" });
  }

  public realise(): Realisation {
    const common = {
      kind: "workload",
      init: [],
      container: sampleContainer(),
      sidecars: [],
      gracePeriod: Duration.seconds(30),
      reload: { kind: "restart" },
    } as const;
    return everywhere(() => [
      { ...common, peer: this.peer, run: { kind: "stateful", replicas: 1 } },
      { ...common, peer: this.job, run: this.jobRun === "job" ? JOB : { kind: "service", replicas: 1 } },
    ]);
  }
}

/** What a caller's service depends on. */
function conditions(platform: Platform, name: string): Record<string, string> {
  const { depends_on: dependencies = {} } = serviceOf(platform, name);
  return Object.fromEntries(Object.entries(dependencies).map(([service, { condition }]) => [service, condition]));
}

function calling(wait: Wait, serve: EndpointProps = MTLS, server: SampleProps = {}): Platform {
  const platform = new Platform("acme");
  const { server: endpoint } = new Sample(platform, "server", { serve, ...server });
  new Sample(platform, "caller").peer.connect(endpoint, { wait });
  return platform;
}

describe("what a caller waits for", () => {
  it.each([
    ["ready", { server: "service_healthy" }],
    ["healthy", { server: "service_healthy" }],
    ["started", { server: "service_started" }],
    ["none", {}],
  ] as const)("wait: %s on a server", (wait, expected) => {
    expect(conditions(calling(wait), "caller")).toEqual(expected);
  });

  it("a server behind a sidecar is ready when both are", () => {
    expect(conditions(calling("ready", BEHIND_SIDECAR), "caller")).toEqual({
      server: "service_healthy",
      "server-tls-http": "service_healthy",
    });
  });

  it("a server that cannot be asked is ready when the sidecar in front of it says so", () => {
    const platform = calling("ready", BEHIND_SIDECAR, { container: { probes: {} } });
    expect(conditions(platform, "caller")).toEqual({
      server: "service_started",
      "server-tls-http": "service_healthy",
    });
  });

  it.each(["ready", "healthy"] as const)("wait: %s on a server that tells no readiness is refused", (wait) => {
    const platform = calling(wait, MTLS, { container: { probes: {} } });
    expect(problemsOf(platform)).toEqual(["ASH-GRAPH-004 acme/caller/main/app"]);
  });

  it("readiness includes the jobs that the endpoint names, health does not", () => {
    const platform = new Platform("acme");
    const database = new Provisioned(platform, "database");
    new Sample(platform, "app").peer.connect(database.endpoint);
    expect(conditions(platform, "database-provision")).toEqual({ database: "service_healthy" });
    expect(conditions(platform, "app")).toEqual({
      database: "service_healthy",
      "database-provision": "service_completed_successfully",
    });
  });

  it("refuses to be ready after something that does not end", () => {
    const platform = new Platform("acme");
    const database = new Provisioned(platform, "database", "service");
    new Sample(platform, "app").peer.connect(database.endpoint);
    expect(problemsOf(platform)).toEqual(["ASH-GRAPH-004 acme/database/main:sql"]);
  });

  it("does not wait for itself, nor for what stands outside the platform", () => {
    const platform = new Platform("acme");
    const app = new Sample(platform, "app", { serve: MTLS });
    app.peer.connect(app.server, { wait: "none" });
    app.peer.connect(new ExternalEndpoint(platform, "mail", { host: "mail.example", port: 465 }));
    expect(conditions(platform, "app")).toEqual({});
  });
});

describe("the order inside a workload", () => {
  /** Two steps, a sidecar that tells when it has started, a tunnel, and a sidecar in front. */
  function layered(): Platform {
    const platform = new Platform("acme");
    const database = new Sample(platform, "database", { serve: MTLS });
    const ready = {
      forms: { exec: ["/bin/ok"] },
      every: Duration.seconds(1),
      timeout: Duration.seconds(1),
      failures: 9,
    };
    const init = ["first", "second"].map((name) => sampleContainer({ name, probes: {} }));
    const sidecars = [
      sampleContainer({ name: "cache", probes: { started: ready } }),
      sampleContainer({ name: "log", probes: {} }),
    ];
    const api = new Sample(platform, "api", { serve: BEHIND_SIDECAR, workload: { init, sidecars } });
    api.peer.connect(database.server, { client: "tunnel" });
    return platform;
  }

  const before = {
    "api-cache": "service_healthy",
    "api-log": "service_started",
    "api-sandbox": "service_started",
    "api-tunnel-0": "service_started",
    database: "service_healthy",
  };

  it("the first step waits for sidecars, tunnels and servers", () => {
    expect(conditions(layered(), "api-first")).toEqual(before);
  });

  it("each step and then the application wait for the step before", () => {
    const ended = "service_completed_successfully";
    expect(conditions(layered(), "api-second")).toEqual({ ...before, "api-first": ended });
    expect(conditions(layered(), "api")).toEqual({ ...before, "api-second": ended });
  });

  it("a tunnel waits for its keys and its network alone: its server may be away", () => {
    expect(conditions(layered(), "api-tunnel-0")).toEqual({
      "api-sandbox": "service_started",
      material: "service_completed_successfully",
    });
  });

  it("the sidecar in front waits for the start of the application", () => {
    expect(conditions(layered(), "api-tls-http")).toEqual({
      api: "service_started",
      "api-sandbox": "service_started",
      material: "service_completed_successfully",
    });
  });

  it("whoever joins a sandbox restarts with it", () => {
    expect(serviceOf(layered(), "api").depends_on?.["api-sandbox"]).toEqual({
      condition: "service_started",
      restart: true,
    });
  });
});

it("of two conditions on one service the stronger holds, whichever comes first", () => {
  const started = ["a", "service_started"] as const;
  const healthy = ["a", "service_healthy"] as const;
  const ended = ["b", "service_completed_successfully"] as const;
  expect(mergeDependencies([ended, started, healthy])).toEqual(mergeDependencies([healthy, started, ended]));
  expect(mergeDependencies([started, healthy])).toEqual({ a: { condition: "service_healthy" } });
});
