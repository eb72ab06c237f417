import { AshlarError } from "../../../constructs/model/diagnostics";
import { expose } from "../../../constructs/model/exposure";
import { Platform } from "../../../constructs/model/platform";
import { Scope } from "../../../constructs/model/scope";
import { Secret } from "../../../constructs/model/secret";
import { behindSidecar, MTLS, Sample } from "../../support/sample";

function problemsOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (AshlarError.is(error)) return error.diagnostics.map((item) => `${item.path} ${item.code}`);
    throw error;
  }
  return [];
}

describe("a platform", () => {
  test("names itself after its id and environment, and its identities after both", () => {
    const platform = new Platform("acme", { environment: "prod" });
    const sample = new Sample(new Scope(platform, "tenant-a"), "app");
    expect(platform.qualifiedName).toBe("acme-prod");
    expect(sample.peer.identity.uri).toBe("spiffe://prod.acme.internal/tenant-a/app");
    expect(sample.peer.identity.commonName).toBe("tenant-a-app");
  });

  test("tells every problem at once: unknown keys, wrong units, bad ids", () => {
    const platform = new Platform("acme", {
      // @ts-expect-error an unknown key, as plain JavaScript would pass it
      enviroment: "prod",
      budget: { cpu: "many", memory: "4Gi" },
    });
    new Sample(platform, "Not_An_Id");
    // @ts-expect-error an unknown key of a component
    new Sample(platform, "app", { greting: "hi" });
    expect(
      problemsOf(() => {
        platform.seal();
      }),
    ).toEqual([
      "acme/Not_An_Id ASH-NAME-001",
      "acme/app:greting ASH-INPUT-001",
      "acme:budget.cpu ASH-UNIT-001",
      "acme:enviroment ASH-INPUT-001",
    ]);
  });

  test("refuses an edge to a component of another platform", () => {
    const [one, other] = [new Platform("one"), new Platform("other")];
    const server = new Sample(other, "server", { serve: MTLS });
    new Sample(one, "client").peer.connect(server.server);
    expect(
      problemsOf(() => {
        one.seal();
      }),
    ).toEqual(["one/client/main ASH-GRAPH-001"]);
  });

  test("refuses waits that run in a circle, and says through whom", () => {
    const platform = new Platform("acme");
    const [a, b, c] = ["a", "b", "c"].map((id) => new Sample(platform, id, { serve: MTLS })) as [
      Sample,
      Sample,
      Sample,
    ];
    a.peer.connect(b.server);
    b.peer.connect(c.server);
    c.peer.connect(a.server);
    expect(() => {
      platform.seal();
    }).toThrow("waits for itself: acme/a/main → acme/b/main → acme/c/main → acme/a/main");
  });

  test("allows a circle in which one side does not wait", () => {
    const platform = new Platform("acme");
    const [a, b] = ["a", "b"].map((id) => new Sample(platform, id, { serve: MTLS })) as [Sample, Sample];
    a.peer.connect(b.server);
    b.peer.connect(a.server, { wait: "none" });
    expect(
      problemsOf(() => {
        platform.seal();
      }),
    ).toEqual([]);
  });

  test("a chain of ten thousand waits is judged without exhausting the stack", () => {
    const platform = new Platform("acme");
    let previous: Sample | undefined;
    for (let index = 0; index < 10_000; index += 1) {
      const next: Sample = new Sample(platform, `s${index}`, { serve: MTLS });
      if (previous !== undefined) previous.peer.connect(next.server);
      previous = next;
    }
    expect(
      problemsOf(() => {
        platform.seal();
      }),
    ).toEqual([]);
  });

  test("refuses two constructs that every target would call the same", () => {
    const platform = new Platform("acme");
    new Secret(new Sample(platform, "a-b"), "c", { kind: "uuid" });
    new Secret(platform, "a-b-c", { kind: "uuid" });
    expect(
      problemsOf(() => {
        platform.seal();
      }),
    ).toEqual(["acme/a-b-c ASH-NAME-003"]);
  });

  test("takes nothing more once it is sealed", () => {
    const platform = new Platform("acme");
    platform.seal();
    expect(() => new Sample(platform, "late")).toThrow("ASH-GRAPH-003");
  });

  test("an id over the limit is told with the limit", () => {
    expect(() => {
      new Platform("a".repeat(30)).seal();
    }).toThrow("at most 24 characters");
  });

  test("two tenants never share a certificate's name or a secret, whatever their ids", () => {
    const platform = new Platform("acme");
    for (const [scope, component] of [
      ["a", "b-c"],
      ["a-b", "c"],
    ] as const) {
      new Secret(new Sample(new Scope(platform, scope), component), "pw", { kind: "uuid" });
    }
    expect(problemsOf(() => platform.seal())).toEqual(["acme/a-b/c/main ASH-NAME-003", "acme/a-b/c/pw ASH-NAME-003"]);
  });

  test("a scope below a budget needs its own share", () => {
    const platform = new Platform("acme", { budget: { cpu: 4, memory: "4Gi" } });
    new Scope(platform, "guests");
    expect(problemsOf(() => platform.seal())).toEqual(["acme/guests:budget ASH-INPUT-003"]);
  });

  test("a sidecar and its server cannot have one port, nor can a tunnel take a server's", () => {
    const platform = new Platform("acme");
    const server = new Sample(platform, "server", { serve: behindSidecar({ serverPort: 8443 }) });
    const client = new Sample(platform, "client", { serve: { ...MTLS, port: 15000 } });
    client.peer.connect(server.server, { client: "tunnel" });
    expect(problemsOf(() => platform.seal())).toEqual([
      "acme/client/main ASH-GRAPH-009",
      "acme/server/main:http ASH-GRAPH-009",
    ]);
  });

  test("replicas may call each other", () => {
    const platform = new Platform("acme");
    const server = new Sample(platform, "server", { serve: MTLS });
    server.peer.connect(server.server);
    expect(problemsOf(() => platform.seal())).toEqual([]);
  });

  test("what was sealed stays good when something comes too late", () => {
    const platform = new Platform("acme");
    platform.seal();
    expect(problemsOf(() => new Sample(platform, "late"))).toEqual(["acme/late ASH-GRAPH-003"]);
    expect(problemsOf(() => platform.seal())).toEqual([]);
  });

  test("parsed data cannot be changed behind the platform's back", () => {
    const platform = new Platform("acme", { cluster: { apiServerCidrs: ["10.0.0.1/32"] } });
    expect(() => platform.spec.cluster.apiServerCidrs.push("0.0.0.0/0")).toThrow(TypeError);
  });

  test.each([
    [{ trustDomain: "*" }, "acme:trustDomain ASH-INPUT-002"],
    [{ trustDomain: "acme..internal" }, "acme:trustDomain ASH-INPUT-002"],
    [{ publicUrl: "https://me:hunter2@acme.example" }, "acme:publicUrl ASH-SEC-009"],
    [{ registryMirror: "https://mirror.example" }, "acme:registryMirror ASH-INPUT-002"],
    [{ compose: { networkCidr: "0.0.0.0/0" } }, "acme:compose.networkCidr ASH-INPUT-002"],
    [{ cluster: { storageClass: "fast\nx: y" } }, "acme:cluster.storageClass ASH-INPUT-002"],
    [{ cluster: { dns: { namespace: "Kube" } } }, "acme:cluster.dns.namespace ASH-INPUT-002"],
    [{ cluster: { dns: { podLabels: { "a b": "c" } } } }, "acme:cluster.dns.podLabels.a b ASH-INPUT-002"],
    [{ cluster: { dns: { podLabels: { app: "-" } } } }, "acme:cluster.dns.podLabels.app ASH-INPUT-002"],
    [{ cluster: { ingressFrom: { namespace: "a.b" } } }, "acme:cluster.ingressFrom.namespace ASH-INPUT-002"],
    [{ cluster: { issuer: { name: "my issuer" } } }, "acme:cluster.issuer.name ASH-INPUT-002"],
    [{ cluster: { certManagerNamespace: "" } }, "acme:cluster.certManagerNamespace ASH-INPUT-002"],
    [{ budget: { cpu: 0, memory: "1Gi" } }, "acme:budget.cpu ASH-UNIT-005"],
    [{ budget: { cpu: 1, memory: "1" } }, "acme:budget.memory ASH-UNIT-002"],
    [{ allowLoss: ["contaner.probes.http"] }, "acme:allowLoss.0 ASH-INPUT-002"],
    [{ cluster: { version: "1.20" } }, "acme:cluster.version ASH-INPUT-002"],
    [{ cluster: { apiServerCidrs: ["bogus"] } }, "acme:cluster.apiServerCidrs.0 ASH-INPUT-002"],
    [{ digests: { busybox: `sha256:${"a".repeat(64)}` } }, "acme:digests.busybox ASH-INPUT-002"],
  ])("refuses %j", (props, problem) => {
    expect(problemsOf(() => new Platform("acme", props).seal())).toContain(problem);
  });

  test.each([
    [{ path: "nopath" }, "ASH-INPUT-002"],
    [{ publishedPort: 99999 }, "ASH-INPUT-002"],
  ])("refuses an exposure with %j", (change, code) => {
    const platform = new Platform("acme");
    const server = new Sample(platform, "server", { serve: MTLS });
    expose({
      gateway: server.server,
      to: server.server,
      path: "/",
      publishedPort: 8443,
      via: { kind: "ingress" },
      ...change,
    });
    expect(problemsOf(() => platform.seal())).toEqual([`acme/server/main:http ${code}`]);
  });

  test("an exposure cannot be added after the seal, nor lead to another platform", () => {
    const platform = new Platform("acme");
    const server = new Sample(platform, "server", { serve: MTLS });
    const other = new Sample(new Platform("other"), "server", { serve: MTLS });
    const exposure = { gateway: server.server, path: "/", publishedPort: 8443, via: { kind: "ingress" } } as const;
    expose({ ...exposure, to: other.server });
    expect(problemsOf(() => platform.seal())).toEqual(["acme/server/main:http ASH-GRAPH-001"]);
    expect(problemsOf(() => expose({ ...exposure, to: server.server }))).toEqual(["acme/server/main ASH-GRAPH-003"]);
  });
});
