import { KeyIssuer } from "../../../constructs/issuer/key-issuer";
import { flatten, type Expression } from "../../../constructs/model/expression";
import { ExternalEndpoint, type ExternalEndpointProps } from "../../../constructs/model/external-endpoint";
import { Platform } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";
import { ExternalDatabase } from "../../../constructs/postgres/external-database";
import { PostgREST } from "../../../constructs/postgrest/postgrest";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { Caller } from "./support/caller";
import { leaves } from "./support/leaves";

const CA = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

function text(expression: Expression): string {
  return flatten(expression, leaves)
    .map((part) => (typeof part === "string" ? part : `{${part.secret.secretName}}`))
    .join("");
}

function foreign(server: Partial<ExternalEndpointProps> = {}) {
  const platform = new Platform("acme");
  const endpoint = new ExternalEndpoint(platform, "crm-db", {
    ...{ host: "db.acme.example", port: 5432, protocol: "postgresql", cidrs: ["203.0.113.7/32"] },
    ...server,
  });
  const password = new Secret(platform, "crm-password", { kind: "given", describe: "password of the role crm" });
  const database = new ExternalDatabase(platform, "crm", {
    ...{ server: endpoint, name: "crm", owner: "crm", logins: { crm: password } },
  });
  return { platform, database, endpoint, password };
}

it("is reached by password over TLS, its server checked against the authority that it is declared with", () => {
  const { platform, database, password } = foreign({ ca: CA });
  const connection = database.connect(new Caller(platform, "app").peer);
  expect(text(connection.uri())).toBe(
    "postgresql://crm:{crm-password}@db.acme.example:db.acme.example/crm?sslmode=verify-full&sslrootcert=/etc/ashlar/crm-ca.crt",
  );
  expect(connection.material("libpq")).toEqual([{ kind: "secret", secret: password }]);
  expect(connection.mounts).toMatchObject([{ path: "/etc/ashlar/authorities/crm-ca.crt" }]);
});

it("without an authority of its own is checked against those that the caller trusts", () => {
  const { platform, database } = foreign();
  const connection = database.connect(new Caller(platform, "app").peer);
  expect(text(connection.uri())).toMatch(/sslmode=verify-full&sslrootcert=system$/);
  expect(text(connection.jdbc())).toMatch(
    /sslmode=verify-full&sslfactory=org\.postgresql\.ssl\.DefaultJavaSSLFactory$/,
  );
});

it("opens one way out for each caller, to its addresses and its port", () => {
  const { platform, database } = foreign();
  const caller = new Caller(platform, "app");
  caller.uses(database.connect(caller.peer).material("libpq"));
  const policies = renderKubernetes(platform).objects.filter(({ kind }) => kind === "NetworkPolicy");
  const text = JSON.stringify(policies);
  expect(text.match(/ipBlock/g)).toHaveLength(1);
  expect(text).toContain('"cidr":"203.0.113.7/32"');
});

it("tells its administrator what components need there, each thing once, and provisions nothing", () => {
  const platform = new Platform("acme");
  const logins = Object.fromEntries(
    ["authenticator", "postgrest_keys"].map((role) => [
      role,
      new Secret(platform, role.replace("_", "-"), { kind: "given", describe: `password of ${role}` }),
    ]),
  );
  const server = new ExternalEndpoint(platform, "crm-db", { host: "db.example", port: 5432, protocol: "postgresql" });
  const database = new ExternalDatabase(platform, "crm", { server, name: "crm", owner: "crm", logins });
  new PostgREST(platform, "rest", { database, issuer: new KeyIssuer(platform, "issuer"), audience: "acme" });
  const { file, notes } = renderCompose(platform);
  const needs = notes.filter(({ code }) => code === "ASH-PG-006").map(({ message }) => message);
  expect(needs).toContain("the foreign database crm needs: schema api owned by crm");
  expect(needs).toContain(
    "the foreign database crm needs: role authenticator (inherit false; member of anon, authenticated, service_role)",
  );
  expect(new Set(needs).size).toBe(needs.length);
  expect(Object.keys(file.services).filter((name) => name.includes("provision"))).toEqual([]);
});

it("refuses a login whose password is not given, and a server without TLS", () => {
  const { platform, database } = foreign({ tls: "plain" });
  database.connect(new Caller(platform, "app").peer, { role: "nobody" });
  expect(() => platform.seal()).toThrow(/nobody\] ASH-PG-005[\s\S]*ASH-INPUT-002: the server speaks no TLS/);
});
