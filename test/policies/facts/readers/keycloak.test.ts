import { keycloak } from "../../../../policies/facts/readers/keycloak";
import { container } from "./container";

const image = "quay.io/keycloak/keycloak:26.7.0";
type Content = Parameters<typeof container>[0];
type Env = Readonly<Record<string, string | undefined>>;

const read = (content: Content) => keycloak.read(container({ image, args: ["start"], ...content }));
const ports = (env: Env, rest: Content = {}) =>
  read({ env, ...rest })?.ports.map(({ port, tls, loopbackOnly }) => [port, tls, loopbackOnly]);

/** A server that only its own namespace reaches. */
const LOCAL = { KC_HTTP_ENABLED: "true", KC_HTTP_HOST: "127.0.0.1" };
/** A server that demands a certificate of its callers, and compares it with authorities of its own. */
const MUTUAL = {
  KC_HTTPS_CERTIFICATE_FILE: "/keys/tls.crt",
  KC_HTTPS_CERTIFICATE_KEY_FILE: "/keys/tls.key",
  KC_HTTPS_CLIENT_AUTH: "required",
  KC_HTTPS_TRUST_STORE_FILE: "/keys/ca.pem",
};

describe("a container runs Keycloak", () => {
  it.each<[string, Content]>([
    ["by its image and a command", { args: ["start", "--optimized"] }],
    ["for development", { args: ["start-dev"] }],
    ["with options before the command", { args: ["--verbose", "start"] }],
    ["by the program in any image", { image: "acme/id:1", command: ["/opt/keycloak/bin/kc.sh", "start"], args: [] }],
    ["by a shell", { image: "acme/id:1", command: ["sh", "-c", "exec /opt/keycloak/bin/kc.sh start"], args: [] }],
    [
      "by a script of the artifact",
      {
        command: ["/bin/bash", "/etc/start.sh"],
        args: [],
        files: { "/etc/start.sh": '#!/bin/bash\nexport A=$(</b)\nexec "$HOME_OF_IT/bin/kc.sh" start\n' },
      },
    ],
  ])("%s", (_, content) => {
    expect(read(content)?.reader).toBe("keycloak");
  });

  it.each<[string, Content]>([
    ["the image with nothing to do", { args: [] }],
    ["a command that ends", { args: ["build"] }],
    ["its administration's own program", { command: ["/opt/keycloak/bin/kcadm.sh", "start"], args: [] }],
    ["another image", { image: "docker.io/library/postgres:17" }],
    ["another program that is told of it", { command: ["/bin/echo", "kc.sh", "start"], args: [] }],
  ])("%s: it does not", (_, content) => {
    expect(read(content)).toBeUndefined();
  });
});

describe("its plain port", () => {
  it.each<[string, Env, unknown]>([
    ["is closed when nothing opens it", {}, []],
    ["is on every address when it is opened", { KC_HTTP_ENABLED: "true" }, [[8080, "none", false]]],
    ["is on loopback when it is told", LOCAL, [[8080, "none", true]]],
    ["is where it is told", { ...LOCAL, KC_HTTP_HOST: "::1", KC_HTTP_PORT: "8180" }, [[8180, "none", true]]],
    ["is on another address, which is not loopback", { ...LOCAL, KC_HTTP_HOST: "10.1.2.3" }, [[8080, "none", false]]],
    ["counts as open when a secret says whether", { KC_HTTP_ENABLED: undefined }, [[8080, "none", false]]],
    ["counts as reachable when a secret says where", { ...LOCAL, KC_HTTP_HOST: undefined }, [[8080, "none", false]]],
    ["is left to what is declared when a secret says its number", { ...LOCAL, KC_HTTP_PORT: undefined }, []],
  ])("%s", (_, env, expected) => {
    expect(ports(env)).toEqual(expected);
  });

  it("is open for development, and the evidence says why", () => {
    expect(ports({}, { args: ["start-dev"] })).toEqual([[8080, "none", false]]);
    expect(read({ args: ["start-dev"] })?.ports[0]).toMatchObject({
      evidence: expect.stringContaining("runs for development (start-dev)"),
      source: "start-dev",
    });
    expect(ports({ KC_HTTP_ENABLED: "false" }, { args: ["start-dev"] })).toEqual([]);
  });
});

