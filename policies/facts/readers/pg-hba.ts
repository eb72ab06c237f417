import { isLoopback } from "./address";

/** A word of a table. In quotes it is a name, whatever it says: keywords such as `all` stand without them. */
export interface HbaWord {
  readonly text: string;
  readonly quoted: boolean;
}

/** Whether a word is a keyword, and not a name that is written like one. */
export function isKeyword({ text, quoted }: HbaWord, keyword: string): boolean {
  return !quoted && text === keyword;
}

/** One row of `pg_hba.conf`. */
export interface HbaRow {
  readonly line: number;
  readonly type: "local" | "host" | "hostssl" | "hostnossl" | "hostgssenc" | "hostnogssenc";
  readonly databases: readonly HbaWord[];
  readonly users: readonly HbaWord[];
  /** With its mask, after a slash. Empty for `local`. */
  readonly address: HbaWord;
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
    const [first, databases = [], users = [], ...more] = fields;
    const type = fieldText(first);
    if (!TYPES.has(type)) return undefined;
    const address = type === "local" ? undefined : more.shift();
    const rest = more.map(fieldText);
    // An address may be followed by its mask in a field of its own.
    const mask = type !== "local" && /^[\d.]+$|^[\da-f:]+:[\da-f:]*$/i.test(rest[0] ?? "") ? rest.shift() : undefined;
    const [method, ...options] = rest;
    if (method === undefined) return undefined;
    rows.push({
      line,
      type: type as HbaRow["type"],
      databases,
      users,
      address: {
        text: fieldText(address) + (mask === undefined ? "" : `/${mask}`),
        quoted: address?.some(({ quoted }) => quoted) === true,
      },
      method,
      options: new Map(options.map((option) => [option.split("=")[0] ?? "", option.slice(option.indexOf("=") + 1)])),
    });
  }
  return rows;
}

/** The rows of a `pg_ident.conf`. */
export function readIdent(text: string): readonly IdentRow[] {
  return readTable(text).flatMap(({ fields }) => {
    const [map, systemName, databaseUser] = fields.map(fieldText);
    return map === undefined || systemName === undefined || databaseUser === undefined
      ? []
      : [{ map, systemName, databaseUser }];
  });
}

/**
 * Whether a row speaks of its own network namespace alone: the whole of its network must lie there. `samehost` is the
 * server's own addresses, which nobody else has; `samenet` is its neighbours.
 */
export function isLoopbackRow({ type, address }: HbaRow): boolean {
  if (type === "local" || isKeyword(address, "samehost") || address.text === "localhost") return true;
  const [host = "", mask = ""] = address.text.split("/");
  if (!isLoopback(host)) return false;
  if (host === "::1") return mask === "128" || /^ffff(?::ffff){7}$/i.test(mask);
  return /^255(?:\.\d+){3}$/.test(mask) || (/^\d{1,2}$/.test(mask) && Number(mask) >= 8);
}

/** What a row says something about: each is a family of addresses, for databases or for replication. */
export type HbaRealm = "v4" | "v6" | "v4 replication" | "v6 replication";

/** The realms that a row has anything to do with. */
export function touchedRealms(row: HbaRow): readonly HbaRealm[] {
  const v4 = !row.address.text.includes(":");
  const v6 = !/^[\d.]+(?:\/|$)/.test(row.address.text);
  return realms(row, v4, v6, (database) => !isKeyword(database, "replication"));
}

/** The realms about which a row decides for everybody. */
export function coveredRealms(row: HbaRow): readonly HbaRealm[] {
  if (!row.users.some((user) => isKeyword(user, "all"))) return [];
  const { address } = row;
  const v4 = isKeyword(address, "all") || address.text === "0.0.0.0/0";
  const v6 = isKeyword(address, "all") || address.text === "::/0" || address.text === "::0/0";
  return realms(row, v4, v6, (database) => isKeyword(database, "all"));
}

/** The keyword `all` means every database, and never replication. */
function realms(row: HbaRow, v4: boolean, v6: boolean, isDatabase: (name: HbaWord) => boolean): readonly HbaRealm[] {
  const found: HbaRealm[] = [];
  if (row.databases.some(isDatabase)) found.push(...(v4 ? (["v4"] as const) : []), ...(v6 ? (["v6"] as const) : []));
  if (row.databases.some((database) => isKeyword(database, "replication")))
    found.push(...(v4 ? (["v4 replication"] as const) : []), ...(v6 ? (["v6 replication"] as const) : []));
  return found;
}

/** A column of a row: one word, or a list of them. */
type Field = readonly HbaWord[];

function fieldText(field: Field | undefined): string {
  return (field ?? []).map(({ text }) => text).join(",");
}

/** Fields in columns; `#` begins a comment outside quotes, a backslash at the end of a line continues it. */
function readTable(text: string): readonly { readonly fields: readonly Field[]; readonly line: number }[] {
  const rows: { fields: readonly Field[]; line: number }[] = [];
  let pending = "";
  const lines = text.split("\n");
  lines.forEach((raw, index) => {
    const joined = pending + raw.replace(/\r$/, "");
    const goesOn = joined.endsWith("\\");
    pending = goesOn ? joined.slice(0, -1) : "";
    if (goesOn && index + 1 < lines.length) return;
    const fields = splitFields(goesOn ? pending : joined);
    if (fields.length > 0) rows.push({ fields, line: index + 1 });
  });
  return rows;
}

function splitFields(line: string): readonly Field[] {
  const fields: HbaWord[][] = [];
  let index = 0;
  let isList = false;
  for (;;) {
    while (/[\s,]/.test(line.charAt(index))) index += 1;
    const found = readWord(line, index);
    if (found === undefined) return fields;
    const { end, word } = found;
    index = end;
    // Blanks after a comma still belong to the same list.
    if (isList) fields.at(-1)?.push(word);
    else fields.push([word]);
    isList = line.charAt(index) === ",";
  }
}

/** The word at a place; undefined at the end of what counts. Two quotes inside quotes are one that belongs to the name. */
function readWord(line: string, start: number): { readonly word: HbaWord; readonly end: number } | undefined {
  let text = "";
  let quoted = false;
  let isInside = false;
  let end = start;
  for (; end < line.length; end += 1) {
    const character = line.charAt(end);
    if (!isInside && /[\s,#]/.test(character)) break;
    if (character !== '"') text += character;
    else if (isInside && line.charAt(end + 1) === '"') {
      text += character;
      end += 1;
    } else {
      // A word is quoted when it begins so.
      if (text === "") quoted = true;
      isInside = !isInside;
    }
  }
  return end === start ? undefined : { word: { text, quoted }, end };
}
