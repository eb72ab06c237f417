import fc from "fast-check";
import { everywhere } from "../../../../constructs/model/lowering";
import { Peer } from "../../../../constructs/model/peer";
import { Platform } from "../../../../constructs/model/platform";
import { Scope } from "../../../../constructs/model/scope";
import { Duration, Size } from "../../../../constructs/model/units";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { portName } from "../../../../constructs/render/kubernetes/names";
import { container, objectOf, Program, Server, workloadOf } from "./sample";

const LABEL = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;
const LIMITS: Readonly<Record<string, number>> = { CronJob: 52, StatefulSet: 52 };

const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,37}[a-z0-9]$/);

class OddPeer extends Program {
  readonly #second = new Peer(this, "Second_Part");

  public override realise() {
    return everywhere(() => [workloadOf(this.#second)]);
  }
}

describe("names", () => {
  it("fit the cluster, however deep and long the ids are", () => {
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 3 }), id, (scopes, component) => {
        const platform = new Platform("a-platform-of-24-letters", { environment: "an-environment-1" });
        const scope = scopes.reduce<Scope | Platform>(
          (outer, inner) => new Scope(outer, inner.slice(0, 32).replace(/-+$/, "")),
          platform,
        );
        const outer = new Program(scope, component);
        const volume = { kind: "volume", id: "data", size: Size.gibibytes(1), backup: true } as const;
        const mounts = [{ kind: "volume", volume, path: "/data" }] as const;
        const material = [{ kind: "identity", forms: ["cert"] }] as const;
        new Server(outer, "server", {
          run: { kind: "stateful", replicas: 1 },
          container: container("server", { mounts, material }),
        });
        new Program(outer, "disk", { container: container("disk", { mounts }) });
        new Program(outer, "job", { run: { kind: "job", retries: 0, timeout: Duration.minutes(1) } });
        new Program(outer, "cron", {
          run: { kind: "cron", schedule: { every: Duration.minutes(1) }, timeout: Duration.minutes(1) },
        });
        for (const { kind, metadata } of renderKubernetes(platform).objects) {
          expect(metadata.name).toMatch(LABEL);
          expect(metadata.name.length).toBeLessThanOrEqual(LIMITS[kind] ?? 63);
          expect(metadata.namespace ?? "none").toMatch(LABEL);
          for (const value of Object.values(metadata.labels ?? {})) expect(value.length).toBeLessThanOrEqual(63);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("of ports are IANA service names", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[a-zA-Z0-9_-]{1,40}$/)),
        fc.integer({ min: 1, max: 65535 }),
        (name, port) => {
          const short = portName(name, port);
          expect(short).toMatch(/^(?!.*--)[a-z](?:[a-z0-9-]{0,13}[a-z0-9])?$/);
          expect(portName(name, port)).toBe(short);
        },
      ),
    );
  });

  it("of ports that keep no letter when they are cut are their numbers", () => {
    expect(portName("a123456789012345678", 5432)).toBe("port-5432");
    expect(portName("8080", 8080)).toBe("port-8080");
  });

  it("of the ports of one Service differ", () => {
    const platform = new Platform("acme");
    const server = new Server(platform, "web");
    const { tls } = server.endpoint.props;
    server.peer.serve("an-endpoint-with-another-name", { port: 9443, protocol: "http", tls });
    server.peer.serve("an-endpoint-with-a-long-name", { port: 9444, protocol: "tcp", tls });
    expect(objectOf(platform, "Service").spec?.ports).toEqual([
      expect.objectContaining({ name: "api", port: 8443, appProtocol: "https" }),
      expect.objectContaining({ name: expect.stringMatching(/^.{1,15}$/) as string, port: 9443 }),
      expect.objectContaining({ name: expect.stringMatching(/^.{1,15}$/) as string, port: 9444 }),
    ]);
  });

  it("of a peer and of another's part cannot be the same", () => {
    const platform = new Platform("acme");
    new Server(platform, "db", { run: { kind: "stateful", replicas: 1 } });
    new Server(platform, "db-headless");
    expect(() => renderKubernetes(platform)).toThrow(
      /ASH-NAME-003: two objects of kind Service have the same name, here and at acme\/db/,
    );
  });

  it("of peers are checked as well", () => {
    const platform = new Platform("acme");
    new OddPeer(platform, "web");
    expect(() => renderKubernetes(platform)).toThrow(/\[acme\/web\/Second_Part\] ASH-NAME-001/);
  });

  it("are hosts that certificates and clients agree on", () => {
    const platform = new Platform("acme", { environment: "prod" });
    const scope = new Scope(platform, "tenant");
    const db = new Server(scope, "db", {
      container: container("db", { material: [{ kind: "identity", forms: ["cert"] }] }),
    });
    const web = new Program(platform, "web");
    web.peer.connect(db.endpoint, { client: "tunnel" });
    const host = "db.acme-prod-tenant.svc";
    expect(objectOf(platform, "Certificate", "db-tls").spec.dnsNames).toContain(host);
    const tunnel = objectOf(platform, "Deployment", "web").spec?.template.spec?.initContainers?.[0];
    expect(tunnel?.args).toContain(`--target=${host}:8443`);
    const service = objectOf(platform, "Service", "db").metadata;
    expect(`${service.name}.${service.namespace}.svc`).toBe(host);
  });
});