describe("its TLS port", () => {
  const tls = (env: Env) => read({ env: { ...MUTUAL, ...env } })?.ports.find(({ port }) => port === 8443);

  it("demands a certificate and compares its authority, but no name", () => {
    expect(tls({})).toMatchObject({ tls: "mutual", verifiesName: false, allowedNames: undefined, loopbackOnly: false });
    expect(tls({})?.evidence).toContain("every client of the authorities in KC_HTTPS_TRUST_STORE_FILE");
  });

  it.each<[string, Env, string, string]>([
    ["only asks", { KC_HTTPS_CLIENT_AUTH: "request" }, "server", "KC_HTTPS_CLIENT_AUTH"],
    ["does not ask", { KC_HTTPS_CLIENT_AUTH: "none" }, "server", "KC_HTTPS_CLIENT_AUTH"],
    ["asks as a secret says", { KC_HTTPS_CLIENT_AUTH: undefined }, "server", "KC_HTTPS_CLIENT_AUTH"],
  ])("%s: the server alone proves itself", (_, env, expected, source) => {
    expect(tls(env)).toMatchObject({ tls: expected, source });
  });

  it("without authorities of its own takes those of the public, which proves nothing", () => {
    const { KC_HTTPS_TRUST_STORE_FILE: _, ...env } = MUTUAL;
    expect(read({ env })?.ports[0]).toMatchObject({ tls: "unknown", source: "https-trust-store-file" });
  });

  it("is there with a store of keys as well, beside a plain port that stays open", () => {
    expect(ports({ KC_HTTPS_KEY_STORE_FILE: "/keys/server.p12", KC_HTTP_ENABLED: "true" })).toEqual([
      [8080, "none", false],
      [8443, "server", false],
    ]);
  });

  it("names the keys that it reads", () => {
    expect(read({ env: MUTUAL })?.keyFiles).toMatchObject([
      { path: "/keys/tls.key", source: "KC_HTTPS_CERTIFICATE_KEY_FILE" },
    ]);
  });
});

describe("its port for state and metrics", () => {
  const management = (env: Env) =>
    read({ env })
      ?.ports.filter(({ port }) => port !== 8080 && port !== 8443)
      .map(({ port, tls, loopbackOnly }) => [port, tls, loopbackOnly]);

  it.each<[string, Env, unknown]>([
    ["is closed when there is nothing to tell", LOCAL, []],
    ["is plain on the main port's address", { ...LOCAL, KC_HEALTH_ENABLED: "true" }, [[9000, "none", true]]],
    [
      "is plain for everybody when it is told an address of its own",
      { ...LOCAL, KC_METRICS_ENABLED: "true", KC_HTTP_MANAGEMENT_HOST: "0.0.0.0" },
      [[9000, "none", false]],
    ],
    [
      "is on loopback when that alone is told",
      { KC_HTTP_ENABLED: "true", KC_HEALTH_ENABLED: "true", KC_HTTP_MANAGEMENT_HOST: "127.0.0.1" },
      [[9000, "none", true]],
    ],
    ["has the main port's demands", { ...MUTUAL, KC_HEALTH_ENABLED: "true" }, [[9000, "mutual", false]]],
    [
      "lowers them when it is told",
      { ...MUTUAL, KC_HEALTH_ENABLED: "true", KC_HTTPS_MANAGEMENT_CLIENT_AUTH: "none" },
      [[9000, "server", false]],
    ],
    [
      "gives up TLS when it is told",
      { ...MUTUAL, KC_HEALTH_ENABLED: "true", KC_HTTP_MANAGEMENT_SCHEME: "http", KC_HTTP_MANAGEMENT_PORT: "9001" },
      [[9001, "none", false]],
    ],
    [
      "is part of the main port in the old way",
      { ...LOCAL, KC_HEALTH_ENABLED: "true", KC_LEGACY_OBSERVABILITY_INTERFACE: "true" },
      [],
    ],
  ])("%s", (_, env, expected) => {
    expect(management(env)).toEqual(expected);
  });
});

