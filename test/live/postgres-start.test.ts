import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Platform } from "../../constructs/model/platform";
import { Postgres, type PostgresVersion } from "../../constructs/postgres/postgres";
import { VERSIONS } from "../../constructs/postgres/versions";
import { describeLive } from "./support/engines";
import { postgresEngine } from "./support/postgres";
import { waitUntil } from "./support/process";
import { RenderedPostgres } from "./support/rendered-postgres";

function declare(version: PostgresVersion): Postgres {
  const resources = { memory: { request: "256Mi", limit: "256Mi" } };
  return new Postgres(new Platform("acme"), "db", { version, storage: "1Gi", resources, databases: { app: {} } });
}

/** A process and everything that it started. */
function family(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return [pid, ...(children === "" ? [] : children.split(" ").flatMap((child) => family(Number(child))))];
}

/** Kills processes as a container's end does, all of them and without a word. */
function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

// 16 has 17's paths and the same script.
describe.each([17, 18] as const)("the start of PostgreSQL %s", (version) => {
  describeLive([postgresEngine(version), "postgres-debian15"], "from any state of its volume", () => {
    const { dataPath, volumePath } = VERSIONS[version];
    let server: RenderedPostgres;
    let data: string;
    let volume: string;

    /** Makes a folder of the volume. */
    const folder = (path: string): string => {
      if (path !== volume && path.startsWith(volume)) folder(dirname(path));
      mkdirSync(path, { recursive: true });
      return server.installation.own(path, 0o700);
    };
    const file = (path: string, text: string): void => {
      writeFileSync(path, text);
      server.installation.own(path, 0o600);
    };
    const refusal = async (): Promise<string> => {
      await server.launch();
      expect(await server.process.exited(20_000)).toBe(78);
      expect(server.log()).toMatch(/nothing was changed/);
      return server.log();
    };

    beforeEach(async () => {
      server = await RenderedPostgres.prepare(declare(version));
      data = server.path(dataPath);
      volume = server.path(volumePath);
      folder(volume);
    });

    afterEach(async () => {
      await server.stop();
    });

    it("makes a new cluster, and survives being killed while it is made", async () => {
      await server.launch();
      await waitUntil(() => readdirSync(`${data}.new`).includes("PG_VERSION"), "the cluster is half made", 20_000);
      killAll(family(server.process.pid));
      await server.process.exited();
      expect(readdirSync(volume)).not.toContain(data.slice(volume.length + 1));

      await server.boot();
      await server.provisioned();
      expect(await server.admin("select datname from pg_database where datname = 'app'")).toEqual([["app"]]);
      expect(readdirSync(join(data, ".."))).not.toContain("pgdata.new");
    });

    it("ends when the server crashes, so that the container restarts, and recovers what was committed", async () => {
      folder(data); // empty, as the first mount of some volumes leaves it
      folder(join(volume, "lost+found"));
      await server.boot();
      await server.admin("create table kept(id int); insert into kept values (1)");
      const postmaster = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
      killAll(family(postmaster));
      expect(await server.process.exited(20_000)).toBe(137);
      expect(await server.probe("live")).toBe(false);

      // What Kubernetes' fsGroup does to a volume when it is mounted again.
      chmodSync(data, 0o770);
      await server.boot();
      expect(await server.probe("live")).toBe(true);
      expect(statSync(data).mode & 0o777).toBe(0o700);
      expect(await server.admin("select id from kept")).toEqual([[1]]);
    });

    it("refuses data of another version, and leaves it alone", async () => {
      file(join(folder(data), "PG_VERSION"), "15\n");
      expect(await refusal()).toMatch(
        new RegExp(`${data} holds data of PostgreSQL 15, and this image is PostgreSQL ${version}`),
      );
      expect(readdirSync(data)).toEqual(["PG_VERSION"]);
    });

    it("refuses data of another version at that version's place, instead of making an empty database beside it", async () => {
      const [elsewhere, other] = version === 18 ? ["pgdata", 17] : ["18/docker", 18];
      file(join(folder(join(volume, elsewhere)), "PG_VERSION"), `${other}\n`);
      expect(await refusal()).toMatch(
        new RegExp(
          `${elsewhere} holds data of PostgreSQL ${other}, and this image is PostgreSQL ${version}; set the version back`,
        ),
      );
      expect(readdirSync(volume)).toEqual([elsewhere.split("/")[0]]);
    });

    it("refuses data of its own version at another place", async () => {
      file(join(volume, "PG_VERSION"), `${version}\n`);
      expect(await refusal()).toMatch(/is looked for in .*; move it there/);
    });

    it("refuses a data folder that is not empty and holds no database", async () => {
      file(join(folder(data), "letter.txt"), "dear diary");
      expect(await refusal()).toMatch(/is not empty, and holds no database/);
      expect(readdirSync(data)).toEqual(["letter.txt"]);
    });

    it("stops at once when it is asked to before the server runs", async () => {
      await server.launch();
      await waitUntil(() => readdirSync(`${data}.new`).length > 0, "the cluster is being made", 20_000);
      server.process.signal("SIGTERM");
      expect(await server.process.exited(30_000)).toBe(0);
      expect(server.log()).not.toMatch(/starting PostgreSQL/);
    });
  });
});
