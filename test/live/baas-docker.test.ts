import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ADMIN_CLIENT } from "../../constructs/keycloak/server";
import { graphOf } from "../../constructs/model/graph";
import type { Platform } from "../../constructs/model/platform";
import { peerName } from "../../constructs/render/compose/names";
import { baasIn } from "../support/baas";
import { ComposeProject } from "./support/compose-project";
import { Docker, dockerEngines } from "./support/docker";
import { EdgeAttempts, edgeName, innerEdges, type EdgeOutcomes } from "./support/edge-attempts";
import { describeLive } from "./support/engines";
import { askHttps, type Answer, type HttpsServer, type Question } from "./support/https-client";
import { verifiedClaims, type KeySet } from "./support/json-web-token";
import { openPorts } from "./support/open-ports";
import { freePort } from "./support/process";
import { RunningProject } from "./support/running-project";

const ENGINES = [
  ...dockerEngines,
  "image-busybox",
  "image-ghostunnel",
  "image-keycloak",
  "image-kong-stand-in",
  "image-pause",
  "image-postgres-17",
  "image-postgres-alpine-stand-in",
  "image-postgrest-stand-in",
] as const;

/** Keycloak is built and makes its schema at its first start, on a machine that may be busy. */
const FIRST_START_SECONDS = 480;

const MINUTES = 60_000;

const REALM = "/auth/realms/baas";
const CERTS = `${REALM}/protocol/openid-connect/certs`;
const TOKEN = `${REALM}/protocol/openid-connect/token`;

/** A client that the realm has after a change. */
const REPORTS = 'auth.realm.clients={"reports": {"kind": "service"}}';

/** How a caller learns that its certificate will not do: an alert, a word of PostgreSQL's, or the connection's end. */
const NO_CERTIFICATE = /alert certificate required|alert bad certificate|requires a valid client certificate/;
const UNKNOWN_AUTHORITY = /alert unknown ca|alert bad certificate/;
const EXPIRED = /alert certificate expired|alert bad certificate/;
const WRONG_NAME = /alert bad certificate|certificate authentication failed|no pg_hba.conf entry/;

