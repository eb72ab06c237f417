import { request as plainRequest } from "node:http";
import { createServer, request, type Server } from "node:https";
import { connect, type TLSSocket } from "node:tls";
import { Kong } from "../../constructs/kong/kong";
import { Platform } from "../../constructs/model/platform";
import { createAuthority } from "../../constructs/pki/authority";
import type { Authority, LeafMaterial } from "../../constructs/pki/material";
import { behindSidecar, MTLS, Sample } from "../support/sample";
import { EchoServer, maskedFrame } from "./support/echo-server";
import { describeLive } from "./support/engines";
import { GatewayStandIn, type GatewayOptions } from "./support/gateway-stand-in";
import { freePorts, temporaryFolder, waitUntil } from "./support/process";
import { RenderedSidecar, issue } from "./support/rendered-sidecar";

const DAY = 86_400_000;
const HOST = "acme.example";
const KEYS = { "gateway-key-web": "key-of-web", "gateway-key-jobs": "key-of-jobs" };
const WEB = { apikey: "key-of-web" };

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** How a test asks. */
interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

describeLive(["nginx", "ghostunnel"], "what a gateway's files say, with nginx in Kong's place", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let authority: Authority;
  let stranger: Authority;
  let kong: Kong;
  let api: Sample;
  let other: Sample;
  let sidecar: RenderedSidecar;
  let backend: EchoServer;
  let gateway: GatewayStandIn;
  let started = 0;
  const opened: GatewayStandIn[] = [];

  beforeAll(async () => {
    folder = temporaryFolder("gateway");
    authority = await createAuthority({ commonName: "acme" });
    stranger = await createAuthority({ commonName: "acme" });
    const [port, serverPort, otherPort] = (await freePorts(3)) as [number, number, number];
    const platform = new Platform("acme", { publicUrl: `https://${HOST}` });
    api = new Sample(platform, "api", { serve: behindSidecar({ port, serverPort }) });
    other = new Sample(platform, "other", { serve: { ...MTLS, port: otherPort } });
    kong = new Kong(platform, "gateway", {
      consumers: { web: { groups: ["people"] }, jobs: {} },
      routes: [
        { path: "/rest/v1", to: api.server, groups: ["people"] },
        { path: "/kept", to: api.server, auth: "none", stripPath: false, upstreamPath: "/v2" },
        { path: "/live", to: api.server, keyInQuery: true },
        { path: "/few", to: api.server, auth: "none", rateLimit: { perHour: 2 }, maxBody: "1Ki" },
        { path: "/other", to: other.server, auth: "none" },
      ],
    });
    sidecar = await RenderedSidecar.start(api.peer, "tls-http", await issue(authority, api.peer), folder.path);
    backend = await EchoServer.start(serverPort);
    gateway = await start();
  });

  afterAll(async () => {
    for (const item of opened) await item.stop();
    await sidecar?.stop();
    await backend?.stop();
    folder?.remove();
  });

  const identity = () => issue(authority, kong.peer, { dnsNames: [HOST] });
  const start = async (options: GatewayOptions = {}): Promise<GatewayStandIn> => {
    const place = `${folder.path}/gateway-${(started += 1)}`;
    const found = await GatewayStandIn.start(kong, await identity(), place, { secrets: KEYS, ...options });
    opened.push(found);
    return found;
  };

  const ask = (
    path: string,
    { method = "GET", headers = {}, body = "" }: Question = {},
    to = gateway,
  ): Promise<Answer> =>
    new Promise((done, fail) => {
      const where = { host: "127.0.0.1", port: to.ports.https, servername: HOST, ca: authority.certificate };
      const length = body === "" ? {} : { "content-length": String(body.length) };
      const all = { host: HOST, ...length, ...headers };
      request({ ...where, path, method, agent: false, headers: all }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () => done({ status: response.statusCode ?? 0, body: text, headers: response.headers }));
      })
        .on("error", fail)
        .end(body);
    });
  const status = async (path: string, question?: Question, to = gateway) => (await ask(path, question, to)).status;
  /** The request as the upstream saw it last. */
  const seen = () => ({ path: backend.requests.at(-1), headers: backend.headers.at(-1) ?? {} });

  describe("a route", () => {
    it.each([
      ["/rest/v1/rows?limit=1", "/rows?limit=1"],
      ["/rest/v1/", "/"],
      ["/rest/v1", "/"],
      ["/kept/rows", "/v2/kept/rows"],
      ["/kept", "/v2/kept"],
    ])("leads %s to the upstream as %s", async (path, upstream) => {
      expect(await ask(path, { headers: WEB })).toMatchObject({ status: 200, body: "from behind the sidecar" });
      expect(seen().path).toBe(upstream);
    });

    it.each(["/rest/v10", "/rest/v1x/rows", "/rest", "/", "/restXv1"])("does not take %s", async (path) => {
      const { length } = backend.requests;
      expect(await status(path, { headers: WEB })).toBe(404);
      expect(backend.requests).toHaveLength(length);
    });

    it("is of its host alone", async () => {
      expect(await status("/kept/rows", { headers: { host: "elsewhere.example" } })).toBe(404);
    });

    it("shows the upstream its own name, and the public one beside it", async () => {
      await ask("/kept/rows");
      expect(seen().headers).toMatchObject({ "x-forwarded-host": HOST, "x-forwarded-proto": "https" });
      expect(seen().headers.host).toMatch(/^localhost:\d+$/);
    });

    it("passes a WebSocket, whose key may stand in the query, and is not handed on", async () => {
      const socket = connect({ port: gateway.ports.https, servername: HOST, ca: authority.certificate });
      const frames: string[] = [];
      await new Promise<void>((done, fail) => {
        socket.on("error", fail);
        socket.on("data", (data: Buffer) => {
          frames.push(data.toString("latin1"));
          if (frames.length === 1) socket.write(maskedFrame("hello"));
          else done();
        });
        socket.write(
          `GET /live/socket?apikey=key-of-web&channel=a HTTP/1.1\r\nHost: ${HOST}\r\nConnection: Upgrade\r\n` +
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        );
      });
      socket.destroy();
      expect(frames[0]).toMatch(/^HTTP\/1\.1 101 /);
      expect(frames[1]).toContain("echo of hello");
      expect(seen().path).toBe("/socket?channel=a");
    });
  });

  describe("who calls", () => {
    it.each<[string, string, Record<string, string>, number]>([
      ["nobody", "/rest/v1/rows", {}, 401],
      ["a key that nobody has", "/rest/v1/rows", { apikey: "guessed" }, 401],
      ["a key of a consumer outside the group", "/rest/v1/rows", { apikey: "key-of-jobs" }, 403],
      ["a key in the query where it must stand in a header", "/rest/v1/rows?apikey=key-of-web", {}, 401],
      ["a consumer of the group", "/rest/v1/rows", WEB, 200],
      ["any consumer where no group is asked for", "/live/rows", { apikey: "key-of-jobs" }, 200],
      ["anybody where no key is asked for", "/kept/rows", {}, 200],
    ])("%s at %s: answered by status", async (_, path, headers, expected) => {
      const { length } = backend.requests;
      expect(await status(path, { headers })).toBe(expected);
      expect(backend.requests).toHaveLength(expected === 200 ? length + 1 : length);
    });

    it("is told to the upstream by name and group, and the key is not", async () => {
      await ask("/rest/v1/rows", { headers: WEB });
      expect(seen().headers).toMatchObject({ "x-consumer-username": "web", "x-consumer-groups": "people" });
      expect(JSON.stringify(seen().headers)).not.toContain("key-of-web");
    });

    it("cannot be feigned: the rendered program takes such headers of a client away, however they are written", async () => {
      const headers = {
        "X-Consumer-Username": "root",
        x_consumer_groups: "admin",
        "X-Authenticated-Userid": "1",
        "X-Own": "kept",
      };
      expect(await status("/kept/rows", { headers })).toBe(200);
      expect(seen().headers).toMatchObject({ "x-own": "kept" });
      expect(Object.keys(seen().headers).filter((name) => /consumer|authenticated/.test(name))).toEqual([]);
    });

    it("could be feigned if that program did nothing: so it is the program that takes them away", async () => {
      const careless = await start({ edit: (routes) => routes.replace("if OWN[", "if false and OWN[") });
      await ask("/kept/rows", { headers: { "X-Consumer-Username": "root" } }, careless);
      expect(seen().headers).toMatchObject({ "x-consumer-username": "root" });
    });
  });

  it("bounds bodies and rates", async () => {
    expect(await status("/few/rows", { method: "POST", body: "x".repeat(2000) })).toBe(413);
    const answers = [await status("/few/rows"), await status("/few/rows"), await status("/few/rows")];
    expect(answers).toEqual([200, 200, 429]);
  });

  it("leads from http to https, and passes nothing on there", async () => {
    const { length } = backend.requests;
    const answer = await new Promise<{ status: number | undefined; location: string | undefined }>((done, fail) => {
      const to = { host: "127.0.0.1", port: gateway.ports.http, path: "/kept/rows?a=1", headers: { host: HOST } };
      plainRequest(to, (response) => {
        response.resume();
        done({ status: response.statusCode, location: response.headers.location });
      })
        .on("error", fail)
        .end();
    });
    expect(answer).toEqual({ status: 308, location: `https://${HOST}/kept/rows?a=1` });
    expect(backend.requests).toHaveLength(length);
  });

  describe("an upstream", () => {
    let upstream: Server | undefined;
    let callers: string[];

    afterEach(async () => {
      upstream?.closeAllConnections();
      await new Promise((done) => (upstream === undefined ? done(undefined) : upstream.close(done)));
      upstream = undefined;
    });

    /** A server that demands a certificate of the platform, and remembers whose it was. */
    const serveAs = async ({ certificate: cert, key }: LeafMaterial): Promise<void> => {
      callers = [];
      const options = { cert, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true };
      upstream = createServer(options, (incoming, response) => {
        callers.push((incoming.socket as TLSSocket).getPeerCertificate().subjectaltname ?? "");
        response.end("from the far end");
      });
      await new Promise<void>((done) => upstream?.listen(other.server.props.port, "127.0.0.1", done));
    };

    it("that is the right one sees the gateway's certificate", async () => {
      await serveAs(await issue(authority, other.peer));
      expect(await ask("/other/rows")).toMatchObject({ status: 200, body: "from the far end" });
      expect(callers).toEqual([expect.stringContaining(`URI:${kong.peer.identity.uri}`)]);
    });

    it.each<[string, () => Promise<LeafMaterial>, RegExp]>([
      ["of another authority", () => issue(stranger, other.peer), /certificate verify error|self.signed/],
      [
        "whose certificate has expired",
        () => issue(authority, other.peer, { now: new Date(Date.now() - 3 * DAY) }),
        /certificate has expired/,
      ],
      [
        "of another name",
        () => issue(authority, other.peer, { dnsNames: ["elsewhere"] }),
        /certificate does not match "localhost"/,
      ],
    ])("%s is not called", async (_, make, why) => {
      await serveAs(await make());
      const { length } = gateway.running.output();
      expect(await status("/other/rows")).toBe(502);
      expect(callers).toEqual([]);
      await waitUntil(() => why.test(gateway.running.output().slice(length)), `the gateway has logged ${why.source}`);
    });

    it("would be believed whoever it is, if tls_verify were left out: so it is the file that refuses above", async () => {
      const careless = await start({ edit: (routes) => routes.replace(/^ *tls_verify: true\n/gm, "") });
      await serveAs(await issue(stranger, other.peer));
      expect(await status("/other/rows", {}, careless)).toBe(200);
    });

    it("lets nobody in who has no certificate: a gateway that lost its own is refused by the sidecar", async () => {
      const bare = await start({ env: { KONG_CLIENT_SSL: "off" } });
      const { length } = sidecar.running.output();
      const before = backend.requests.length;
      expect(await status("/kept/rows", {}, bare)).toBe(502);
      expect(backend.requests).toHaveLength(before);
      await waitUntil(
        () => sidecar.running.output().slice(length).includes("didn't provide a certificate"),
        "the sidecar has logged why",
      );
    });
  });

  it("takes a renewed certificate without a restart", async () => {
    const serial = (): Promise<string> =>
      new Promise((done, fail) => {
        const to = { port: gateway.ports.https, servername: HOST, ca: authority.certificate };
        const socket = connect(to, () => {
          done(socket.getPeerCertificate().serialNumber);
          socket.destroy();
        }).on("error", fail);
      });
    const [before, { pid }] = [await serial(), gateway.running];
    await gateway.renew(await identity());
    await waitUntil(async () => (await serial()) !== before, "the gateway presents the new certificate", 30_000);
    expect(gateway.running.pid).toBe(pid);
    expect(gateway.running.output()).toContain("Kong has been told to read them");
    expect(await status("/kept/rows")).toBe(200);
  });

  it("logs a line of JSON a request, without its query, where keys may stand", async () => {
    await ask("/live/rows?apikey=key-of-web");
    const lines = gateway.running
      .output()
      .split("\n")
      .filter((line) => line.startsWith('{"time"'));
    const last = JSON.parse(lines.at(-1) ?? "{}") as Record<string, string>;
    expect(last).toMatchObject({
      method: "GET",
      host: HOST,
      path: expect.stringContaining("/") as string,
      status: "200",
    });
    expect(gateway.running.output()).not.toContain("key-of-web");
  });

  it("stops at a plugin that the stand-in does not know, and passes nothing over in silence", async () => {
    const unknown = start({ edit: (routes) => routes.replace('name: "acl"', 'name: "jwt"') });
    await expect(unknown).rejects.toThrow("the stand-in knows no plugin jwt");
  });

  it("is unhealthy when it has ended", async () => {
    expect((await gateway.health()).code).toBe(0);
    gateway.running.signal("SIGQUIT");
    await gateway.running.exited();
    expect((await gateway.health()).code).not.toBe(0);
  });
});
