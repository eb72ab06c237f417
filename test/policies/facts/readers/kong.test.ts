import { kong } from "../../../../policies/facts/readers/kong";
import { container } from "./container";

const image = "docker.io/kong/kong:3.9.3-ubuntu";
type Content = Parameters<typeof container>[0];
const read = (content: Content) => kong.read(container({ image, ...content }));
const ports = (env: Record<string, string | undefined>, rest: Content = {}) =>
  read({ env, ...rest })?.ports.map(({ port, tls, loopbackOnly, serves }) => [port, tls, loopbackOnly, serves]);

/** A declarative file with one service and one route, and what a test changes in them. */
function file(service: object = {}, route: object = {}): string {
  return JSON.stringify({
    _format_version: "3.0",
    services: [
      {
        ...{ name: "rest", protocol: "https", host: "rest", port: 8443, tls_verify: true, ca_certificates: ["a"] },
        routes: [{ paths: ["/rest/"], protocols: ["https"], preserve_host: false, ...route }],
        ...service,
      },
    ],
  });
}

const OWN_CERTIFICATE = { KONG_CLIENT_SSL: "on", KONG_CLIENT_SSL_CERT: "/keys/tls.crt" };
const DECLARED = { KONG_DATABASE: "off", KONG_DECLARATIVE_CONFIG: "/kong.yml" };
const QUIET = { ...DECLARED, KONG_ADMIN_LISTEN: "off" };

/** What is known of the server that the one service calls. */
const upstream = (service: object = {}, route: object = {}, env: Record<string, string> = OWN_CERTIFICATE) =>
  read({ env: { ...QUIET, ...env }, files: { "/kong.yml": file(service, route) } })?.upstreams[0];

describe("Kong's ports", () => {
  it("are plain and TLS ones for everybody, and an administration on loopback, when it is told nothing", () => {
    expect(ports({})).toEqual([
      [8000, "none", false, undefined],
      [8443, "server", false, undefined],
      [8001, "none", true, "administration"],
      [8444, "server", true, "administration"],
      [8002, "none", false, "administration"],
      [8445, "server", false, "administration"],
    ]);
  });

  it("lack the graphical administration in releases that have none, and where there is no administration", () => {
    const numbers = (content: Content) => read(content)?.ports.map(({ port }) => port);
    expect(numbers({ image: "kong:2.8.1" })).toEqual([8000, 8443, 8001, 8444]);
    expect(numbers({ env: { KONG_ADMIN_LISTEN: "off" } })).toEqual([8000, 8443]);
  });

  it("show an administration that others reach", () => {
    expect(
      ports({ KONG_ADMIN_LISTEN: "0.0.0.0:8001 reuseport, [::]:8444 http2 ssl", KONG_PROXY_LISTEN: "off" }),
    ).toEqual(
      expect.arrayContaining([
        [8001, "none", false, "administration"],
        [8444, "server", false, "administration"],
      ]),
    );
  });

  it.each([
    ["127.0.0.1:8100", "none", true],
    ["0.0.0.0:8100", "none", false],
    ["0.0.0.0:8100 ssl", "server", false],
  ])("show where its state is told: %s", (listen, tls, loopbackOnly) => {
    expect(ports({ ...QUIET, KONG_STATUS_LISTEN: listen })).toContainEqual([8100, tls, loopbackOnly, undefined]);
  });

  it("demand certificates only when nginx is told to, and then of the authority alone", () => {
    const [port] = read({
      env: { KONG_PROXY_LISTEN: "0.0.0.0:8443 ssl", KONG_NGINX_PROXY_SSL_VERIFY_CLIENT: "on" },
    })!.ports;
    expect(port).toMatchObject({ tls: "mutual", verifiesName: false, source: "KONG_NGINX_PROXY_SSL_VERIFY_CLIENT" });
  });

  it("are unknown when a secret says where it listens", () => {
    expect(ports({ ...QUIET, KONG_PROXY_LISTEN: undefined })).toEqual([]);
  });

  it("are read from its file of settings after its variables", () => {
    const files = { "/etc/kong/kong.conf": "proxy_listen = 127.0.0.1:9000 # own\nadmin_listen = off\n" };
    expect(ports({}, { files })).toEqual([[9000, "none", true, undefined]]);
    expect(ports({ KONG_PROXY_LISTEN: "0.0.0.0:9001" }, { files })).toEqual([[9001, "none", false, undefined]]);
    expect(
      ports(
        {},
        { command: ["kong", "start", "-c", "/k"], files: { "/k": "proxy_listen=[::1]:9002\nadmin_listen=off" } },
      ),
    ).toEqual([[9002, "none", true, undefined]]);
  });
});

