import { readFileSync } from "node:fs";
import { request } from "node:https";
import type { TLSSocket } from "node:tls";
import { load } from "js-yaml";
import { kongDeclaration } from "../../constructs/kong/entities";
import { Kong } from "../../constructs/kong/kong";
import { Platform } from "../../constructs/model/platform";
import { BEHIND_SIDECAR, Sample } from "../support/sample";
import { ComposeProject } from "./support/compose-project";
import { Docker, dockerEngines } from "./support/docker";
import { describeLive } from "./support/engines";
import { freePort, waitUntil } from "./support/process";
import { RunningProject, processFacts } from "./support/running-project";

const ENGINES = [...dockerEngines, "image-busybox", "image-ghostunnel", "image-kong-stand-in", "image-pause"] as const;

/** A gateway on a free port in front of a server that serves a folder of its own. */
function platformOn(port: number): Platform {
  const platform = new Platform("door", { publicUrl: `https://localhost:${port}` });
  const files = new Sample(platform, "files", {
    serve: BEHIND_SIDECAR,
    container: {
      command: ["httpd", "-f", "-p", "127.0.0.1:8080", "-h", "/etc"],
      probes: {},
    },
  });
  new Kong(platform, "gateway", {
    consumers: { web: {} },
    routes: [{ path: "/files", to: files.server }],
    resources: { cpu: "500m" },
  });
  return platform;
}

describeLive(ENGINES, "a rendered gateway in Docker, with an image in Kong's place", () => {
  let docker: Docker;
  let project: ComposeProject;
  let stack: RunningProject;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    docker = await Docker.start();
    project = await ComposeProject.create(platformOn(port));
    stack = new RunningProject(docker, project);
    await stack.loadImages();
  });

  afterAll(async () => {
    await stack?.compose(["down", "--volumes", "--timeout", "2"]);
    await docker?.stop();
    project?.remove();
  });

  /** Asks from outside, as a user would who trusts the platform's authority. */
  const ask = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    new Promise<{ readonly status: number | undefined; readonly text: string; readonly serial: string }>(
      (done, fail) => {
        const ca = readFileSync(project.kept("pki/ca.crt"));
        request(
          {
            host: "127.0.0.1",
            servername: "localhost",
            port,
            ca,
            path,
            headers: { host: "localhost", ...headers },
            agent: false,
          },
          (response) => {
            const socket = response.socket as TLSSocket;
            const serial = socket.getPeerCertificate().serialNumber;
            let text = "";
            response.on("data", (chunk: Buffer) => (text += chunk.toString()));
            response.on("end", () => done({ status: response.statusCode, text, serial }));
          },
        )
          .on("error", fail)
          .end();
      },
    );
  const key = () => ({ apikey: readFileSync(project.kept("secrets/gateway-key-web"), "utf8") });

  it("can assemble the declarative file with nothing running but what hands out keys: for whoever wants to judge it", async () => {
    await stack.compose(["up", "--no-deps", "material"]);
    const program = 'source <(sed "/^umask/,\\$d" /etc/ashlar/kong/start.sh); assemble; cat "$KONG_DECLARATIVE_CONFIG"';
    const asked = await stack.compose([
      ...["run", "--rm", "--no-deps", "--entrypoint", "/bin/bash"],
      "gateway",
      "-c",
      program,
    ]);
    expect(kongDeclaration.safeParse(load(asked.stdout)).error?.issues).toBeUndefined();
  });

  it("comes up: the rendered start program, files, user and health check fit a container that may write nothing", async () => {
    await stack.up();
    const { State, RestartCount } = await stack.inspect("gateway");
    expect({ health: State.Health?.Status, RestartCount }).toEqual({ health: "healthy", RestartCount: 0 });
    expect(processFacts(State.Pid)).toMatchObject({ uid: 1000, gid: 1000, noNewPrivileges: true });
    expect((await stack.exec("gateway", "sh", "-c", "touch /etc/mark")).code).not.toBe(0);
    const { stdout } = await stack.exec("gateway", "cat", "/run/kong/kong.yaml");
    expect(kongDeclaration.safeParse(load(stdout)).error?.issues).toBeUndefined();
  });

  it("is asked from outside: with a key it passes, without one it does not", async () => {
    expect(await ask("/files/hostname", key())).toMatchObject({
      status: 200,
      text: expect.stringMatching(/^[0-9a-f]{12}\n$/) as string,
    });
    expect(await ask("/files/hostname")).toMatchObject({ status: 401 });
    expect(await ask("/elsewhere", key())).toMatchObject({ status: 404 });
  });

  it("publishes one port, on this machine alone", async () => {
    const published = [...(await stack.inspectAll())].flatMap(([name, { HostConfig }]) =>
      Object.entries(HostConfig.PortBindings ?? {}).map(([inside, to]) => ({ name, inside, to })),
    );
    expect(published).toEqual([
      { name: "gateway", inside: "8443/tcp", to: [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
    ]);
  });

  it("takes a renewed certificate without a restart", async () => {
    const before = await ask("/files/hostname", key());
    project.dropCertificate("gateway");
    await project.init();
    await stack.up();
    const isRenewed = async () => (await ask("/files/hostname", key())).serial !== before.serial;
    await waitUntil(isRenewed, "the gateway shows the new certificate", 60_000);
    expect(await ask("/files/hostname", key())).toMatchObject({ status: 200 });
    expect((await stack.inspect("gateway")).RestartCount).toBe(0);
  });

  it("recovers by itself when it crashes", async () => {
    await stack.crash("gateway");
    await waitUntil(async () => (await ask("/files/hostname", key())).status === 200, "it serves again", 30_000);
    expect((await stack.inspect("gateway")).RestartCount).toBe(1);
  });

  it("writes no key anywhere that a log or an inspection shows", async () => {
    const logs = await stack.compose(["logs"]);
    const states = JSON.stringify([...(await stack.inspectAll())]);
    expect(`${logs.stdout}${logs.stderr}${states}`).not.toContain(key().apikey);
  });
});
