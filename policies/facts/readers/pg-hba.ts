import { isLoopback } from "./address";

/** One row of `pg_hba.conf`. */
export interface HbaRow {
  readonly line: number;
  readonly type: "local" | "host" | "hostssl" | "hostnossl" | "hostgssenc" | "hostnogssenc";
  readonly databases: readonly string[];
  readonly users: readonly string[];
  /** Empty for `local`. */
  readonly address: string;
  readonly method: string;
  readonly options: ReadonlyMap<string, string>;
}

/** One row of `pg_ident.conf`: who a certificate's name may be. */
export interface IdentRow {
  readonly map: string;
  readonly systemName: string;
  readonly databaseUser: string;
}

const TYPES = new Set(["local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc"]);

/** The rows of a `pg_hba.conf`, in their order, which decides; `undefined` when a line is none, as the server would refuse. */
export function readHba(text: string): readonly HbaRow[] | undefined {
  const rows: HbaRow[] = [];
  for (const { fields, line } of readTable(text)) {
    const [type = "", databases = "", users = "", ...rest] = fields;
    if (!TYPES.has(type)) return undefined;
    const address = type === "local" ? "" : (rest.shift() ?? "");
    // An address may be followed by its mask in a field of its own.
    const mask = type !== "local" && /^[\d.]+$|^[\da-f:]+:[\da-f:]*$/i.test(rest[0] ?? "") ? rest.shift() : undefined;
    const [method, ...options] = rest;
    if (method === undefined) return undefined;
    rows.push({
      line,
      type: type as HbaRow["type"],
      databases: databases.split(","),
      users: users.split(","),
      address: mask === undefined ? address : `${address}/${mask}`,
      method,
      options: new Map(options.map((option) => [option.split("=")[0] ?? "", option.slice(option.indexOf("=") + 1)])),
    });
  }
  return rows;
}

/** The rows of a `pg_ident.conf`. */
export function readIdent(text: string): readonly IdentRow[] {
  return readTable(text).flatMap(({ fields: [map, systemName, databaseUser] }) =>
    map === undefined || systemName === undefined || databaseUser === undefined
      ? []
      : [{ map, systemName, databaseUser }],
  );
}

/** Whether a row's address is the machine itself. */
export function isLoopbackRow(row: HbaRow): boolean {
  return row.type === "local" || row.address === "samehost" || isLoopback(row.address.split("/")[0] ?? "");
}

/** What a row says something about: each is a family of addresses, for databases or for replication. */
export type HbaRealm = "v4" | "v6" | "v4 replication" | "v6 replication";

/** The realms that a row has anything to do with. */
export function touchedRealms(row: HbaRow): readonly HbaRealm[] {
  const v4 = !row.address.includes(":");
  const v6 = !/^\d+\./.test(row.address);
  return realms(row, v4, v6, (database) => database !== "replication");
}

/** The realms about which a row decides for everybody. */
export function coveredRealms(row: HbaRow): readonly HbaRealm[] {
  if (!row.users.includes("all")) return [];
  const v4 = row.address === "all" || row.address === "0.0.0.0/0";
  const v6 = row.address === "all" || row.address === "::/0" || row.address === "::0/0";
  return realms(row, v4, v6, (database) => database === "all");
}

/** The keyword `all` means every database, and never replication. */
function realms(row: HbaRow, v4: boolean, v6: boolean, isDatabase: (name: string) => boolean): readonly HbaRealm[] {
  const found: HbaRealm[] = [];
  if (row.databases.some(isDatabase)) found.push(...(v4 ? (["v4"] as const) : []), ...(v6 ? (["v6"] as const) : []));
  if (row.databases.includes("replication"))
    found.push(...(v4 ? (["v4 replication"] as const) : []), ...(v6 ? (["v6 replication"] as const) : []));
  return found;
}

/** Fields in columns; `#` begins a comment outside quotes, a backslash at the end of a line continues it. */
function readTable(text: string): readonly { readonly fields: readonly string[]; readonly line: number }[] {
  const rows: { fields: readonly string[]; line: number }[] = [];
  let pending = "";
  text.split("\n").forEach((raw, index) => {
    const joined = pending + raw.replace(/\r$/, "");
    if (joined.endsWith("\\")) {
      pending = joined.slice(0, -1);
      return;
    }
    pending = "";
    const fields = splitFields(joined);
    if (fields.length > 0) rows.push({ fields, line: index + 1 });
  });
  return rows;
}

function splitFields(line: string): readonly string[] {
  const fields: string[] = [];
  let field: string | undefined;
  let quoted = false;
  for (const character of line) {
    if (character === '"') {
      quoted = !quoted;
      field ??= "";
    } else if (!quoted && character === "#") break;
    else if (!quoted && /\s/.test(character)) {
      // Blanks after a comma still belong to the same list.
      if (field !== undefined && !field.endsWith(",")) {
        fields.push(field);
        field = undefined;
      }
    } else field = (field ?? "") + character;
  }
  if (field !== undefined) fields.push(field);
  return fields;
}
