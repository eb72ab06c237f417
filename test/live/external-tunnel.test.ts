import { writeFileSync } from "node:fs";
import { request as plainRequest } from "node:http";
import { createServer, type Server } from "node:https";
import type { TLSSocket } from "node:tls";
import { ExternalEndpoint, type ExternalEndpointProps } from "../../constructs/model/external-endpoint";
import { Platform } from "../../constructs/model/platform";
import { createAuthority } from "../../constructs/pki/authority";
import { issueLeaf } from "../../constructs/pki/leaf";
import type { Authority, LeafMaterial } from "../../constructs/pki/material";
import { Sample } from "../support/sample";
import { EchoServer } from "./support/echo-server";
import { describeLive } from "./support/engines";
import { freePorts, temporaryFolder, waitUntil } from "./support/process";
import { issue, RenderedSidecar } from "./support/rendered-sidecar";

const HOST = "localhost";
const EXPIRED = { now: new Date(Date.now() - 3 * 86_400_000) };

describeLive(["ghostunnel"], "a tunnel to a server outside of the platform, as it is rendered", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  /** Who signs the certificates of the platform's own workloads. */
  let ours: Authority;
  /** Who signs those of the server outside. */
  let theirs: Authority;
  let stranger: Authority;
  let port: number;
  let listenPort: number;
  let seen: { readonly path: string; readonly certificate: object }[];
  let server: Server | undefined;
  let tunnel: RenderedSidecar | undefined;

  beforeAll(async () => {
    folder = temporaryFolder("external-tunnel");
    [ours, theirs, stranger] = (await Promise.all(
      ["acme", "partner", "partner"].map((commonName) => createAuthority({ commonName })),
    )) as [Authority, Authority, Authority];
    [port, listenPort] = (await freePorts(2)) as [number, number];
  });

  beforeEach(() => {
    seen = [];
  });

  afterEach(async () => {
    await tunnel?.stop();
    tunnel = undefined;
    server?.closeAllConnections();
    await new Promise((done) => (server === undefined ? done(undefined) : server.close(done)));
    server = undefined;
  });

  afterAll(() => folder?.remove());

  /** Starts the tunnel of a program that calls the server. Its way in is moved to a free port; all else is as rendered. */
  const openTunnel = async (name: string, props: Partial<ExternalEndpointProps>): Promise<RenderedSidecar> => {
    const platform = new Platform("acme");
    const partner = new ExternalEndpoint(platform, "partner", { host: HOST, port, protocol: "http", ...props });
    const { peer } = new Sample(platform, "client");
    peer.connect(partner, { client: "tunnel" });
    const replace = { "--listen=127.0.0.1:15000": `--listen=127.0.0.1:${listenPort}` };
    const identity = await issue(ours, peer);
    tunnel = await RenderedSidecar.start(peer, "tunnel-0", identity, `${folder.path}/${name}`, { replace });
    return tunnel;
  };

  /** The partner's certificate. */
  const partnerLeaf = (authority: Authority, dnsNames = [HOST], { now = new Date() } = {}): Promise<LeafMaterial> =>
    issueLeaf(authority, {
      ...{ commonName: "partner", uri: "spiffe://partner.example/api", dnsNames },
      ...{ usages: ["server"], days: 1, now },
    });

  /** The partner's server: it asks every caller for a certificate and takes those that have none. */
  const serveAs = async ({ certificate: cert, key }: LeafMaterial): Promise<void> => {
    server = createServer({ cert, key, requestCert: true, rejectUnauthorized: false }, (incoming, response) => {
      seen.push({ path: incoming.url ?? "", certificate: (incoming.socket as TLSSocket).getPeerCertificate() });
      response.end("from the partner");
    });
    await new Promise<void>((done) => server?.listen(port, "127.0.0.1", done));
  };

  const call = (): Promise<string> =>
    new Promise((done, fail) => {
      plainRequest({ host: "127.0.0.1", port: listenPort, agent: false, path: "/keys" }, (response) => {
        response.on("data", (chunk: Buffer) => done(chunk.toString()));
      })
        .on("error", fail)
        .end();
    });

  /** Expects a call to fail for a reason that the tunnel logs. What came to the server all the same. */
  const refused = async (why: RegExp): Promise<readonly unknown[]> => {
    await expect(call()).rejects.toThrow(/ECONNRESET|EPIPE|socket hang up/);
    await waitUntil(() => why.test(tunnel?.running.output() ?? ""), `the tunnel has logged ${why.source}`, 5_000);
    return seen;
  };

  it("reaches a server of the authority that it is declared with, and shows it no certificate of ours", async () => {
    await serveAs(await partnerLeaf(theirs));
    const opened = await openTunnel("given", { ca: theirs.certificate });
    expect(await call()).toBe("from the partner");
    // What a caller without a certificate is to Node's server.
    expect(seen).toEqual([{ path: "/keys", certificate: {} }]);
    expect(opened.args.filter((arg) => /^--(?:cert|key|keystore)=/.test(arg))).toEqual([]);
    expect(await opened.status()).toBe(200);
  });

  it.each<readonly [string, () => Promise<LeafMaterial>, RegExp]>([
    [
      "a server of another authority, even of the same name",
      () => partnerLeaf(stranger),
      /signed by unknown authority/,
    ],
    ["a server that our own authority signed", () => partnerLeaf(ours), /signed by unknown authority/],
    [
      "another server of the right authority",
      () => partnerLeaf(theirs, ["other.example"]),
      /certificate is valid for other\.example, not localhost/,
    ],
    ["a server whose certificate has expired", () => partnerLeaf(theirs, [HOST], EXPIRED), /certificate has expired/],
  ])("%s: refused", async (name, leaf, why) => {
    await serveAs(await leaf());
    await openTunnel(name.replaceAll(/\W+/g, "-"), { ca: theirs.certificate });
    expect(await refused(why)).toEqual([]);
  });

  it("a server that speaks no TLS: refused", async () => {
    const plain = await EchoServer.start(port);
    try {
      await openTunnel("plain", { ca: theirs.certificate });
      await refused(/first record does not look like a TLS handshake/);
      expect(plain.requests).toEqual([]);
    } finally {
      await plain.stop();
    }
  });

  describe("with no authority of its own", () => {
    /** Go reads from here what the system trusts; in the sidecar's image that is a file of public authorities. */
    const VARIABLE = "SSL_CERT_FILE";
    let before: string | undefined;

    beforeEach(() => {
      before = process.env[VARIABLE];
    });

    afterEach(() => {
      if (before === undefined) delete process.env[VARIABLE];
      else process.env[VARIABLE] = before;
    });

    const systemTrusts = (authority: Authority): void => {
      const file = `${folder.path}/system.crt`;
      writeFileSync(file, authority.certificate);
      process.env[VARIABLE] = file;
    };

    it("reaches a server whose authority the system trusts", async () => {
      await serveAs(await partnerLeaf(theirs));
      systemTrusts(theirs);
      await openTunnel("system", {});
      expect(await call()).toBe("from the partner");
      expect(seen).toEqual([{ path: "/keys", certificate: {} }]);
    });

    it("a server whose authority the system does not know: refused", async () => {
      await serveAs(await partnerLeaf(theirs));
      await openTunnel("unknown", {});
      expect(await refused(/signed by unknown authority/)).toEqual([]);
    });

    it("another server of a trusted authority: refused", async () => {
      await serveAs(await partnerLeaf(theirs, ["other.example"]));
      systemTrusts(theirs);
      await openTunnel("elsewhere", {});
      expect(await refused(/certificate is valid for other\.example, not localhost/)).toEqual([]);
    });
  });
});