describeLive(ENGINES, "the whole of baas in Docker: gateway, identity provider, database and API", () => {
  let docker: Docker;
  let project: ComposeProject;
  let stack: RunningProject;
  let platform: Platform;
  let attempts: EdgeAttempts;
  let settings: readonly string[];
  let gateway: HttpsServer;

  beforeAll(async () => {
    const port = await freePort();
    settings = [`publicUrl=https://localhost:${port}`];
    platform = baasIn("dev", settings);
    docker = await Docker.start();
    project = await ComposeProject.create(platform);
    stack = new RunningProject(docker, project);
    await stack.loadImages();
    attempts = await EdgeAttempts.create(platform, stack, join(docker.folder, "attempts"));
    gateway = { address: "127.0.0.1", port, name: "localhost", ca: kept("pki/ca.crt") };
  });

  afterAll(async () => {
    await stack?.compose(["down", "--volumes", "--timeout", "2"]);
    await docker?.stop();
    project?.remove();
  });

  const kept = (path: string): string => readFileSync(project.kept(path), "utf8");
  const ask = (path: string, question?: Question): Promise<Answer> => askHttps(gateway, path, question);
  const askJson = async <T>(path: string, question?: Question): Promise<T> => {
    const { status, body } = await ask(path, question);
    expect({ path, status, body }).toMatchObject({ path, status: 200 });
    return JSON.parse(body) as T;
  };
  const tokenOf = async (client: string): Promise<string> => {
    const form = {
      grant_type: "client_credentials",
      client_id: client,
      client_secret: kept(`secrets/auth-client-${client}`),
    };
    return (await askJson<{ access_token: string }>(TOKEN, { method: "POST", form })).access_token;
  };

  it(
    "comes up, with every program healthy that can tell, every job at its end, and none started twice",
    async () => {
      await stack.up(FIRST_START_SECONDS);
      for (const [name, { State, RestartCount }] of await stack.inspectAll()) {
        const service = project.service(name);
        const isJob = service.restart !== "unless-stopped";
        const tells = !isJob && service.healthcheck !== undefined;
        const { Status: status, ExitCode: code, Health } = State;
        expect({ name, status, code, health: Health?.Status, restarts: RestartCount }).toEqual({
          name,
          status: isJob ? "exited" : "running",
          code: 0,
          health: tells ? "healthy" : undefined,
          restarts: 0,
        });
      }
    },
    (FIRST_START_SECONDS + 60) * 1000,
  );

  it("has missed no program in any image", async () => {
    const { stdout } = await stack.compose(["logs"]);
    expect(stdout.split("\n").filter((line) => /: (?:command )?not found$/.test(line))).toEqual([]);
  });

  it("asks for the consumer's key at the API, and hands on what comes with it", async () => {
    expect((await ask("/rest/v1/things")).status).toBe(401);
    expect((await ask("/rest/v1/things", { headers: { apikey: "guessed" } })).status).toBe(401);
    const headers = { apikey: kept("secrets/gateway-key-web") };
    expect(await askJson("/rest/v1/things", { headers })).toMatchObject({
      server: "postgrest-stand-in",
      path: "/things",
    });
  });

  it("tells applications the public address of the issuer", async () => {
    const origin = `https://localhost:${gateway.port}`;
    expect(await askJson(`${REALM}/.well-known/openid-configuration`)).toMatchObject({
      issuer: `${origin}${REALM}`,
      authorization_endpoint: `${origin}${REALM}/protocol/openid-connect/auth`,
      token_endpoint: `${origin}${TOKEN}`,
      jwks_uri: `${origin}${CERTS}`,
    });
  });

  it.each(["/auth/admin", "/auth/admin/realms", "/auth/realms/master", "/auth", "/auth/metrics", "/auth/health"])(
    "keeps %s inside",
    async (path) => {
      expect((await ask(path)).status).toBe(404);
      expect((await ask(`${path}/`)).status).toBe(404);
    },
  );

  it("issues a token to a service, which its keys verify", async () => {
    const claims = verifiedClaims(await tokenOf("service"), await askJson<KeySet>(CERTS));
    expect(claims).toMatchObject({
      iss: `https://localhost:${gateway.port}${REALM}`,
      aud: expect.arrayContaining(["baas"]) as string[],
      azp: "service",
      role: "service_role",
    });
    expect(Number(claims["exp"])).toBeGreaterThan(Date.now() / 1000);
  });

  it("refuses a client with a wrong secret", async () => {
    const form = { grant_type: "client_credentials", client_id: "service", client_secret: "guessed" };
    expect((await ask(TOKEN, { method: "POST", form })).status).toBe(401);
  });

  it("has written the issuer's keys into the database, and only those that sign", async () => {
    const { keys } = await askJson<KeySet>(CERTS);
    expect(keys.map(({ use }) => use).sort()).toEqual(["enc", "sig"]);
    const select =
      "select coalesce(jsonb_agg(jsonb_build_object('issuer', issuer, 'kid', kid, 'jwk', jwk)), '[]') from postgrest.keys";
    const { stdout } = await stack.exec("db", "psql", "-XqAt", "-U", "postgres", "-d", "app", "-c", select);
    expect(JSON.parse(stdout)).toEqual(
      keys
        .filter(({ use }) => use === "sig")
        .map((jwk) => ({ issuer: `https://localhost:${gateway.port}${REALM}`, kid: jwk.kid, jwk })),
    );
  });

  describe("every edge of the platform's graph", () => {
    const edges = innerEdges(baasIn("dev"));
    /** Edges are tried in the order of their names, each once. */
    const outcomes = new Map<string, EdgeOutcomes>();
    const outcomesOf = async (name: string): Promise<EdgeOutcomes> => {
      const edge = innerEdges(platform).find((item) => edgeName(item) === name);
      if (edge === undefined) throw new Error(`no edge ${name}`);
      const known = outcomes.get(name) ?? (await attempts.on(edge));
      outcomes.set(name, known);
      return known;
    };

    it("demands mutual TLS", () => {
      expect(edges.length).toBeGreaterThan(0);
      for (const { endpoint } of edges) {
        expect({ path: endpoint.path, tls: endpoint.props.tls }).toMatchObject({
          tls: { mode: "mtls", verifies: "name" },
        });
      }
    });

    it.each(edges.map(edgeName))("%s: lets the caller in, and nobody else", async (name) => {
      const { right, withoutTls, withoutCertificate, otherAuthority, expired, otherPeers } = await outcomesOf(name);
      expect(right).toMatchObject({ isIn: true });
      expect(withoutTls).toMatchObject({ isIn: false });
      expect(withoutCertificate).toEqual({ isIn: false, said: expect.stringMatching(NO_CERTIFICATE) as string });
      expect(otherAuthority).toEqual({ isIn: false, said: expect.stringMatching(UNKNOWN_AUTHORITY) as string });
      expect(expired).toEqual({ isIn: false, said: expect.stringMatching(EXPIRED) as string });
      expect(otherPeers.size).toBeGreaterThan(0);
      for (const [path, outcome] of otherPeers) {
        expect({ path, ...outcome }).toEqual({
          path,
          isIn: false,
          said: expect.stringMatching(WRONG_NAME) as string,
        });
      }
    });
  });

  it("listens, where others could come, on the ports of the graph alone", async () => {
    const states = await stack.inspectAll();
    const servers = graphOf(platform).peers.filter(({ endpoints }) => endpoints.length > 0);
    for (const server of servers) {
      const name = peerName(server);
      const declared = server.endpoints.map(({ props }) => props.port);
      const inner = server.endpoints.flatMap(({ sidecar }) => sidecar?.serverPort ?? []);
      const { reachable, loopback } = openPorts((states.get(`${name}-sandbox`) ?? states.get(name))?.State.Pid ?? 0);
      expect({ name, reachable }).toEqual({ name, reachable: declared });
      expect({ name, loopback }).toEqual({ name, loopback: expect.arrayContaining(inner) as number[] });
      // Whoever shares the network with the server finds the declared ports, and nothing behind them.
      const answering = await attempts.openPorts(server, [...declared, ...loopback]);
      expect({ name, answering }).toEqual({ name, answering: declared });
    }
  });

  describe("after a change of the realm", () => {
    const USER = { username: "maria", enabled: true, email: "maria@acme.example", emailVerified: true };

    /** Keycloak's own API for administrators, asked as the job that makes the realm. */
    const asAdministrator = async <T>(path: string, question: Question = {}): Promise<T | undefined> => {
      const { NetworkSettings } = await stack.inspect("auth-sandbox");
      const server: HttpsServer = {
        address: NetworkSettings.Networks[stack.network("auth")]?.IPAddress ?? "",
        port: 8443,
        name: "auth",
        ca: kept("pki/ca.crt"),
        certificate: kept("pki/auth-provision/tls.crt"),
        key: kept("pki/auth-provision/tls.key"),
      };
      const form = {
        grant_type: "client_credentials",
        client_id: ADMIN_CLIENT,
        client_secret: kept("secrets/auth-admin"),
      };
      const login = await askHttps(server, "/auth/realms/master/protocol/openid-connect/token", {
        method: "POST",
        form,
      });
      const { access_token: token } = JSON.parse(login.body) as { access_token: string };
      const headers = { authorization: `Bearer ${token}` };
      const { status, body } = await askHttps(server, `/auth/admin/realms/baas${path}`, { ...question, headers });
      if (status >= 300) throw new Error(`${path} answers ${status}: ${body}`);
      return body === "" ? undefined : (JSON.parse(body) as T);
    };
    const users = () => asAdministrator<readonly { readonly id: string }[]>("/users?username=maria&exact=true");

    it(
      "has the new client and the user that was made by hand, and has restarted no server",
      async () => {
        await asAdministrator("/users", { method: "POST", json: USER });
        const before = await users();
        expect(before).toEqual([expect.objectContaining(USER)]);
        const { Id, State } = await stack.inspect("auth");

        project = await project.changedTo(baasIn("dev", [...settings, REPORTS]));
        stack = new RunningProject(docker, project);
        await stack.up(FIRST_START_SECONDS);
        const { stdout } = await stack.compose(["logs", "--no-log-prefix", "auth-provision"]);
        expect(stdout).toBe("provision: made client reports; changed nothing; deleted nothing\n");

        const claims = verifiedClaims(await tokenOf("reports"), await askJson<KeySet>(CERTS));
        expect(claims).toMatchObject({ azp: "reports" });
        // A service of one's own gets what it is given, and nothing by itself.
        expect(claims).not.toHaveProperty("role");
        expect(verifiedClaims(await tokenOf("service"), await askJson<KeySet>(CERTS))).toMatchObject({
          azp: "service",
        });
        expect(await users()).toEqual(before);
        expect(await stack.inspect("auth")).toMatchObject({ Id, State: { StartedAt: State.StartedAt } });
      },
      5 * MINUTES,
    );
  });
});
