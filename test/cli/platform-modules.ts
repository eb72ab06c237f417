import { writeFileSync } from "node:fs";
import { join } from "node:path";

const model = (file: string): string => JSON.stringify(join(__dirname, "..", "..", "constructs", file));

/** Writes a module, in JavaScript so that it needs no build, and returns its path. */
export function writeModule(folder: string, name: string, body: string): string {
  const file = join(folder, name);
  const head = `const { Platform } = require(${model("model/platform")});
const { Scope } = require(${model("model/scope")});
const { Secret } = require(${model("model/secret")});
const { Construct } = require(${JSON.stringify(require.resolve("constructs"))});
const { Postgres } = require(${model("postgres/postgres")});
`;
  writeFileSync(file, `${head}${body}\n`);
  return file;
}

/** A platform with nothing in it. */
export const EMPTY = `module.exports = ({ environment }) => new Platform("acme", { environment });`;

/** A platform with a database. */
export const DATABASE = `module.exports = ({ environment }) => {
  const platform = new Platform("acme", { environment });
  new Postgres(platform, "db", { storage: "1Gi", databases: { app: {} } });
  return platform;
};`;

/** A platform with a secret that only its user knows. */
export const GIVEN_SECRET = `module.exports = ({ environment }) => {
  const platform = new Platform("acme", { environment });
  new Secret(platform, "smtp-password", { kind: "given", describe: "password of the SMTP account" });
  return platform;
};`;
