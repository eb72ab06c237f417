import {
  coveredRealms,
  isKeyword,
  isLoopbackRow,
  touchedRealms,
  type HbaRealm,
  type HbaRow,
  type IdentRow,
} from "./pg-hba";
import type { PasswordException, PortReading, Weakness } from "./reader";

/** What a server with TLS lets in. */
export interface HbaJudgement {
  readonly port: Omit<PortReading, "port" | "loopbackOnly">;
  readonly exceptions: readonly PasswordException[];
  readonly weaknesses: readonly Weakness[];
}

/** What decides besides the rows themselves. */
export interface HbaCircumstances {
  /** @default true: rows for TLS can be come to */
  readonly speaksTls?: boolean;
  /** @default the file and the line: where the rows stand, when it is no file of the artifact */
  readonly source?: string;
  /** The variable that an image makes the rows of. */
  readonly variable?: string;
}

type Verdict = HbaJudgement["port"];

/** A name that no platform has; a map that lets it in lets everybody in. */
const NOBODY = "nobody-has-this-name";

/**
 * Reads the rows as the server does: the first that fits decides, so what an earlier row refuses, a later one cannot
 * allow. The port is worth what its weakest row is worth. Passwords of roles that are listed by name are exceptions;
 * passwords of everybody are not.
 */
export function judgeHba(
  rows: readonly HbaRow[],
  ident: readonly IdentRow[] | undefined,
  file: string,
  { speaksTls = true, source: origin, variable }: HbaCircumstances = {},
): HbaJudgement {
  const exceptions: PasswordException[] = [];
  const weaknesses: Weakness[] = [];
  const verdicts: Verdict[] = [];
  const plain = new Set<HbaRealm>();
  const encrypted = new Set<HbaRealm>();
  for (const row of rows) {
    if (isLoopbackRow(row)) continue;
    const mayBePlain =
      row.type !== "hostssl" && row.type !== "hostgssenc" && !touchedRealms(row).every((realm) => plain.has(realm));
    const mayBeEncrypted =
      speaksTls && row.type !== "hostnossl" && !touchedRealms(row).every((realm) => encrypted.has(realm));
    for (const realm of coveredRealms(row)) {
      if (row.type === "host" || row.type === "hostnossl") plain.add(realm);
      if (row.type === "host" || row.type === "hostssl") encrypted.add(realm);
    }
    if (row.method === "reject" || (!mayBePlain && !mayBeEncrypted)) continue;
    const source = origin ?? `${file}:${row.line}`;
    const verdict = mayBePlain ? plainVerdict(row, source) : encryptedVerdict(row, ident, source);
    if (row.method === "trust" && verdict.tls !== "mutual") {
      weaknesses.push({
        kind: "trust",
        message: `${source} trusts whoever reaches it`,
        source,
        ...(variable === undefined ? {} : { variable }),
      });
      verdicts.push({ ...verdict, becauseOf: "trust" });
    } else if (verdict.tls === "server" && isNamed(row)) {
      exceptions.push({ who: whoIs(row), method: row.method, source });
    } else {
      verdicts.push(verdict);
    }
  }
  return { port: weakest(verdicts, exceptions, file), exceptions, weaknesses };
}

const UNNAMED = { verifiesName: false, allowedNames: undefined } as const;

function plainVerdict(row: HbaRow, source: string): Verdict {
  return { ...UNNAMED, tls: "none", evidence: `${source} lets in ${whoIs(row)} without TLS (${row.type})`, source };
}

function encryptedVerdict(row: HbaRow, ident: readonly IdentRow[] | undefined, source: string): Verdict {
  const clientcert = row.options.get("clientcert");
  if (row.method === "cert") return certVerdict(row, ident, source);
  if (clientcert === "verify-full") {
    const allowedNames = isEverybody(row) ? undefined : row.users.map(({ text }) => text);
    const evidence = `${source} demands a certificate in the role's name (clientcert=verify-full)`;
    return { tls: "mutual", verifiesName: true, allowedNames, evidence, source };
  }
  if (clientcert === "verify-ca" || clientcert === "1")
    return { ...UNNAMED, tls: "mutual", evidence: `${source} checks the certificate's authority alone`, source };
  return { ...UNNAMED, tls: "server", evidence: `${source} lets in ${whoIs(row)} by ${row.method}`, source };
}