describe("its settings", () => {
  const files = { "/opt/keycloak/conf/keycloak.conf": "http-enabled=true\nhttp-host=127.0.0.1\n# http-port=1\n" };

  it("come from arguments, then from variables, then from its file", () => {
    expect(ports({}, { files })).toEqual([[8080, "none", true]]);
    expect(ports({ KC_HTTP_HOST: "0.0.0.0" }, { files })).toEqual([[8080, "none", false]]);
    expect(ports({ KC_HTTP_HOST: "0.0.0.0" }, { files, args: ["start", "--http-host=::1"] })).toEqual([
      [8080, "none", true],
    ]);
    expect(ports(LOCAL, { args: ["start", "--http-host", "0.0.0.0"] })).toEqual([[8080, "none", false]]);
  });

  it("come from another file when the command names one", () => {
    const other = { "/etc/kc.conf": "http-enabled=true\n" };
    expect(ports({}, { files: other, args: ["--config-file=/etc/kc.conf", "start"] })).toEqual([[8080, "none", false]]);
  });
});

describe("the database that it calls", () => {
  const database = (env: Env, rest: Content = {}) =>
    read({ env: { KC_DB: "postgres", ...env }, ...rest })?.upstreams.map(({ target, check, presentsCertificate }) => [
      target,
      check,
      presentsCertificate,
    ]);
  const url = (query: string) => `jdbc:postgresql://db:5432/keycloak?user=keycloak${query}`;

  it("is checked by authority and name, and sees a certificate", () => {
    expect(database({ KC_DB_URL: url("&sslmode=verify-full&sslcert=/c&sslkey=/k") })).toEqual([
      ["postgresql://db:5432", "full", true],
    ]);
  });

  it("sees none when none is named", () => {
    expect(database({ KC_DB_URL: url("&sslmode=verify-full") })).toEqual([["postgresql://db:5432", "full", false]]);
  });

  it("in a variable or an argument is left to the rule about all such URLs when its mode is weaker", () => {
    expect(database({ KC_DB_URL: url("&sslmode=require") })).toEqual([]);
    expect(database({}, { args: ["start", `--db-url=${url("")}`] })).toEqual([]);
  });

  it.each<[string, Content]>([
    ["in its file", { files: { "/opt/keycloak/conf/keycloak.conf": `db-url=${url("&sslmode=verify-ca")}\n` } }],
    ["among the words of a command", { command: ["kc.sh", "start", `--db-url=${url("&sslmode=require")}`], args: [] }],
  ])("is told by the reader where that rule does not look: %s", (_, content) => {
    expect(database({}, content)).toEqual([["postgresql://db:5432", "none", false]]);
  });

  it.each<[string, Env, unknown]>([
    ["with no mode may do without TLS", {}, "plain"],
    ["with a mode that only encrypts", { KC_DB_URL_PROPERTIES: "?sslmode=require" }, "none"],
    ["with one that checks the authority alone", { KC_DB_URL_PROPERTIES: "?sslmode=verify-ca" }, "none"],
    ["with one that does without", { KC_DB_URL_PROPERTIES: "?sslmode=disable" }, "plain"],
    ["with the full check", { KC_DB_URL_PROPERTIES: "?sslmode=verify-full" }, "full"],
    ["with Keycloak's own word for it", { KC_DB_TLS_MODE: "verify-server" }, "full"],
    ["with properties that a secret has", { KC_DB_URL_PROPERTIES: undefined }, "unknown"],
    ["of a kind that the image was built for", { KC_DB: "", KC_DB_URL_PROPERTIES: "?ssl=true" }, undefined],
  ])("in parts, %s", (_, env, check) => {
    expect(database({ KC_DB_URL_HOST: "db", ...env })?.[0]?.[1]).toBe(check);
  });

  it("of an unknown kind is for somebody to look at", () => {
    expect(read({ env: { KC_DB_URL_HOST: "db" } })?.upstreams[0]?.check).toBe("unknown");
    expect(read({ env: { KC_DB: "mariadb", KC_DB_URL_HOST: "db" } })?.upstreams[0]).toMatchObject({
      check: "unknown",
      target: "the database (mariadb)",
    });
  });

  it("beside it, or in a file of its own, is nobody else's", () => {
    expect(read({ env: { KC_DB: "postgres", KC_DB_URL_HOST: "127.0.0.1" } })?.upstreams[0]?.isLocal).toBe(true);
    expect(read({ env: { KC_DB: "dev-file" } })?.upstreams).toEqual([]);
    expect(read({})?.upstreams).toEqual([]);
  });
});
