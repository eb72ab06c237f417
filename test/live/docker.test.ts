import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { KeyIssuer } from "../../constructs/issuer/key-issuer";
import { Platform } from "../../constructs/model/platform";
import { IMAGES, POSTGRES_USER } from "../../constructs/postgres/images";
import { Postgres } from "../../constructs/postgres/postgres";
import { PostgREST } from "../../constructs/postgrest/postgrest";
import { Sample, sampleContainer } from "../support/sample";
import { ComposeProject } from "./support/compose-project";
import { Docker, dockerEngines } from "./support/docker";
import { describeLive } from "./support/engines";
import { waitUntil } from "./support/process";
import { RunningProject, processFacts } from "./support/running-project";

const ENGINES = [
  ...dockerEngines,
  "image-busybox",
  "image-ghostunnel",
  "image-pause",
  "image-postgres-17",
  "image-postgrest-stand-in",
] as const;

/** Services that run to their ends. */
const JOBS = ["material", "db-provision", "rest-keys"] as const;

/** An image with psql and openssl, which clients of ours have. */
const CLIENT_IMAGE = `${IMAGES[17].repository}:${IMAGES[17].tag}`;

/** Does nothing until it is told to stop. */
const IDLE = "trap 'exit 0' TERM; while :; do sleep 1; done";

/** Peers whose certificates are renewed, and the program that shows each of them. */
const SERVERS = [
  { peer: "db", service: "db", ask: "openssl s_client -starttls postgres -connect db:5432" },
  { peer: "rest", service: "rest-tls-api", ask: "openssl s_client -connect rest:8443" },
] as const;

/** The end of a handshake that the server does not want: its alert, or the end of the connection right behind it. */
const TURNED_AWAY = /alert (?:certificate required|bad certificate)|Connection reset/;

/** Arguments of openssl: what every container finds as its own. */
const OWN_CERTIFICATE = ["-cert", "/run/ashlar/identity/tls.crt", "-key", "/run/ashlar/identity/tls.key"];

/** What the server in PostgREST's place says of itself. */
const STAND_IN = '"server":"postgrest-stand-in"';

/** Where the plain caller's tunnel listens. */
const TUNNEL = "http://127.0.0.1:15000/things";

const NO_CAPABILITIES = "0000000000000000";

const isJob = (service: string): boolean => JOBS.some((job) => job === service);

function mebibytes(text: string): number {
  const [, amount] = /^(\d+)MiB$/.exec(text) ?? [];
  return Number(amount) * 2 ** 20;
}

/** A shell program that asks the API for something, and tells its answer or why there is none. */
function request(...certificate: readonly string[]): string {
  const connect = ["-connect", "rest:8443", "-verify_hostname", "rest", "-verify_return_error", "-quiet"];
  const trust = ["-CAfile", "/run/ashlar/identity/ca.crt"];
  const ask = "printf 'GET /things HTTP/1.1\\r\\nHost: rest\\r\\nConnection: close\\r\\n\\r\\n'";
  return `${ask} | timeout 10 openssl s_client ${[...connect, ...trust, ...certificate].join(" ")}`;
}

/** A database, its API, and two callers of that: one whose program speaks mutual TLS, one whose program cannot. */
function platformWithCallers(): Platform {
  const budget = { cpu: "4", memory: "2Gi", storage: "2Gi" };
  const platform = new Platform("acme", { environment: "dev", budget });
  const db = new Postgres(platform, "db", {
    storage: "2Gi",
    resources: { cpu: { request: "100m", limit: "1" }, memory: { request: "512Mi", limit: "512Mi" } },
    databases: { app: {} },
  });
  const rest = new PostgREST(platform, "rest", {
    audience: "acme",
    database: db.database("app"),
    issuer: new KeyIssuer(platform, "issuer"),
    resources: { cpu: "250m", memory: "128Mi" },
  });
  const identity = { kind: "identity", forms: ["cert", "key", "ca"] } as const;
  const { resources } = sampleContainer();
  const caller = new Sample(platform, "caller", {
    container: {
      image: IMAGES[17],
      command: ["/bin/bash", "-c", IDLE],
      material: [identity],
      probes: {},
      user: POSTGRES_USER,
      resources,
    },
  });
  caller.peer.connect(rest.api);
  const plain = new Sample(platform, "plain", { container: { command: ["sh", "-c", IDLE], probes: {} } });
  plain.peer.connect(rest.api, { client: "tunnel" });
  return platform;
}

