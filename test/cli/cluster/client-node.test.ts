import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { temporaryFolders } from "../../constructs/state/temporary-folder";
import type { CliRun } from "../cli";

const root = join(__dirname, "..", "..", "..");
const folder = temporaryFolders();

// Processes of their own start slowly on a busy machine.
jest.setTimeout(120_000);

interface Stored {
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string> };
  readonly type?: string;
  readonly data?: Record<string, string>;
}

/** The little of an API server that an init talks to: namespaces and Secrets, created once and read back. */
class ApiServer {
  public readonly stored = new Map<string, Stored>();
  public readonly methods = new Set<string>();
  /** Answers every request with this status, when it is set. */
  public refusal: number | undefined;
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (code: number, body: object): void => {
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const status = (code: number, message: string): void =>
      send(code, { kind: "Status", apiVersion: "v1", code, message });
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const path = (request.url ?? "").split("?")[0] ?? "";
    this.methods.add(request.method ?? "");
    if (this.refusal !== undefined)
      return status(this.refusal, 'secrets is forbidden: User "ci" cannot get resource "secrets"');
    if (request.method === "GET") {
      const found = this.stored.get(path);
      return found === undefined ? status(404, "not found") : send(200, { kind: "Secret", apiVersion: "v1", ...found });
    }
    const body = JSON.parse(text) as Stored;
    const id = `${path}/${body.metadata.name}`;
    const namespace = /^(\/api\/v1\/namespaces\/[^/]+)\/secrets$/.exec(path)?.[1];
    if (namespace !== undefined && !this.stored.has(namespace)) return status(404, "namespace not found");
    if (this.stored.has(id)) return status(409, "already exists");
    this.stored.set(id, body);
    return send(201, body);
  }
}

/** Runs the built command without blocking this process, whose server it talks to. */
function ashlar(cwd: string, args: readonly string[]): Promise<CliRun> {
  return new Promise((resolve) => {
    const { PATH } = process.env;
    const child = spawn(process.execPath, [join(root, "dist", "cli", "main.js"), ...args], {
      cwd,
      env: { PATH, HOME: cwd },
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    child.on("close", (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
  });
}

function kubeconfig(cwd: string, server: string): string {
  const path = join(cwd, "kubeconfig");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    contexts: [{ name: "test", context: { cluster: "test", user: "ci" } }],
    clusters: [{ name: "test", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "ci", user: { token: "t" } }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

describe("ashlar init --target kubernetes", () => {
  const api = new ApiServer();
  let address: string;

  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, "scripts", "build.mjs")], { stdio: "inherit" });
    address = await api.start();
  }, 300_000);
  afterAll(() => api.stop());
  beforeEach(() => {
    api.stored.clear();
    api.methods.clear();
    api.refusal = undefined;
  });

  const init = (cwd: string, ...args: string[]): Promise<CliRun> =>
    ashlar(cwd, [
      "init",
      "baas",
      "--target",
      "kubernetes",
      "--kubeconfig",
      kubeconfig(cwd, address),
      "--json",
      ...args,
    ]);

  it("creates the namespace with its labels and the missing Secrets, and never changes or deletes", async () => {
    const cwd = folder();
    const { exitCode, stdout, stderr } = await init(cwd);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(api.stored.get("/api/v1/namespaces/baas-dev")?.metadata.labels).toMatchObject({
      "pod-security.kubernetes.io/enforce": "restricted",
    });
    const key = api.stored.get("/api/v1/namespaces/baas-dev/secrets/auth-admin");
    expect(Buffer.from(key?.data?.["value"] ?? "", "base64").toString()).toMatch(/^[\w-]{40}$/);
    expect(stdout).not.toContain(key?.data?.["value"]);
    expect([...api.methods].sort()).toEqual(["GET", "POST"]);
  });

  it("creates nothing when it is run again", async () => {
    const cwd = folder();
    await init(cwd);
    const before = JSON.stringify([...api.stored]);
    const { stdout } = await init(cwd);
    expect(JSON.stringify([...api.stored])).toBe(before);
    const changes = (JSON.parse(stdout) as { changes: { action: string }[] }).changes;
    expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(["kept"]));
  });

  it("creates certificates of the local authority when the platform says so", async () => {
    const cwd = folder();
    await init(cwd, "--set", "pki=local");
    const tls = [...api.stored.values()].filter(({ type }) => type === "kubernetes.io/tls");
    expect(tls.length).toBeGreaterThan(2);
    const authority = readFileSync(join(cwd, "out/baas/dev/pki/ca.crt"), "utf8");
    for (const { data } of tls) expect(Buffer.from(data?.["ca.crt"] ?? "", "base64").toString()).toBe(authority);
  });

  it("ends with 3, and the API server's own words, when the cluster refuses", async () => {
    api.refusal = 403;
    const { exitCode, stdout } = await init(folder());
    expect(exitCode).toBe(3);
    const [problem] = (JSON.parse(stdout) as { problems: { code: string; message: string }[] }).problems;
    expect(problem).toMatchObject({ code: "ASH-STATE-004", message: expect.stringContaining('User "ci" cannot get') });
  });

  it.each([
    ["the cluster cannot be reached", (cwd: string) => kubeconfig(cwd, "http://127.0.0.1:9"), "cannot read secret"],
    ["the kubeconfig is not there", (cwd: string) => join(cwd, "nowhere"), "cannot be read"],
    [
      "the kubeconfig names no cluster",
      (cwd: string) => {
        mkdirSync(join(cwd, "x"));
        writeFileSync(join(cwd, "x", "config"), "apiVersion: v1\nkind: Config\n");
        return join(cwd, "x", "config");
      },
      "names no cluster",
    ],
  ])("ends with 3 when %s", async (_what, config, words) => {
    const cwd = folder();
    const { exitCode, stderr } = await ashlar(cwd, [
      "init",
      "baas",
      "--target",
      "kubernetes",
      "--kubeconfig",
      config(cwd),
    ]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("ASH-STATE-003");
    expect(stderr).toContain(words);
  });
});