describe("Kong's plain port", () => {
  const plain = (route: object, more: object = {}) =>
    ports(
      { ...QUIET, KONG_PROXY_LISTEN: "0.0.0.0:8000" },
      { files: { "/kong.yml": JSON.stringify({ ...(JSON.parse(file({}, route)) as object), ...more }) } },
    )?.[0]?.[3];

  it("only redirects when every route is for https", () => {
    expect(plain({})).toBe("redirect");
    expect(plain({ protocols: ["https", "grpcs"] })).toBe("redirect");
  });

  it.each([
    ["one route is for http too", { protocols: ["http", "https"] }, {}],
    ["a route does not say", { protocols: undefined }, {}],
    ["a route stands by itself", {}, { routes: [{ service: { name: "rest" }, paths: ["/"] }] }],
  ])("serves when %s", (_, route, more) => {
    expect(plain(route, more)).toBeUndefined();
  });

  it("is taken to serve when nothing says what its routes are", () => {
    expect(ports({ ...QUIET, KONG_PROXY_LISTEN: "0.0.0.0:8000" })).toEqual([[8000, "none", false, undefined]]);
  });
});

describe("Kong's upstreams", () => {
  it("are checked when a service says so and names authorities, and see a certificate when Kong has one", () => {
    expect(upstream()).toMatchObject({ target: "https://rest:8443", check: "full", presentsCertificate: true });
  });

  it.each<[string, object, object, string, RegExp]>([
    ["tls_verify that is not set", { tls_verify: undefined }, {}, "none", /not set/],
    ["tls_verify that is switched off", { tls_verify: false }, {}, "none", /is false/],
    ["a client's host that is kept", {}, { preserve_host: true }, "none", /preserve_host/],
    ["no authority", { ca_certificates: undefined }, {}, "unknown", /ca_certificates/],
    ["an empty list of authorities", { ca_certificates: [] }, {}, "unknown", /ca_certificates/],
    ["no TLS", { protocol: "http" }, {}, "plain", /its protocol is/],
    ["no protocol, which is http", { protocol: undefined }, {}, "plain", /its protocol is/],
    ["a url without TLS", { url: "http://rest:3000/" }, {}, "plain", /its protocol is/],
    ["a database over tcp", { protocol: "tcp", port: 5432 }, {}, "plain", /its protocol is/],
  ])("%s", (_, service, route, check, why) => {
    expect(upstream(service, route)).toMatchObject({ check, why: expect.stringMatching(why) as string });
  });

  it("see no certificate when Kong is given none, unless the service has its own", () => {
    expect(upstream({}, {}, {})).toMatchObject({ presentsCertificate: false });
    expect(upstream({}, {}, { ...OWN_CERTIFICATE, KONG_CLIENT_SSL: "off" })).toMatchObject({
      presentsCertificate: false,
    });
    expect(upstream({ client_certificate: { id: "c" } }, {}, {})).toMatchObject({ presentsCertificate: true });
  });

  it("follow what nginx is told where a service says nothing", () => {
    const env = {
      KONG_NGINX_PROXY_PROXY_SSL_VERIFY: "on",
      KONG_NGINX_PROXY_PROXY_SSL_TRUSTED_CERTIFICATE: "/ca.crt",
    };
    expect(upstream({ tls_verify: undefined, ca_certificates: undefined }, {}, env)).toMatchObject({ check: "full" });
  });

  it("belong to routes that stand by themselves as well", () => {
    const text = JSON.stringify({
      ...(JSON.parse(file({ routes: undefined })) as object),
      routes: [{ service: "rest", protocols: ["https"], preserve_host: true }],
    });
    expect(read({ env: QUIET, files: { "/kong.yml": text } })?.upstreams).toMatchObject([{ check: "none" }]);
  });

  it("stay beside it on loopback", () => {
    expect(upstream({ url: "http://127.0.0.1:3000" })).toMatchObject({
      isLocal: true,
      target: "http://127.0.0.1:3000",
    });
  });

  const OWN_START =
    'assemble() {\n  {\n    cat "$ASHLAR_ROUTES" /keys\n  } >"$KONG_DECLARATIVE_CONFIG.new"\n}\nkong prepare\n';
  const joined = (script: string, env: Record<string, string> = { ASHLAR_ROUTES: "/routes.yaml" }) =>
    read({
      command: ["/bin/bash", "/start.sh"],
      env: { ...QUIET, ...env },
      files: { "/start.sh": script, "/routes.yaml": file({ tls_verify: false }) },
    })?.upstreams;

  it("are read from the routes that our start program joins with keys", () => {
    expect(joined(OWN_START)).toMatchObject([{ check: "none", source: "/routes.yaml: rest" }]);
  });

  it("have the plugins that come with the keys, as far as the routes show them", () => {
    const limit = { name: "rate-limiting", route: "r", config: { minute: 5, policy: "redis" } };
    const text = file({}, { name: "r" });
    const withSecrets = JSON.stringify({ ...(JSON.parse(text) as object), _ignore: [limit] });
    const limitOf = (content: Content) => {
      const routes = read(content)?.routes;
      return routes?.kind === "known" ? routes.routes[0]?.limit?.amounts.get("minute") : "unknown";
    };
    const env = { ...QUIET, ASHLAR_ROUTES: "/routes.yaml" };
    const files = { "/start.sh": OWN_START, "/routes.yaml": withSecrets };
    expect(limitOf({ command: ["/bin/bash", "/start.sh"], env, files })).toBe(5);
    // Kong itself looks at nothing in it, and neither does anything else when Kong reads the file as it is.
    expect(limitOf({ env: QUIET, files: { "/kong.yml": withSecrets } })).toBeUndefined();
  });

  it.each<[string, string, Record<string, string> | undefined]>([
    ["another program starts Kong", "sed s/a/b/ /routes.yaml >/kong.yml\nkong prepare\n", undefined],
    [
      "only a comment speaks of the routes",
      '# cat "$ASHLAR_ROUTES" >"$KONG_DECLARATIVE_CONFIG"\nkong prepare\n',
      undefined,
    ],
    ["the routes go elsewhere", 'cat "$ASHLAR_ROUTES" >/tmp/log\nkong prepare\n', undefined],
    ["nothing says which file holds the routes", OWN_START, {}],
  ])("are unknown when %s", (_, script, env) => {
    expect(joined(script, env)).toMatchObject([{ check: "unknown", source: "/kong.yml" }]);
  });

  it("are unknown when a file merely lies there, which something may change before Kong reads it", () => {
    const found = read({ env: QUIET, files: { "/tmp/template.yml": file({ tls_verify: false }) } });
    expect(found?.upstreams).toMatchObject([{ check: "unknown", source: "/kong.yml" }]);
  });

  it.each<[string, Content, string]>([
    ["routes in a database", { env: {} }, "KONG_DATABASE"],
    ["no file", { env: { KONG_DATABASE: "off" } }, "KONG_DECLARATIVE_CONFIG"],
    ["a file that is not there", { env: DECLARED }, "/kong.yml"],
    [
      "a file that a secret names",
      { env: { ...DECLARED, KONG_DECLARATIVE_CONFIG: undefined } },
      "KONG_DECLARATIVE_CONFIG",
    ],
    ["a file that cannot be read", { env: DECLARED, files: { "/kong.yml": "_format_version: {" } }, "/kong.yml"],
  ])("are unknown with %s", (_, content, source) => {
    expect(read(content)?.upstreams).toMatchObject([{ check: "unknown", source }]);
  });
});

