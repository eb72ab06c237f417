import type { ConfigFile } from "../model/config-file";
import type { Material, Mount } from "../model/container";
import { AshlarError } from "../model/diagnostics";
import {
  concat,
  configPath,
  encoded,
  identityFile,
  secretValue,
  type Expression,
  type ExpressionInput,
} from "../model/expression";
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
  /** What it must have in its `mounts`: the authority of a server outside of the platform. */
  readonly mounts: readonly Mount[];
  /**
   * `postgresql://role@host:port/database?sslmode=verify-full&…`. It holds no password, and so may stand in plain
   * configuration, unless the connection is one by password.
   *
   * @throws AshlarError ASH-INPUT-002 for a parameter that the connection itself sets
   */
  uri(parameters?: ConnectionParameters): Expression;
  /**
   * As {@link uri}, always without a password: for arguments, which everybody who lists processes sees. libpq takes the
   * password from {@link environment}.
   */
  address(parameters?: ConnectionParameters): Expression;
  /** Variables that libpq needs beside {@link address}: the password, if there is one. */
  readonly environment: Readonly<Record<string, Expression>>;
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

/** How the two sides prove themselves. */
interface Proof {
  readonly password?: Secret;
  readonly mounts: readonly Mount[];
  material(driver: Driver): readonly Material[];
  parameters(driver: Driver): readonly Parameter[];
}

/** A connection of a caller that presents its own certificate. */
export function certificateConnection(target: DatabaseTarget): DatabaseConnection {
  const keyForm = (driver: Driver) => (driver === "libpq" ? "key" : "key-der");
  return connectionBy(target, {
    mounts: [],
    material: (driver) => [{ kind: "identity", forms: ["cert", keyForm(driver), "ca"] }],
    parameters: (driver) => [
      ["sslcert", identityFile("cert")],
      ["sslkey", identityFile(keyForm(driver))],
      ["sslrootcert", identityFile("ca")],
    ],
  });
}

/** A connection of a caller that cannot present a certificate: it checks the server's, and proves itself by password. */
export function passwordConnection(target: DatabaseTarget, password: Secret): DatabaseConnection {
  return connectionBy(target, {
    password,
    mounts: [],
    material: () => [
      { kind: "identity", forms: ["ca"] },
      { kind: "secret", secret: password },
    ],
    parameters: () => [["sslrootcert", identityFile("ca")]],
  });
}

/**
 * A connection to a server outside of the platform: by password, and checked against the authority that the server is
 * declared with, or else those that the caller's image trusts.
 */
export function foreignConnection(
  target: DatabaseTarget,
  password: Secret,
  authority: ConfigFile | undefined,
): DatabaseConnection {
  return connectionBy(target, {
    password,
    mounts:
      authority === undefined ? [] : [{ kind: "config", config: authority, path: `${AUTHORITIES}/${authority.name}` }],
    material: () => [{ kind: "secret", secret: password }],
    parameters: (driver) => {
      if (authority !== undefined) return [["sslrootcert", configPath(authority)]];
      return driver === "libpq"
        ? [["sslrootcert", "system"]]
        : [["sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory"]];
    },
  });
}

/** Where authorities of foreign servers are mounted. */
const AUTHORITIES = "/etc/ashlar/authorities";

function connectionBy(target: DatabaseTarget, proof: Proof): DatabaseConnection {
  const address = [target.host, ":", target.port, `/${encodeURIComponent(target.database)}`] as const;
  const user = encodeURIComponent(target.role);
  const { password, mounts } = proof;
  const uri = (login: readonly ExpressionInput[], more: ConnectionParameters): Expression =>
    concat(
      "postgresql://",
      ...login,
      "@",
      ...address,
      query(more, [["sslmode", "verify-full"], ...proof.parameters("libpq")]),
    );
  const login = password === undefined ? [user] : [`${user}:`, encoded("uri", secretValue(password))];
  return {
    ...target,
    ...(password === undefined ? {} : { password }),
    mounts,
    material: (driver) => proof.material(driver),
    environment: password === undefined ? {} : { PGPASSWORD: secretValue(password) },
    uri: (more = {}) => uri(login, more),
    address: (more = {}) => uri([user], more),
    jdbc: (more = {}) =>
      concat(
        "jdbc:postgresql://",
        ...address,
        query(more, [["user", user], ["sslmode", "verify-full"], ...proof.parameters("jdbc")]),
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
