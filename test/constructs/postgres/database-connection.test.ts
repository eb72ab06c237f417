import { flatten, type Expression } from "../../../constructs/model/expression";
import { Platform } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";
import { Postgres } from "../../../constructs/postgres/postgres";
import { Caller } from "./support/caller";
import { leaves } from "./support/leaves";

/** An expression's text; a secret is its name in braces, with its encodings. */
function text(expression: Expression): string {
  return flatten(expression, leaves)
    .map((part) => (typeof part === "string" ? part : `{${[part.secret.secretName, ...part.encode].join("|")}}`))
    .join("");
}

function connected() {
  const platform = new Platform("acme");
  const db = new Postgres(platform, "db", { storage: "1Gi", databases: { app: {} } });
  const caller = new Caller(platform, "rest");
  return { platform, caller, app: db.database("app") };
}

describe("a connection by certificate", () => {
  it("has a URI without a password, which may stand in plain configuration", () => {
    const { caller, app } = connected();
    const connection = app.connect(caller.peer, { role: "authenticator" });
    expect(text(connection.uri({ application_name: "rest & co" }))).toBe(
      "postgresql://authenticator@db:5432/app?sslmode=verify-full&sslcert=/run/ashlar/identity/tls.crt" +
        "&sslkey=/run/ashlar/identity/tls.key&sslrootcert=/run/ashlar/identity/ca.crt&application_name=rest%20%26%20co",
    );
    expect(connection.material("libpq")).toEqual([{ kind: "identity", forms: ["cert", "key", "ca"] }]);
  });

  it("has a JDBC URL that names the key in the form that Java reads", () => {
    const { caller, app } = connected();
    const connection = app.connect(caller.peer);
    expect(text(connection.jdbc())).toBe(
      "jdbc:postgresql://db:5432/app?user=app&sslmode=verify-full&sslcert=/run/ashlar/identity/tls.crt" +
        "&sslkey=/run/ashlar/identity/key.der&sslrootcert=/run/ashlar/identity/ca.crt",
    );
    expect(connection.material("jdbc")).toEqual([{ kind: "identity", forms: ["cert", "key-der", "ca"] }]);
  });

  it("tells its parts, and waits for the provisioning unless it is told otherwise", () => {
    const { caller, app } = connected();
    const { host, port, database, role } = app.connect(caller.peer);
    app.connect(caller.peer, { role: "later", wait: "none" });
    expect([text(host), text(port), database, role]).toEqual(["db", "5432", "app", "app"]);
    expect(caller.peer.connections.map(({ wait, access }) => [wait, access])).toEqual([
      ["ready", { login: "certificate", database: "app", role: "app" }],
      ["none", { login: "certificate", database: "app", role: "later" }],
    ]);
  });

  it("leaves nobody the choice of another host, user or TLS mode", () => {
    const { caller, app } = connected();
    const connection = app.connect(caller.peer);
    for (const name of ["sslmode", "sslrootcert", "host", "user", "password", "gssencmode"]) {
      expect(() => connection.uri({ [name]: "x" })).toThrow(/ASH-INPUT-002: the connection sets this parameter itself/);
      expect(() => connection.jdbc({ [name]: "x" })).toThrow(/ASH-INPUT-002/);
    }
  });
});

describe("a connection by password", () => {
  it("has the password as a hole, encoded, and no certificate", () => {
    const { platform, caller, app } = connected();
    const password = new Secret(platform, "tool-password", { kind: "password", length: 32 });
    const connection = app.passwordConnect(caller.peer, { role: "tool", password });
    expect(text(connection.uri())).toBe(
      "postgresql://tool:{tool-password|uri}@db:5432/app?sslmode=verify-full&sslrootcert=/run/ashlar/identity/ca.crt",
    );
    expect(connection.material("libpq")).toEqual([
      { kind: "identity", forms: ["ca"] },
      { kind: "secret", secret: password },
    ]);
    expect(connection.password).toBe(password);
  });

  it("has a JDBC URL without the password", () => {
    const { platform, caller, app } = connected();
    const password = new Secret(platform, "tool-password", { kind: "password", length: 32 });
    const connection = app.passwordConnect(caller.peer, { role: "tool", password });
    expect(text(connection.jdbc())).toBe(
      "jdbc:postgresql://db:5432/app?user=tool&sslmode=verify-full&sslrootcert=/run/ashlar/identity/ca.crt",
    );
  });
});
