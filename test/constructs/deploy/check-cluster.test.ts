import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os, { tmpdir } from "node:os";
import { join } from "node:path";
import { checkCluster } from "../../../constructs/deploy/check-cluster";

const kubeconfigOf = (server: string): string =>
  JSON.stringify({
    clusters: [{ name: "here", cluster: { server, "insecure-skip-tls-verify": true } }],
    contexts: [{ name: "here", context: { cluster: "here", user: "me" } }],
    users: [{ name: "me", user: { token: "t0ken" } }],
    "current-context": "here",
  });

describe("the cluster that a stack deploys to", () => {
  let server: Server;
  let status = 201;
  const asked: string[] = [];
  const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method ?? ""} ${request.url ?? ""} ${request.headers.authorization ?? ""}`);
      request.resume();
      if (status !== 0) response.writeHead(status).end("{}");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });

  beforeEach(() => (asked.length = 0));

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test("is asked who we are, with the kubeconfig's own login", async () => {
    status = 201;
    expect(await checkCluster({ kubeconfig: kubeconfigOf(address()) })).toBe(address());
    expect(asked).toEqual(["POST /apis/authentication.k8s.io/v1/selfsubjectreviews Bearer t0ken"]);
  });

  test("is refused when it does not let us in", async () => {
    status = 401;
    await expect(checkCluster({ kubeconfig: kubeconfigOf(address()) })).rejects.toThrow(/ASH-STATE-004.*401/);
  });

  test("is refused when it does not answer in time", async () => {
    status = 0;
    const patience = 200;
    const choice = { kubeconfig: kubeconfigOf(address()), patience };
    await expect(checkCluster(choice)).rejects.toThrow(
      /ASH-STATE-003: cannot reach the cluster: no answer within 0.2 s/,
    );
  });

  test("is refused when nothing listens there", async () => {
    const choice = { kubeconfig: kubeconfigOf("https://127.0.0.1:1") };
    await expect(checkCluster(choice)).rejects.toThrow(/\[https:\/\/127.0.0.1:1\] ASH-STATE-003/);
  });

  test("is refused when no kubeconfig says where it is", async () => {
    const { KUBECONFIG, HOME } = process.env;
    delete process.env["KUBECONFIG"];
    process.env["HOME"] = "/nowhere";
    await expect(checkCluster()).rejects.toThrow(/ASH-STATE-003: there is none/);
    process.env["HOME"] = HOME;
    if (KUBECONFIG !== undefined) process.env["KUBECONFIG"] = KUBECONFIG;
  });

  test("is found by a path in the home folder, which no shell expands", async () => {
    status = 201;
    const home = mkdtempSync(join(tmpdir(), "home-"));
    writeFileSync(join(home, "config"), kubeconfigOf(address()));
    const told = jest.spyOn(os, "homedir").mockReturnValue(home);
    try {
      expect(await checkCluster({ kubeconfig: "~/config" })).toBe(address());
      await expect(checkCluster({ kubeconfig: "~/other" })).rejects.toThrow(/ASH-STATE-003.*no such file: ~\/other/);
    } finally {
      told.mockRestore();
      rmSync(home, { recursive: true });
    }
  });

  test("is another one than the context's, when the settings name it", async () => {
    status = 201;
    const elsewhere = JSON.parse(kubeconfigOf("https://127.0.0.1:1")) as { clusters: object[] };
    elsewhere.clusters.push({ name: "there", cluster: { server: address(), "insecure-skip-tls-verify": true } });
    const kubeconfig = JSON.stringify(elsewhere);
    expect(await checkCluster({ kubeconfig, cluster: "there" })).toBe(address());
    expect(asked).toEqual([expect.stringContaining("Bearer t0ken")]);
    await expect(checkCluster({ kubeconfig, cluster: "nowhere" })).rejects.toThrow(
      /ASH-STATE-003: there is no cluster "nowhere"; there are: here, there/,
    );
  });

  test("may stand below a path of a proxy", async () => {
    status = 201;
    await checkCluster({ kubeconfig: kubeconfigOf(`${address()}/clusters/c1`) });
    expect(asked).toEqual([expect.stringContaining("POST /clusters/c1/apis/authentication.k8s.io/")]);
  });

  test("speaks TLS when its address names no scheme", async () => {
    const choice = { kubeconfig: kubeconfigOf("127.0.0.1:1") };
    await expect(checkCluster(choice)).rejects.toThrow(/\[127.0.0.1:1\] ASH-STATE-003: cannot reach the cluster/);
  });

  test.each(["not a url", "ftp://127.0.0.1"])("is refused when its address is none: %s", async (server) => {
    await expect(checkCluster({ kubeconfig: kubeconfigOf(server) })).rejects.toThrow(
      `ASH-STATE-003: the current cluster's server is no address: ${server}; check the kubeconfig`,
    );
  });

  test("is refused when the file or the context is not there", async () => {
    await expect(checkCluster({ kubeconfig: "/nowhere/config" })).rejects.toThrow(/ASH-STATE-003.*no such file/);
    const choice = { kubeconfig: kubeconfigOf(address()), context: "elsewhere" };
    await expect(checkCluster(choice)).rejects.toThrow(/there is no context "elsewhere"; there are: here/);
  });
});
