import { parseImage, isMovingTag } from "../../../constructs/model/image";
import { Platform } from "../../../constructs/model/platform";
import { Postgres, type PostgresProps } from "../../../constructs/postgres/postgres";
import { POSTGRES_VERSIONS, VERSIONS } from "../../../constructs/postgres/versions";
import { serialise } from "../../../constructs/render/config/serialise";
import { lowerPlatform } from "../../../constructs/render/lower";
import { Caller } from "./support/caller";
import { leaves } from "./support/leaves";

function lowered(props: Partial<PostgresProps> = {}, target: "compose" | "kubernetes" = "kubernetes") {
  const platform = new Platform("acme");
  const db = new Postgres(platform, "db", { storage: "20Gi", databases: { app: {} }, ...props });
  const result = lowerPlatform(platform, target);
  return { db, result, server: result.workloadOf(db.peer)!, job: result.workloadOf(db.provision)! };
}

describe("a PostgreSQL server", () => {
  it("is one stateful workload with a disk in the backup, and a job", () => {
    const { server, job } = lowered({ storageClass: "fast" });
    expect(server.run).toEqual({ kind: "stateful", replicas: 1 });
    expect(server.container.mounts).toContainEqual({
      kind: "volume",
      path: "/var/lib/postgresql/data",
      volume: {
        kind: "volume",
        id: "data",
        size: expect.objectContaining({ bytes: 20 * 2 ** 30 }),
        storageClass: "fast",
        backup: true,
      },
    });
    expect(job.run).toMatchObject({ kind: "job" });
  });

  it("is the same on both targets, and the same when it is lowered twice", () => {
    const platform = new Platform("acme");
    const db = new Postgres(platform, "db", { storage: "20Gi", databases: { app: {} } });
    const { container } = lowerPlatform(platform, "compose").workloadOf(db.peer)!;
    expect(lowerPlatform(platform, "kubernetes").workloadOf(db.peer)!.container).toEqual(container);
    expect(lowerPlatform(platform, "compose").workloadOf(db.peer)!.container).toEqual(container);
  });

  it("runs without rights: its own user, a read-only root, and places to write in memory", () => {
    const { server, job } = lowered();
    for (const { container } of [server, job]) {
      expect(container).toMatchObject({ user: { uid: 26, gid: 26 }, readOnlyRoot: true });
      expect(container.capabilities).toBeUndefined();
    }
    const writable = server.container.mounts.filter((mount) => mount.kind === "scratch").map((mount) => mount.path);
    expect(writable).toEqual(["/run/postgresql", "/tmp", "/dev/shm"]);
  });

  it("has more processes than sessions", () => {
    expect(lowered({ maxConnections: 300 }).server.container.resources.pids).toBeGreaterThan(320);
  });

  it("stops within its grace period, and takes renewed certificates by itself", () => {
    const { server } = lowered();
    expect(server.gracePeriod.seconds).toBeGreaterThanOrEqual(60);
    expect(server.reload).toEqual({ kind: "watch" });
    expect(server.container.env["ASHLAR_CERTIFICATES"]).toBeDefined();
  });

  it("is asked inside the container whether it is ready, and more weakly whether it is alive", () => {
    const { probes } = lowered().server.container;
    expect(probes.ready?.forms).toEqual({
      exec: ["pg_isready", "--quiet", "--host=/run/postgresql", "--username=postgres"],
    });
    expect(probes.live?.forms.exec).not.toEqual(probes.ready?.forms.exec);
    // Replaying a large log takes a while, and must not be interrupted.
    expect(probes.started!.failures * probes.started!.every.seconds).toBeGreaterThanOrEqual(3600);
  });

  it.each([
    [16, "/var/lib/postgresql/data", "/var/lib/postgresql/data/pgdata", "--locale=C.UTF-8"],
    [
      17,
      "/var/lib/postgresql/data",
      "/var/lib/postgresql/data/pgdata",
      "--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C.UTF-8",
    ],
    [
      18,
      "/var/lib/postgresql",
      "/var/lib/postgresql/18/docker",
      "--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C.UTF-8",
    ],
  ] as const)("%s keeps its data where that version expects it", (version, volume, data, locale) => {
    const { container } = lowered({ version }).server;
    expect(container.env).toMatchObject({ PGDATA: data, ASHLAR_VOLUME: volume, ASHLAR_INITDB: locale });
    expect(container.mounts.find((mount) => mount.kind === "volume")?.path).toBe(volume);
    expect(container.image.tag).toMatch(new RegExp(`^${version}\\.`));
  });

  it("has an image of its own version whose tag stays what it is", () => {
    for (const version of POSTGRES_VERSIONS) {
      const { repository, tag } = VERSIONS[version].image;
      expect(parseImage(`${repository}:${tag}`)).toEqual({ repository, tag });
      expect(isMovingTag(tag)).toBe(false);
      // With the time of the build in it: the shorter tags are made again every week.
      expect(tag).toMatch(/^\d+\.\d+-\d{12}-standard-bookworm$/);
    }
  });

  it("can have another image of the same layout, for the server and for the job", () => {
    const { server, job } = lowered({ image: "registry.example/postgis:17.6-1" });
    const image = { repository: "registry.example/postgis", tag: "17.6-1" };
    expect([server.container.image, job.container.image]).toEqual([image, image]);
  });

  it("is waited for with its job, and the job waits for the server alone", () => {
    const platform = new Platform("acme");
    const db = new Postgres(platform, "db", { storage: "1Gi", databases: { app: {} } });
    const caller = new Caller(platform, "rest");
    db.database("app").connect(caller.peer);
    expect(() => platform.seal()).not.toThrow();
    expect(db.endpoint.props).toMatchObject({
      port: 5432,
      tls: { mode: "mtls", by: "server", verifies: "name" },
      readyAfter: [db.provision],
    });
    expect(db.provision.connections.map((connection) => connection.wait)).toEqual(["healthy"]);
    expect(caller.peer.connections.map((connection) => connection.wait)).toEqual(["ready"]);
  });

  it("holds no secret in any file that it mounts", () => {
    const { server, job } = lowered({ audit: {} });
    for (const mount of [...server.container.mounts, ...job.container.mounts]) {
      if (mount.kind !== "config") continue;
      for (const segment of serialise(mount.config.content, leaves)) expect(typeof segment).toBe("string");
    }
  });

  it("has every file once, where its command looks for it", () => {
    const { server, job } = lowered();
    const files = ({ container }: typeof server) =>
      container.mounts.flatMap((mount) => (mount.kind === "config" ? [mount.path] : []));
    expect(files(server)).toEqual(
      ["start.sh", "postgresql.conf", "pg_hba.conf", "pg_ident.conf"].map((name) => `/etc/ashlar/${name}`),
    );
    expect(files(job)).toEqual(
      ["provision.sh", "spec.json", "cluster.sql", "database.sql", "password.sql", "retire.sql"].map(
        (name) => `/etc/ashlar/${name}`,
      ),
    );
  });
});