describeLive(ENGINES, "a database and its API in Docker", () => {
  let docker: Docker;
  let project: ComposeProject;
  let stack: RunningProject;
  const firstSerials = new Map<string, string>();

  beforeAll(async () => {
    docker = await Docker.start();
    project = await ComposeProject.create(platformWithCallers());
    stack = new RunningProject(docker, project);
    await stack.loadImages();
  });

  afterAll(async () => {
    await stack?.compose(["down", "--volumes", "--timeout", "2"]);
    await docker?.stop();
    project?.remove();
  });

  const caller = (...args: readonly string[]) => stack.exec("caller", "/bin/bash", "-c", request(...args));
  const sql = async (statement: string, database = "app"): Promise<string> => {
    const { stdout, stderr } = await stack.exec(
      "db",
      "psql",
      "-XqAt",
      "-U",
      "postgres",
      "-d",
      database,
      "-c",
      statement,
    );
    expect(stderr).toBe("");
    return stdout.trim();
  };

  /** The serial number of the certificate that a server shows to whoever connects. */
  const servedSerial = async ({ peer, ask }: (typeof SERVERS)[number]): Promise<string> => {
    const program = `timeout 10 ${ask} </dev/null 2>/dev/null | openssl x509 -noout -serial`;
    const { stdout } = await stack.aside(stack.network(peer), CLIENT_IMAGE, ["bash", "-c", program]);
    return stdout.trim().replace(/^serial=0*/, "");
  };

  it("comes up, with every program healthy that can tell", async () => {
    await stack.up();
    for (const server of SERVERS) firstSerials.set(server.peer, await servedSerial(server));
    const states = await stack.inspectAll();
    const lasting = [...states].filter(([name]) => !isJob(name));
    for (const [name, { State, RestartCount }] of lasting) {
      const tells = project.service(name).healthcheck !== undefined;
      expect({ name, status: State.Status, health: State.Health?.Status, restarts: RestartCount }).toEqual({
        name,
        status: "running",
        health: tells ? "healthy" : undefined,
        restarts: 0,
      });
    }
    expect([...states.keys()].sort()).toEqual(Object.keys(project.file.services).sort());
    expect(lasting.map(([name]) => name)).toEqual(
      expect.arrayContaining(["db", "rest", "rest-sandbox", "rest-tls-api", "plain-tunnel-0"]),
    );
  });

  it("has run its jobs to their ends, against the real database", async () => {
    for (const job of JOBS) {
      const { State, RestartCount } = await stack.inspect(job);
      expect({ job, status: State.Status, code: State.ExitCode, restarts: RestartCount }).toEqual({
        job,
        status: "exited",
        code: 0,
        restarts: 0,
      });
    }
    expect(await sql("select rolbypassrls from pg_roles where rolname = 'service_role'")).toBe("t");
    expect(await sql("select nspname from pg_namespace where nspname = 'api'")).toBe("api");
    expect(await sql("show ssl_min_protocol_version")).toBe("TLSv1.3");
    const keys = JSON.parse(readFileSync(project.kept("secrets/issuer-jwks"), "utf8")) as { keys: { kid: string }[] };
    expect(keys.keys).toHaveLength(1);
    expect(await sql("select kid from postgrest.keys")).toBe(keys.keys[0]?.kid);
  });

  it("runs every container as hardened as its service says, and the kernel agrees", async () => {
    for (const [name, { HostConfig, Config, State }] of await stack.inspectAll()) {
      const service = project.service(name);
      const { cpus, memory, pids } = service.deploy.resources.limits;
      const limits = { cpus: Number(cpus), memory: mebibytes(memory), pids };
      expect({ name, ...HostConfig, User: Config.User }).toMatchObject({
        name,
        User: service.user,
        ReadonlyRootfs: true,
        Privileged: false,
        CapDrop: ["ALL"],
        CapAdd: service.cap_add?.map((capability) => `CAP_${capability}`) ?? null,
        SecurityOpt: ["no-new-privileges:true"],
        NanoCpus: limits.cpus * 1e9,
        Memory: limits.memory,
        PidsLimit: limits.pids,
      });
      if (isJob(name)) continue;
      const [uid, gid] = service.user.split(":").map(Number);
      expect({ name, ...processFacts(State.Pid) }).toEqual({
        name,
        uid,
        gid,
        capabilities: { effective: NO_CAPABILITIES, bounding: NO_CAPABILITIES },
        noNewPrivileges: true,
        limits,
      });
    }
  });

  it("cannot write where nothing is meant to be written", async () => {
    const write = (service: string, path: string) =>
      stack.exec(service, "sh", "-c", `touch ${path}/mark && rm ${path}/mark`);
    for (const path of ["/", "/etc", "/usr/lib", "/var/lib/postgresql", "/run/ashlar", "/run/ashlar/identity"]) {
      expect({ path, ...(await write("db", path)) }).toMatchObject({ path, code: 1 });
    }
    for (const path of ["/tmp", "/run/postgresql", "/dev/shm", "/var/lib/postgresql/data"]) {
      expect({ path, ...(await write("db", path)) }).toMatchObject({ path, code: 0 });
    }
    const sizes = await stack.exec("db", "df", "-k", "--output=size", "/tmp", "/run/postgresql", "/dev/shm");
    expect(sizes.stdout.match(/^\s*\d+$/gm)?.map(Number)).toEqual([16 * 1024, 1024, 64 * 1024]);
    const modes = await stack.exec(
      "db",
      "stat",
      "-c",
      "%u:%g %a",
      "/run/ashlar/identity",
      "/run/ashlar/identity/tls.key",
    );
    expect(modes.stdout).toBe("26:26 500\n26:26 400\n");
  });

  it("publishes no port", async () => {
    for (const [name, { HostConfig, NetworkSettings }] of await stack.inspectAll()) {
      const published = Object.values(NetworkSettings.Ports ?? {}).filter((bindings) => bindings !== null);
      expect({ name, bindings: HostConfig.PortBindings ?? {}, published }).toEqual({
        name,
        bindings: {},
        published: [],
      });
    }
  });

  it("changes nothing on a second start, but runs its jobs again", async () => {
    // As an administrator would: certificates are renewed, and the next start hands them over.
    for (const { peer } of SERVERS) project.dropCertificate(peer);
    await project.init();
    const before = await stack.inspectAll();
    await stack.up();
    for (const [name, { Id, State }] of await stack.inspectAll()) {
      const known = before.get(name);
      const ranAgain = State.StartedAt !== known?.State.StartedAt;
      expect({ name, Id, ranAgain, code: State.ExitCode }).toEqual({
        name,
        Id: known?.Id,
        ranAgain: isJob(name),
        code: 0,
      });
    }
  });

  it("keeps whoever shares no network with a server from reaching it", async () => {
    const address = (await stack.inspect("db")).NetworkSettings.Networks[stack.network("db")]?.IPAddress ?? "";
    expect(address).toMatch(/^10\.201\./);
    const ask = ["pg_isready", "--timeout=2", `--host=${address}`];
    // Who shares the network gets an answer, so that silence means something.
    expect((await stack.aside(stack.network("db"), CLIENT_IMAGE, ask)).stdout).toContain("accepting connections");
    expect((await stack.exec("caller", ...ask)).stdout).toContain("no response");
    await docker.run(["network", "create", "elsewhere"]);
    expect((await stack.aside("elsewhere", CLIENT_IMAGE, ask)).stdout).toContain("no response");
    const find = (name: string) => stack.exec("caller", "timeout", "3", "getent", "hosts", name);
    expect((await find("rest")).stdout).toMatch(/^10\.201\./);
    expect((await find("db")).stdout).toBe("");
  });

  it("is refused by PostgreSQL without a certificate, and without TLS, also on the database's own network", async () => {
    const login = (sslmode: string) =>
      stack.aside(stack.network("db"), CLIENT_IMAGE, [
        "psql",
        `host=db user=postgres dbname=postgres sslmode=${sslmode}`,
        "-c",
        "select 1",
      ]);
    expect((await login("require")).stderr).toContain("connection requires a valid client certificate");
    expect((await login("disable")).stderr).toMatch(/pg_hba\.conf rejects connection .* no encryption/);
  });

  it("reaches the API through its sidecar with the caller's certificate, and with no other", async () => {
    expect((await caller(...OWN_CERTIFICATE)).stdout).toContain(STAND_IN);

    const without = await caller();
    expect(without.stdout).not.toContain("HTTP/");
    expect(without.stderr).toMatch(TURNED_AWAY);

    // The database's certificate is the platform's own, and no caller of the API has it.
    const stranger = ["--user", "0", "--volume", `${project.kept("pki/db")}:/run/ashlar/identity:ro`];
    const refused = await stack.aside(
      stack.network("rest"),
      CLIENT_IMAGE,
      ["bash", "-c", request(...OWN_CERTIFICATE)],
      ...stranger,
    );
    expect(refused.stdout).not.toContain("HTTP/");
    expect(refused.stderr).toMatch(TURNED_AWAY);
  });

  it("offers nothing but TLS on the API's only port", async () => {
    const plain = await stack.exec(
      "caller",
      "bash",
      "-c",
      `exec 3<>/dev/tcp/rest/8443 && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && timeout 5 cat <&3`,
    );
    expect(plain.stdout).not.toContain("HTTP/");
    for (const port of [3000, 3001, 16000]) {
      const closed = await stack.exec("caller", "bash", "-c", `exec 3<>/dev/tcp/rest/${port}`);
      expect({ port, code: closed.code, why: closed.stderr }).toMatchObject({
        port,
        code: 1,
        why: expect.stringContaining("refused") as string,
      });
    }
  });

  it("carries a program that knows no TLS through its tunnel", async () => {
    expect((await stack.exec("plain", "wget", "-qO-", TUNNEL)).stdout).toContain(STAND_IN);
  });

  it("has taken the renewed certificates, without a restart of any server", async () => {
    for (const server of SERVERS) {
      const { peer, service } = server;
      const renewed = new X509Certificate(readFileSync(project.kept(`pki/${peer}/tls.crt`))).serialNumber;
      expect(firstSerials.get(peer)).toMatch(/^[0-9A-F]{16,}$/);
      expect(firstSerials.get(peer)).not.toBe(renewed);
      await waitUntil(async () => (await servedSerial(server)) === renewed, `${service} shows its new one`, 90_000);
      expect((await stack.inspect(service)).RestartCount).toBe(0);
    }
    expect((await caller(...OWN_CERTIFICATE)).stdout).toContain(STAND_IN);
  });

  it.each(["rest", "rest-tls-api", "plain-tunnel-0"])("recovers by itself when %s crashes", async (service) => {
    const { RestartCount } = await stack.inspect(service);
    await stack.crash(service);
    await stack.untilHealthy(service);
    expect((await stack.inspect(service)).RestartCount).toBe(RestartCount + 1);
    const works = async (): Promise<boolean> =>
      (await caller(...OWN_CERTIFICATE)).stdout.includes(STAND_IN) &&
      (await stack.exec("plain", "wget", "-qO-", TUNNEL)).stdout.includes(STAND_IN);
    await waitUntil(works, "both callers are served again", 30_000);
  });

  it("keeps what was committed when the database crashes", async () => {
    await sql("create table api.note (text text); insert into api.note values ('kept')");
    await stack.crash("db");
    await stack.untilHealthy("db");
    expect(await sql("select text from api.note")).toBe("kept");
  });

  it("keeps data and keys over down and up", async () => {
    const { Id } = await stack.inspect("db");
    await stack.down();
    await stack.up();
    expect((await stack.inspect("db")).Id).not.toBe(Id);
    expect(await sql("select text from api.note")).toBe("kept");
    expect((await caller(...OWN_CERTIFICATE)).stdout).toContain(STAND_IN);
  });
});
