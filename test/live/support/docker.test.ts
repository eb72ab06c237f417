import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Docker, composeWithoutDaemon, dockerEngines } from "./docker";
import { describeLive } from "./engines";
import { HostNetwork } from "./host-network";
import { temporaryFolder } from "./process";

describeLive(["compose"], "docker compose without a daemon", () => {
  it("is the pinned release", async () => {
    const { stdout } = await composeWithoutDaemon("/", ["version", "--short"]);
    expect(stdout.trim()).toBe("2.40.3");
  });

  it("refuses a field that the Compose Specification does not have", async () => {
    const folder = temporaryFolder("compose");
    writeFileSync(join(folder.path, "compose.yaml"), "services: { a: { image: x, imagee: y } }\n");
    const { code, stderr } = await composeWithoutDaemon(folder.path, ["config"]);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/imagee/);
    folder.remove();
  });
});

const images = [
  "image-busybox",
  "image-keycloak",
  "image-pause",
  "image-postgres-alpine-stand-in",
  "image-postgrest-stand-in",
  "image-postgres-17",
  "image-ghostunnel",
] as const;

describeLive([...dockerEngines, ...images], "a Docker daemon for tests", () => {
  let docker: Docker;
  let before: HostNetwork;

  beforeAll(async () => {
    before = await HostNetwork.record();
    docker = await Docker.start();
  });

  afterAll(async () => {
    await docker.stop();
    const after = await HostNetwork.record();
    expect(after.describe()).toEqual(before.describe());
  });

  it("runs a hardened container from a local image under the name that the test wants", async () => {
    await docker.loadImage("busybox", "example.invalid/tools/busybox:1.0");
    const hardening = [
      "--read-only",
      "--cap-drop=ALL",
      "--security-opt=no-new-privileges",
      "--user=65534",
      "--network=none",
    ];
    const output = await docker.run([
      "run",
      "--rm",
      ...hardening,
      "example.invalid/tools/busybox:1.0",
      "sh",
      "-c",
      "id -u; touch /x || echo kept",
    ]);
    expect(output).toBe("65534\nkept\n");
  });

  it("has PostgreSQL and its client in the PostgreSQL image, where CloudNativePG's image has them", async () => {
    await docker.loadImage("postgres-17", "example.invalid/postgresql:17");
    const start =
      "initdb -D /tmp/data -U postgres >/dev/null && pg_ctl -D /tmp/data -o '-k /tmp' -w start >/dev/null && psql -h /tmp -U postgres -XqAtc 'show server_version' && id -u";
    const hardening = [
      "--read-only",
      "--cap-drop=ALL",
      "--security-opt=no-new-privileges",
      "--tmpfs=/tmp:mode=1777",
      "--network=none",
    ];
    const output = await docker.run([
      "run",
      "--rm",
      ...hardening,
      "example.invalid/postgresql:17",
      "bash",
      "-c",
      start,
    ]);
    expect(output).toMatch(/^17\.\d+\n26\n$/);
  });

  it("has ghostunnel with a shell beside it", async () => {
    await docker.loadImage("ghostunnel", "example.invalid/ghostunnel:1");
    const entry = ["--rm", "--network=none", "--user=65532"];
    expect((await docker.try(["run", ...entry, "example.invalid/ghostunnel:1", "--version"])).stderr).toMatch(
      /rev v1\.8\.4/,
    );
    expect(
      await docker.run([
        "run",
        ...entry,
        "--entrypoint=sh",
        "example.invalid/ghostunnel:1",
        "-c",
        "test -x /bin/wget && echo there",
      ]),
    ).toBe("there\n");
  });

  it("has Keycloak as its user's own, and no tool beside the shell's that Keycloak's image lacks", async () => {
    await docker.loadImage("keycloak", "example.invalid/keycloak:26");
    const run = (program: string) =>
      docker.run([
        ...["run", "--rm", "--network=none", "--read-only", "--tmpfs=/tmp", "--entrypoint=bash"],
        ...["example.invalid/keycloak:26", "-c", program],
      ]);
    expect(await run("id -u; id -g; stat -c '%u:%g' /opt/keycloak/lib/quarkus /opt/keycloak/data")).toBe(
      "1000\n0\n1000:0\n1000:0\n",
    );
    expect(await run("/opt/keycloak/bin/kc.sh --version")).toMatch(/^Keycloak 26\.7\.0\n/);
    expect(await run("for name in awk cmp curl openssl perl psql python3 wget; do type $name; done; true")).toBe("");
  });

  it("has a psql and busybox's wget in the place of PostgreSQL's Alpine image", async () => {
    await docker.loadImage("postgres-alpine-stand-in", "example.invalid/postgres:alpine");
    const program = "psql --version; wget -q -T 5 -O /dev/null http://127.0.0.1:9/; echo $?; id -un";
    const output = await docker.run([
      ...["run", "--rm", "--network=none", "--user=70", "example.invalid/postgres:alpine"],
      ...["sh", "-c", program],
    ]);
    expect(output).toMatch(/^psql \(PostgreSQL\) 15\.\d+ .*\n1\npostgres\n$/);
  });

  it("brings a Compose project up healthy: a sandbox that owns the network, and a server that joins it", async () => {
    await docker.loadImage("pause", "example.invalid/pause:1");
    await docker.loadImage("postgrest-stand-in", "example.invalid/postgrest:1");
    await docker.loadImage("busybox", "example.invalid/busybox:1");
    const folder = join(docker.folder, "project");
    mkdirSync(folder);
    const services = {
      sandbox: { image: "example.invalid/pause:1", read_only: true, networks: { inner: { aliases: ["rest"] } } },
      rest: {
        image: "example.invalid/postgrest:1",
        network_mode: "service:sandbox",
        read_only: true,
        cap_drop: ["ALL"],
        environment: { PGRST_SERVER_PORT: "3000", PGRST_ADMIN_SERVER_PORT: "3001" },
        healthcheck: { test: ["CMD", "postgrest", "--ready"], interval: "1s", retries: 20 },
      },
      caller: {
        image: "example.invalid/busybox:1",
        command: ["sleep", "1000"],
        init: true,
        networks: ["inner"],
        depends_on: { rest: { condition: "service_healthy" } },
      },
    };
    writeFileSync(
      join(folder, "compose.yaml"),
      JSON.stringify({ name: "live", services, networks: { inner: { internal: true } } }),
    );
    expect(await docker.compose(folder, ["up", "--detach", "--wait", "--wait-timeout", "60"])).toMatchObject({
      code: 0,
    });
    const seen = await docker.compose(folder, ["exec", "-T", "caller", "wget", "-qO-", "http://rest:3000/things"]);
    expect(JSON.parse(seen.stdout)).toMatchObject({ server: "postgrest-stand-in", path: "/things", host: "rest:3000" });
    expect(await docker.compose(folder, ["down", "--volumes", "--timeout", "5"])).toMatchObject({ code: 0 });
  });
});
