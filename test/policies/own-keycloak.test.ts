import { load, loadAll } from "js-yaml";
import { Keycloak } from "../../constructs/keycloak/keycloak";
import { Platform } from "../../constructs/model/platform";
import { Postgres } from "../../constructs/postgres/postgres";
import { renderCompose } from "../../constructs/render/compose/compose";
import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import { checkFacts } from "../../policies/check";
import { composeFacts } from "../../policies/facts/compose";
import { kubernetesFacts } from "../../policies/facts/kubernetes";
import type { Report } from "../../policies/report";

type Texts = ReadonlyMap<string, string>;

/** An identity provider and its database. */
function platform(): Platform {
  const root = new Platform("acme", {
    publicUrl: "https://acme.example",
    budget: { cpu: "16", memory: "32Gi", storage: "100Gi", pods: 40 },
  });
  const db = new Postgres(root, "db", { storage: "1Gi", databases: { keycloak: {} } });
  new Keycloak(root, "auth", {
    database: db.database("keycloak"),
    realm: { clients: { reports: { kind: "service" } } },
  });
  return root;
}

/** What is rendered, and what `check` makes of its files. */
const TARGETS: Record<string, { readonly render: () => Texts; readonly judge: (files: Texts) => Report }> = {
  compose: {
    render: () => new Map(renderCompose(platform()).files.map(({ path, text }) => [path, text])),
    judge: (files) => checkFacts(composeFacts(load(files.get("compose.yaml") ?? ""), files)),
  },
  kubernetes: {
    render: () => new Map(renderKubernetes(platform()).files.map(({ path, text }) => [path, text])),
    judge: (files) => checkFacts(kubernetesFacts([...files.values()].flatMap((text) => loadAll(text)))),
  },
};

const RENDERED = Object.fromEntries(Object.entries(TARGETS).map(([target, { render }]) => [target, render()]));

type Env = Readonly<Record<string, string | undefined>>;

/** How each target writes a variable: where one stands, and the text of another. */
const VARIABLES: Record<string, { readonly line: (name: string) => RegExp; readonly text: (entry: Entry) => string }> =
  {
    compose: {
      line: (name) => new RegExp(`\\n *${name}: .*`),
      text: ([name, value]) => `\n      ${name}: ${JSON.stringify(value)}`,
    },
    kubernetes: {
      line: (name) => new RegExp(`\\n *- name: "?${name}"?\\n *value: .*`),
      text: ([name, value]) => `\n            - name: ${name}\n              value: ${JSON.stringify(value)}`,
    },
  };

type Entry = readonly [name: string, value: string];

/** The text of a file after variables of the server were set; undefined takes one away that is there. */
function edited(target: string, text: string, env: Env): string {
  const { line, text: written } = VARIABLES[target]!;
  return Object.entries(env).reduce((before, [name, value]) => {
    const present = line(name).test(before);
    if (value === undefined && !present) throw new Error(`${name} is nowhere`);
    const entry = value === undefined ? "" : written([name, value]);
    return present
      ? before.replace(line(name), () => entry)
      : before.replace(line("KC_CACHE"), (found) => found + entry);
  }, text);
}

/** What is rendered, judged with other variables of the server. */
function judged(target: string, env: Env = {}): Report {
  const { judge } = TARGETS[target]!;
  const texts = [...RENDERED[target]!].map(
    ([path, text]) => [path, text.includes("KC_CACHE") ? edited(target, text, env) : text] as const,
  );
  return judge(new Map(texts));
}

/** What is refused; servers and jobs by the names that Compose gives them. */
const mandatory = ({ findings }: Report) =>
  findings
    .filter(({ level }) => level === "mandatory")
    .map(({ code, message }) => `${code} ${message}`)
    .sort();

const DATABASE = "jdbc:postgresql://db:5432/keycloak?user=keycloak";