/** `cert` compares the certificate's name with the role, directly or through a map. */
function certVerdict(row: HbaRow, ident: readonly IdentRow[] | undefined, source: string): Verdict {
  const map = row.options.get("map");
  if (map === undefined) {
    const allowedNames = isEverybody(row) ? undefined : row.users.map(({ text }) => text);
    const evidence = `${source} demands a certificate in the role's name (cert)`;
    return { tls: "mutual", verifiesName: true, allowedNames, evidence, source };
  }
  if (ident === undefined) {
    const evidence = `${source} uses map ${map}, and pg_ident.conf is not among the files of the artifact`;
    return { ...UNNAMED, tls: "unknown", evidence, source };
  }
  const entries = ident.filter((entry) => entry.map === map);
  const open = entries.find(admitsAnybody);
  if (open !== undefined) {
    const evidence = `${source} uses map ${map}, which lets every name in as ${open.databaseUser}`;
    return { ...UNNAMED, tls: "mutual", evidence, source };
  }
  const allowedNames = [...new Set(entries.map((entry) => entry.systemName))].sort();
  return {
    tls: "mutual",
    verifiesName: true,
    allowedNames,
    evidence: `${source} maps names (cert map=${map})`,
    source,
  };
}

/** A pattern that fits any name and leads to a role that does not depend on it. */
function admitsAnybody(entry: IdentRow): boolean {
  if (!entry.systemName.startsWith("/") || entry.databaseUser.includes("\\1")) return false;
  try {
    return new RegExp(entry.systemName.slice(1)).test(NOBODY);
  } catch {
    // PostgreSQL's own syntax; what cannot be read here is not taken for a proof.
    return true;
  }
}

/** Whether the row names each of its roles, so that a report can name them too. */
function isNamed(row: HbaRow): boolean {
  // A pattern is one in quotes too.
  return !isEverybody(row) && row.users.every(({ text, quoted }) => !(quoted ? /^\// : /^[+/@]/).test(text));
}

function isEverybody(row: HbaRow): boolean {
  return row.users.some((user) => isKeyword(user, "all"));
}

function whoIs(row: HbaRow): string {
  const isAll = row.databases.some((database) => isKeyword(database, "all"));
  const names = (words: HbaRow["users"]): string => words.map(({ text }) => text).join(", ");
  const roles = isEverybody(row) ? "every role" : `role ${names(row.users)}`;
  const databases = isAll ? "every database" : `database ${names(row.databases)}`;
  return `${roles} on ${databases} from ${row.address.text}`;
}

const ORDER = { none: 0, unknown: 1, server: 2, mutual: 3 } as const;

function weakest(verdicts: readonly Verdict[], exceptions: readonly PasswordException[], file: string): Verdict {
  const rank = (verdict: Verdict): number => ORDER[verdict.tls] * 2 + (verdict.verifiesName ? 1 : 0);
  const worst = [...verdicts].sort((a, b) => rank(a) - rank(b))[0];
  if (worst === undefined) {
    const [only] = exceptions;
    return only === undefined
      ? { tls: "mutual", verifiesName: true, allowedNames: [], evidence: `${file} lets nobody in`, source: file }
      : { ...UNNAMED, tls: "server", evidence: `${only.source} and nothing else lets anybody in`, source: only.source };
  }
  if (!worst.verifiesName) return worst;
  const names = verdicts.map((verdict) => verdict.allowedNames);
  const allowedNames = names.every((list) => list !== undefined) ? [...new Set(names.flat())].sort() : undefined;
  return { ...worst, allowedNames };
}
