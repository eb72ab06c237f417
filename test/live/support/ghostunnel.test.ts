import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { TestAuthority } from "./certificates";
import type { CertificateFiles } from "./certificates";
import { describeLive } from "./engines";
import { startGhostunnel } from "./ghostunnel";
import { freePort, temporaryFolder } from "./process";
import type { Running } from "./process";

describeLive(["ghostunnel"], "ghostunnel as a sidecar for tests", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let backend: Server;
  let tunnel: Running;
  let port: number;
  let authority: TestAuthority;

  beforeAll(async () => {
    folder = temporaryFolder("ghostunnel");
    authority = await TestAuthority.create(folder.path);
    const serving = await authority.issue("server", { commonName: "rest", names: ["DNS:localhost"] });
    backend = createServer((_, response) => response.end("from behind the tunnel"));
    await new Promise<void>((done) => backend.listen(0, "127.0.0.1", done));
    port = await freePort();
    const target = `127.0.0.1:${(backend.address() as AddressInfo).port}`;
    const files = ["--cert", serving.certificate, "--key", serving.key, "--cacert", authority.certificate];
    tunnel = await startGhostunnel(
      ["server", "--listen", `127.0.0.1:${port}`, "--target", target, ...files, "--allow-dns", "gateway"],
      port,
      folder.path,
    );
  });

  afterAll(async () => {
    await tunnel.stop();
    await new Promise((done) => backend.close(done));
    folder.remove();
  });

  const call = (caller?: CertificateFiles): Promise<string> =>
    new Promise((done, fail) => {
      const identity = caller && { cert: readFileSync(caller.certificate), key: readFileSync(caller.key) };
      const ca = readFileSync(authority.certificate);
      const outgoing = request({ host: "localhost", family: 4, port, ca, agent: false, ...identity }, (response) => {
        response.on("data", (chunk: Buffer) => done(chunk.toString()));
      });
      outgoing.on("error", fail).end();
    });

  it("lets the allowed name through", async () => {
    const gateway = await authority.issue("gateway", { commonName: "gateway", names: ["DNS:gateway"] });
    expect(await call(gateway)).toBe("from behind the tunnel");
  });

  it("refuses another name, and a caller without a certificate", async () => {
    const other = await authority.issue("other", { commonName: "other", names: ["DNS:other"] });
    await expect(call(other)).rejects.toThrow();
    await expect(call()).rejects.toThrow();
    expect(tunnel.output()).toMatch(/unauthorized/);
  });
});