describe.each(["compose", "kubernetes"])("a rendered identity provider on %s", (target) => {
  it("breaks no mandatory rule", () => {
    expect(mandatory(judged(target))).toEqual([]);
  });

  it("proves every edge", () => {
    const { proven, ...others } = judged(target).edges;
    expect(proven).toBeGreaterThan(2);
    expect(others).toEqual({ "ca-only": 0, "server-only": 0, plain: 0, unproven: 0 });
  });

  it("may say the same in other words", () => {
    const url = `${DATABASE}&sslmode=verify-full&sslcert=/run/ashlar/identity/tls.crt`;
    expect(mandatory(judged(target, { KC_DB_URL: url, KC_HTTP_HOST: "localhost" }))).toEqual([]);
  });

  it.each<[string, Env, string]>([
    [
      "a database whose name is not checked",
      { KC_DB_URL: `${DATABASE}&sslmode=require&sslcert=/run/ashlar/identity/tls.crt` },
      "MTLS-009 the connection of KC_DB_URL does not check its server's name (no sslmode=verify-full)",
    ],
    [
      "a database that sees no certificate",
      { KC_DB_URL: `${DATABASE}&sslmode=verify-full` },
      "MTLS-009 calls postgresql://db:5432 without a certificate of its own",
    ],
    [
      "a database without TLS, named in parts",
      { KC_DB_URL: undefined, KC_DB_URL_HOST: "db" },
      "MTLS-009 calls postgresql://db:5432 without TLS: sslmode is not set, so the server may do without",
    ],
  ])("finds %s", (_, env, finding) => {
    expect(mandatory(judged(target, env))).toEqual([finding]);
  });

  it("finds a plain port in the sidecar's place", () => {
    const found = mandatory(judged(target, { KC_HTTP_HOST: "0.0.0.0", KC_HTTP_PORT: "8443" }));
    expect(found[0]).toMatch(
      /^MTLS-003 port 8443 speaks no TLS and is reached by .*auth-provision.*: Keycloak serves its pages/,
    );
  });

  it.each<[string, Env, RegExp]>([
    ["lets in callers without a certificate", { KC_HTTPS_CLIENT_AUTH: "request" }, /^MTLS-001 .*without a certificate/],
    [
      "trusts every public authority",
      { KC_HTTPS_CLIENT_AUTH: "required" },
      /^MTLS-\d+ .*8443.*it trusts every public authority/,
    ],
  ])("finds Keycloak's own TLS in the sidecar's place, which %s", (_, env, finding) => {
    const own = { KC_HTTP_HOST: "0.0.0.0", KC_HTTPS_CERTIFICATE_FILE: "/keys/tls.crt", KC_HTTPS_PORT: "8443" };
    const { findings } = judged(target, { ...own, ...env });
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toContainEqual(expect.stringMatching(finding));
  });
});

/** Keycloak's own demand for certificates, in place of the sidecar's. */
const OWN_TLS = {
  ...{ KC_HTTP_HOST: "0.0.0.0", KC_HTTPS_CERTIFICATE_FILE: "/keys/tls.crt", KC_HTTPS_PORT: "8443" },
  ...{ KC_HTTPS_CLIENT_AUTH: "required", KC_HTTPS_TRUST_STORE_FILE: "/keys/ca.pem" },
};

it("Keycloak's own demand for certificates lets in every client of the authority: a finding where others could call", () => {
  const { edges, findings } = judged("compose", OWN_TLS);
  expect(edges["ca-only"]).toBeGreaterThan(0);
  const finding = /^port 8443 .*every client of the authorities in KC_HTTPS_TRUST_STORE_FILE/;
  expect(findings.map(({ message }) => message)).toContainEqual(expect.stringMatching(finding));
  // On a cluster a policy names the callers, so that is known and no more.
  expect(judged("kubernetes", OWN_TLS).edges["ca-only"]).toBe(1);
});

it("on a cluster a plain port for everybody is closed by a policy alone, and that is told", () => {
  const { findings } = judged("kubernetes", { KC_HTTP_HOST: "0.0.0.0" });
  expect(findings.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^port 8080 is closed by network policy alone: Keycloak serves its pages/),
  );
});

// On a cluster a policy closes every port but the sidecar's; on Compose whoever shares a network reaches them all.
it.each<[string, Env, string]>([
  ["pages", { KC_HTTP_HOST: "0.0.0.0" }, "8080"],
  ["pages, when nothing says where", { KC_HTTP_HOST: undefined }, "8080"],
  ["state", { KC_HTTP_MANAGEMENT_HOST: "0.0.0.0" }, "9000"],
])("beside its sidecar, %s for everybody are found on compose", (_, env, port) => {
  expect(mandatory(judged("compose", env))).toEqual([
    expect.stringMatching(new RegExp(`^MTLS-003 port ${port} speaks no TLS and is reached by services.auth-provision`)),
  ]);
});
