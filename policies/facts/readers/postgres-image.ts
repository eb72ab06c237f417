import type { UnreadContainer } from "../container";
import { baseName } from "./command-line";
import { readHba, type HbaRow } from "./pg-hba";

/** Images whose entry point is that of the official one, or made of it. */
const OFFICIAL = new Set(["postgres", "postgis", "timescaledb", "timescaledb-ha", "pgvector"]);

/** How the image is told who gets in; without it every role needs its password. */
const VARIABLE = "POSTGRES_HOST_AUTH_METHOD";
const DEFAULT_METHOD = "scram-sha-256";

/** What the entry point runs once, when the data directory is empty. It may write other rules. */
const SCRIPTS = "/docker-entrypoint-initdb.d";

/** The rules that the official image writes by itself. */
export interface ImageRules {
  readonly rows: readonly HbaRow[] | undefined;
  readonly file: string;
  /** Where it stands, for messages. */
  readonly source: string;
  /** The variable that says so; undefined: nothing does, and the image's default holds. */
  readonly variable?: string;
}

/**
 * What the entry point of the official image adds to `pg_hba.conf` when it makes a new database:
 * `host all all all <method>`, with TLS or without. The rows before it speak of loopback alone. Undefined where another
 * program starts the server, and where nothing says what the rules will be.
 *
 * @see https://github.com/docker-library/postgres, `docker-entrypoint.sh`: pg_setup_hba_conf
 */
export function imageRules(container: UnreadContainer): ImageRules | undefined {
  const [entry] = container.command;
  if (!OFFICIAL.has(container.image.name)) return undefined;
  if (entry !== undefined && baseName(entry) !== "docker-entrypoint.sh") return undefined;
  const given = container.env.find(({ name }) => name === VARIABLE);
  const isGiven = given !== undefined && given.value !== "";
  const method = isGiven ? given.value : DEFAULT_METHOD;
  const hasScripts = container.mounts.some(({ path }) => path === SCRIPTS || path.startsWith(`${SCRIPTS}/`));
  if (method === undefined || (hasScripts && method !== "trust")) return undefined;
  const file = "pg_hba.conf of the image";
  const rows = readHba(`host all all all ${method}`);
  return isGiven
    ? { rows, file, source: `${VARIABLE}=${method}`, variable: VARIABLE }
    : { rows, file, source: `${file} (${VARIABLE} is not set)` };
}
