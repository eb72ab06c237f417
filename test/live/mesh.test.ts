import { request as plainRequest } from "node:http";
import { createServer as createTlsServer, request, type Server } from "node:https";
import { connect as connectPlain, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { Platform } from "../../constructs/model/platform";
import { createAuthority } from "../../constructs/pki/authority";
import type { Authority, LeafMaterial } from "../../constructs/pki/material";
import { behindSidecar, MTLS, Sample } from "../support/sample";
import { EchoServer, maskedFrame } from "./support/echo-server";
import { describeLive } from "./support/engines";
import { freePorts, isListening, temporaryFolder, waitUntil } from "./support/process";
import { RenderedSidecar, issue } from "./support/rendered-sidecar";

const DAY = 86_400_000;
const expired = { now: new Date(Date.now() - 3 * DAY) };

/** A refused caller learns of it in the handshake, or by a connection that ends. Why, the sidecar's log says. */
const ENDED = /alert|ECONNRESET|EPIPE|socket hang up|disconnected/;

/** Waits until a sidecar has logged why it refused, after something was tried. */
async function refused(sidecar: RenderedSidecar, attempt: () => Promise<string>, why: RegExp): Promise<void> {
  const { length } = sidecar.running.output();
  await expect(attempt()).rejects.toThrow(ENDED);
  await waitUntil(
    () => why.test(sidecar.running.output().slice(length)),
    `the sidecar has logged ${why.source}`,
    5_000,
  );
}

describeLive(["ghostunnel"], "the mesh's TLS sidecars, as they are rendered", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let authority: Authority;
  let stranger: Authority;

  beforeAll(async () => {
    folder = temporaryFolder("mesh");
    authority = await createAuthority({ commonName: "acme" });
    stranger = await createAuthority({ commonName: "acme" });
  });

  afterAll(() => folder?.remove());

  /** Opens a WebSocket on a connection, sends a frame and returns what comes back. */
  const webSocket = (socket: Duplex, text: string): Promise<readonly string[]> =>
    new Promise((done, fail) => {
      const answers: string[] = [];
      socket.on("error", fail);
      socket.on("data", (data: Buffer) => {
        answers.push(data.toString("latin1"));
        if (answers.length === 1) socket.write(maskedFrame(text));
        else {
          socket.destroy();
          done(answers);
        }
      });
      socket.write(
        "GET /live HTTP/1.1\r\nHost: server\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
      );
    });

  // The answer to that key in RFC 6455.
  const UPGRADED = /^HTTP\/1\.1 101 Switching Protocols\r\n.*Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/s;

  describe("a server's sidecar", () => {
    let server: Sample;
    let friend: Sample;
    let nobody: Sample;
    let port: number;
    let serverPort: number;
    let backend: EchoServer;
    let sidecar: RenderedSidecar;

    beforeAll(async () => {
      [port, serverPort] = (await freePorts(2)) as [number, number];
      const platform = new Platform("acme");
      server = new Sample(platform, "server", {
        serve: behindSidecar({ port, serverPort, serverHealth: "/health" }),
      });
      friend = new Sample(platform, "friend");
      nobody = new Sample(platform, "nobody");
      friend.peer.connect(server.server);
      // Renewed files are looked for every second instead of every minute; everything else is as rendered.
      const replace = { "--timed-reload=1m": "--timed-reload=1s" };
      const identity = await issue(authority, server.peer);
      sidecar = await RenderedSidecar.start(server.peer, "tls-http", identity, folder.path, { replace });
      backend = await EchoServer.start(serverPort);
    });

    afterAll(async () => {
      await sidecar?.stop();
      await backend?.stop();
    });

    const call = (caller?: LeafMaterial): Promise<string> =>
      new Promise((done, fail) => {
        const identity = caller === undefined ? {} : { cert: caller.certificate, key: caller.key };
        const to = { host: "localhost", family: 4, port, ca: authority.certificate, agent: false, path: "/rows" };
        request({ ...to, ...identity }, (response) => {
          response.on("data", (chunk: Buffer) => done(chunk.toString()));
        })
          .on("error", fail)
          .end();
      });

    it("hands over what a caller of the graph asks", async () => {
      expect(await call(await issue(authority, friend.peer))).toBe("from behind the sidecar");
    });

    it.each([
      ["no certificate", () => undefined, /client didn't provide a certificate/],
      ["a certificate of another authority", () => issue(stranger, friend.peer), /signed by unknown authority/],
      ["an expired certificate", () => issue(authority, friend.peer, expired), /certificate has expired/],
      ["a valid certificate of a peer that has no edge", () => issue(authority, nobody.peer), /principal not allowed/],
      ["the server's own certificate", () => issue(authority, server.peer), /principal not allowed/],
    ])("%s: refused", async (_, caller, why) => {
      const before = backend.requests.length;
      const identity = await caller();
      await refused(sidecar, () => call(identity), why);
      expect(backend.requests).toHaveLength(before);
    });

    it("plain TCP: refused", async () => {
      const before = backend.requests.length;
      const answer = new Promise<string>((done, fail) => {
        const socket: Socket = connectPlain({ host: "127.0.0.1", port }, () => {
          socket.write("GET /rows HTTP/1.1\r\nHost: server\r\n\r\n");
        });
        let text = "";
        socket.on("data", (data) => (text += data.toString("latin1")));
        socket.on("error", fail);
        socket.on("close", () => done(text));
      });
      expect(await answer).toBe("");
      expect(backend.requests).toHaveLength(before);
    });

    it("a WebSocket upgrade passes, and so do its frames", async () => {
      const { certificate: cert, key } = await issue(authority, friend.peer);
      const socket = connect({
        host: "127.0.0.1",
        port,
        servername: "localhost",
        ca: authority.certificate,
        cert,
        key,
      });
      const [upgraded, frame] = await webSocket(socket, "hello");
      expect(upgraded).toMatch(UPGRADED);
      expect(frame).toBe("\x81\x0decho of hello");
    });

    it("says that it is ready when the server behind it says so, and only then", async () => {
      expect(await sidecar.status()).toBe(200);
      expect(backend.requests).toContain("/health");
      backend.health = 503;
      expect(await sidecar.status()).toBe(503);
      await backend.stop();
      expect(await sidecar.status()).toBe(503);
      backend = await EchoServer.start(serverPort);
      expect(await sidecar.status()).toBe(200);
    });

    it("a renewed certificate is presented without a restart, and open connections stay", async () => {
      const caller = await issue(authority, friend.peer);
      const dial = (): Promise<TLSSocket> =>
        new Promise((done, fail) => {
          const identity = { cert: caller.certificate, key: caller.key, ca: authority.certificate };
          const socket = connect({ host: "127.0.0.1", port, servername: "localhost", ...identity });
          socket.once("secureConnect", () => done(socket)).on("error", fail);
        });
      const serial = async (): Promise<string> => {
        const socket = await dial();
        const { serialNumber } = socket.getPeerCertificate();
        socket.destroy();
        return serialNumber;
      };
      const open = await dial();
      const [before, { pid }] = [await serial(), sidecar.running];
      await sidecar.renew(await issue(authority, server.peer));
      await waitUntil(async () => (await serial()) !== before, "the sidecar presents the new certificate");
      expect(sidecar.running.pid).toBe(pid);
      expect((await webSocket(open, "still here"))[1]).toContain("echo of still here");
    });

    it("stops at once when it is asked to and nothing is open", async () => {
      sidecar.running.signal("SIGTERM");
      expect(await sidecar.running.exited(10_000)).toBe(0);
      expect(await isListening(port)).toBe(false);
    });
  });

  describe("a client's tunnel", () => {
    let server: Sample;
    let client: Sample;
    let nobody: Sample;
    let port: number;
    let tunnelPort: number;
    let tunnel: RenderedSidecar;
    let upstream: Server | undefined;
    let seen: string[];

    beforeAll(async () => {
      [port, tunnelPort] = (await freePorts(2)) as [number, number];
      const platform = new Platform("acme");
      server = new Sample(platform, "server", { serve: { ...MTLS, port } });
      client = new Sample(platform, "client");
      nobody = new Sample(platform, "nobody");
      client.peer.connect(server.server, { client: "tunnel" });
      const replace = { "--listen=127.0.0.1:15000": `--listen=127.0.0.1:${tunnelPort}` };
      const identity = await issue(authority, client.peer);
      tunnel = await RenderedSidecar.start(client.peer, "tunnel-0", identity, folder.path, { replace });
    });

    beforeEach(() => {
      seen = [];
    });

    afterEach(async () => {
      upstream?.closeAllConnections();
      await new Promise((done) => (upstream === undefined ? done(undefined) : upstream.close(done)));
      upstream = undefined;
    });

    afterAll(async () => {
      await tunnel?.stop();
    });

    /** A server that demands a certificate of the platform, and remembers whose it was. */
    const serveAs = async (identity: LeafMaterial): Promise<void> => {
      const { certificate: cert, key } = identity;
      const options = { cert, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true };
      upstream = createTlsServer(options, (incoming, response) => {
        seen.push((incoming.socket as TLSSocket).getPeerCertificate().subjectaltname ?? "");
        response.end("from the far end");
      });
      await new Promise<void>((done) => upstream?.listen(port, "127.0.0.1", done));
    };

    const call = (): Promise<string> =>
      new Promise((done, fail) => {
        plainRequest({ host: "127.0.0.1", port: tunnelPort, agent: false }, (response) => {
          response.on("data", (chunk: Buffer) => done(chunk.toString()));
        })
          .on("error", fail)
          .end();
      });

    it("reaches the right server, and presents its own certificate there", async () => {
      await serveAs(await issue(authority, server.peer));
      expect(await call()).toBe("from the far end");
      expect(seen).toEqual([expect.stringContaining(`URI:${client.peer.identity.uri}`)]);
    });

    it.each([
      ["a server of another authority", () => issue(stranger, server.peer), /signed by unknown authority/],
      [
        "a server whose certificate has expired",
        () => issue(authority, server.peer, expired),
        /certificate has expired/,
      ],
      [
        "another peer of the platform at the server's address",
        () => issue(authority, nobody.peer),
        /principal not allowed/,
      ],
      [
        "the right peer under another host name",
        () => issue(authority, server.peer, { dnsNames: ["elsewhere"] }),
        /certificate is valid for elsewhere, not localhost/,
      ],
    ])("%s: refused", async (_, identity, why) => {
      await serveAs(await identity());
      await refused(tunnel, call, why);
      expect(seen).toEqual([]);
    });

    it("a server that speaks no TLS: refused", async () => {
      const plain = await EchoServer.start(port);
      await refused(tunnel, call, /first record does not look like a TLS handshake/);
      expect(plain.requests).toEqual([]);
      await plain.stop();
    });

    it("says that it is ready when the far end is, and only then", async () => {
      expect(await tunnel.status()).toBe(503);
      await serveAs(await issue(authority, server.peer));
      expect(await tunnel.status()).toBe(200);
    });

    it("listens on loopback alone", () => {
      expect(tunnel.args.filter((arg) => arg.includes("0.0.0.0"))).toEqual([]);
      expect(tunnel.args).toContain(`--listen=127.0.0.1:${tunnelPort}`);
    });

    it("a WebSocket passes from a tunnel through a sidecar", async () => {
      const [behind] = (await freePorts(1)) as [number];
      const platform = new Platform("acme");
      const guarded = new Sample(platform, "server", { serve: behindSidecar({ port, serverPort: behind }) });
      new Sample(platform, "client").peer.connect(guarded.server);
      const identity = await issue(authority, guarded.peer);
      const sidecar = await RenderedSidecar.start(guarded.peer, "tls-http", identity, `${folder.path}/chain`);
      // This server declares no path to ask: its port is what counts.
      expect(await sidecar.status()).toBe(503);
      const backend = await EchoServer.start(behind);
      expect(await sidecar.status()).toBe(200);
      const [upgraded, frame] = await webSocket(connectPlain({ host: "127.0.0.1", port: tunnelPort }), "hello");
      expect(upgraded).toMatch(UPGRADED);
      expect(frame).toContain("echo of hello");
      await sidecar.stop();
      await backend.stop();
    });
  });
});
