import type { Material } from "../model/container";
import { AshlarError } from "../model/diagnostics";
import { concat, encoded, identityFile, secretValue, type Expression } from "../model/expression";
import type { Secret } from "../model/secret";

/** How a client's driver reads keys: `libpq` (and drivers like it) as PEM, `jdbc` as PKCS#8 DER. */
export type Driver = "libpq" | "jdbc";

/** More connection parameters, in the driver's own names, for example `{ application_name: "rest" }`. */
export type ConnectionParameters = Readonly<Record<string, string>>;

/** What a caller needs to reach a database as a role. Its values are expressions; no password is ever text in the tree. */
export interface DatabaseConnection {
  readonly host: Expression;
  readonly port: Expression;
  /** Name of the database. */
  readonly database: string;
  /** The role that the caller logs in as. */
  readonly role: string;
  /** Set for a connection by password alone. */
  readonly password?: Secret;
  /** What the caller's container must have in its `material` for the files that {@link uri} or {@link jdbc} name. */
  material(driver: Driver): readonly Material[];
  /**
   * `postgresql://role@host:port/database?sslmode=verify-full&…`. It holds no password, and so may stand in plain
   * configuration, unless the connection is one by password.
   *
   * @throws AshlarError ASH-INPUT-002 for a parameter that the connection itself sets
   */
  uri(parameters?: ConnectionParameters): Expression;
  /**
   * `jdbc:postgresql://host:port/database?user=role&sslmode=verify-full&…`. A password is not part of it: hand it to the
   * driver by its own means.
   *
   * @throws AshlarError ASH-INPUT-002 for a parameter that the connection itself sets
   */
  jdbc(parameters?: ConnectionParameters): Expression;
}

/** Where a connection leads and who makes it. */
export interface DatabaseTarget {
  readonly host: Expression;
  readonly port: Expression;
  readonly database: string;
  readonly role: string;
}

type Parameter = readonly [name: string, value: string | Expression];

/** A connection of a caller that presents its own certificate. */
export function certificateConnection(target: DatabaseTarget): DatabaseConnection {
  const address = ["//", target.host, ":", target.port, `/${encodeURIComponent(target.database)}`] as const;
  const user = encodeURIComponent(target.role);
  return {
    ...target,
    material: (driver) => [
      { kind: "identity", forms: driver === "libpq" ? ["cert", "key", "ca"] : ["cert", "key-der", "ca"] },
    ],
    uri: (parameters = {}) =>
      concat(
        ...["postgresql:", "//", `${user}@`, ...address.slice(1)],
        query(parameters, [
          ["sslmode", "verify-full"],
          ["sslcert", identityFile("cert")],
          ["sslkey", identityFile("key")],
          ["sslrootcert", identityFile("ca")],
        ]),
      ),
    jdbc: (parameters = {}) =>
      concat(
        ...["jdbc:postgresql:", ...address],
        query(parameters, [
          ["user", user],
          ["sslmode", "verify-full"],
          ["sslcert", identityFile("cert")],
          ["sslkey", identityFile("key-der")],
          ["sslrootcert", identityFile("ca")],
        ]),
      ),
  };
}

/** A connection of a caller that cannot present a certificate: it checks the server's, and proves itself by password. */
export function passwordConnection(target: DatabaseTarget, password: Secret): DatabaseConnection {
  const address = ["//", target.host, ":", target.port, `/${encodeURIComponent(target.database)}`] as const;
  const user = encodeURIComponent(target.role);
  return {
    ...target,
    password,
    material: () => [
      { kind: "identity", forms: ["ca"] },
      { kind: "secret", secret: password },
    ],
    uri: (parameters = {}) =>
      concat(
        ...["postgresql:", "//", `${user}:`, encoded("uri", secretValue(password)), "@", ...address.slice(1)],
        query(parameters, [
          ["sslmode", "verify-full"],
          ["sslrootcert", identityFile("ca")],
        ]),
      ),
    jdbc: (parameters = {}) =>
      concat(
        ...["jdbc:postgresql:", ...address],
        query(parameters, [
          ["user", user],
          ["sslmode", "verify-full"],
          ["sslrootcert", identityFile("ca")],
        ]),
      ),
  };
}

/** What no caller may override: it would undo the check of the server's name, or log in as somebody else. */
const OWN = ["host", "hostaddr", "port", "dbname", "user", "password", "passfile", "service", "ssl", "requiressl"];

function query(parameters: ConnectionParameters, own: readonly Parameter[]): Expression {
  for (const name of Object.keys(parameters)) {
    if (!OWN.includes(name) && !name.startsWith("ssl") && !name.startsWith("gss")) continue;
    AshlarError.throw("ASH-INPUT-002", {
      path: `connection:${name}`,
      message: "the connection sets this parameter itself",
      cure: "leave it out",
    });
  }
  const more: readonly Parameter[] = Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [encodeURIComponent(name), encodeURIComponent(value)]);
  // Paths of material hold nothing that a query string would need encoded, and stay readable.
  return concat(...[...own, ...more].flatMap(([name, value], index) => [index === 0 ? "?" : "&", `${name}=`, value]));
}