describe("Kong", () => {
  it.each<[string, Content]>([
    ["its own start", { command: ["/docker-entrypoint.sh", "kong", "docker-start"] }],
    ["another image's command", { image: "acme/gateway:1", args: ["kong", "start"] }],
    [
      "a script among the files",
      { command: ["bash", "/start.sh"], files: { "/start.sh": "set -e\nkong prepare -p /run\nexec nginx\n" } },
    ],
    [
      "a line of a shell",
      { command: ["bash", "-c", 'eval "$(cat /t)" > /k && /docker-entrypoint.sh kong docker-start'] },
    ],
  ])("is known by %s", (_, content) => {
    expect(read(content)?.reader).toBe("kong");
  });

  it.each<[string, Content]>([
    ["a migration", { args: ["kong", "migrations", "bootstrap"] }],
    ["another program", { command: ["/bin/plain-http", "kong", "start"] }],
    ["another image", { image: "docker.io/library/nginx:1" }],
  ])("is not mistaken for %s", (_, content) => {
    expect(read(content)).toBeUndefined();
  });

  it("names the keys that it reads, and what holds them", () => {
    const env = { KONG_SSL_CERT_KEY: "/a.key,/b.key", KONG_CLIENT_SSL_CERT_KEY: "-----BEGIN" };
    expect(read({ env, files: { "/b.key": "x" } })?.keyFiles).toEqual([
      { path: "/a.key", source: "KONG_SSL_CERT_KEY", heldBy: undefined },
      { path: "/b.key", source: "KONG_SSL_CERT_KEY", heldBy: "config" },
    ]);
  });
});
