import type { UnreadContainer } from "../container";
import { findFile } from "../mount";
import { isLoopback } from "./address";
import { baseName, commandWords, DIVIDER, programArguments } from "./command-line";
import { judgeHba, type HbaCircumstances } from "./hba-judgement";
import { readHba, readIdent, type HbaRow } from "./pg-hba";
import { imageRules } from "./postgres-image";
import { readMemory } from "./postgres-memory";
import { emptyReading, type KeyFile, type PortReading, type Reader, type Reading } from "./reader";

const IMAGES = new Set(["postgres", "postgresql", "postgis", "timescaledb", "timescaledb-ha", "pgvector"]);
const ON = new Set(["on", "true", "yes", "1"]);

/** PostgreSQL: arguments before `postgresql.conf`; `pg_hba.conf` and `pg_ident.conf` say who gets in. */
export const postgres: Reader = {
  name: "postgres",
  read(container) {
    const server = serverArguments(container);
    if (server === undefined) return IMAGES.has(container.image.name) ? emptyReading("postgres") : undefined;
    return readServer(container, server);
  },
};

/** The arguments of the server; undefined when the container runs another program, such as psql. */
function serverArguments(container: UnreadContainer): readonly string[] | undefined {
  const words = commandWords(container);
  const [first] = words;
  const isImage = IMAGES.has(container.image.name) && container.command.length === 0;
  if (isImage && (first === undefined || first.startsWith("-"))) return words;
  const server = programArguments(container, "postgres");
  if (server !== undefined) return server;
  // The image's entry point adds the program's name when its arguments begin with an option.
  return baseName(first ?? "") === "docker-entrypoint.sh" && words[1]?.startsWith("-") === true
    ? words.slice(1)
    : undefined;
}

interface Settings {
  get(name: string): { readonly value: string; readonly source: string } | undefined;
  /** Files that were named and are not in the artifact. */
  readonly missing: string | undefined;
}

function readServer(container: UnreadContainer, server: readonly string[]): Reading {
  const settings = readSettings(container, server);
  const port = Number(settings.get("port")?.value ?? "5432");
  const listen = settings.get("listen_addresses")?.value ?? "*";
  const key = settings.get("ssl_key_file");
  // Of a file that is not there nothing is known, also not that it leaves the defaults alone.
  const memory = settings.missing === undefined ? readMemory((name) => settings.get(name)?.value) : undefined;
  const base: Reading = {
    ...emptyReading("postgres"),
    keyFiles: key === undefined ? [] : [keyFile(container, key)],
    ...(memory === undefined ? {} : { memory }),
  };
  if (!Number.isInteger(port) || listen.trim() === "") return base;
  const common = {
    port,
    loopbackOnly: listen.split(",").every((host) => isLoopback(host.trim())),
    serves: "database" as const,
  };
  const unknown = (evidence: string, source: string): Reading => ({
    ...base,
    ports: [{ ...common, tls: "unknown", verifiesName: false, allowedNames: undefined, evidence, source }],
  });
  const ssl = settings.get("ssl");
  if (ssl === undefined && settings.missing !== undefined)
    return unknown(`${settings.missing} is not among the files of the artifact`, settings.missing);
  if (ssl === undefined || !ON.has(ssl.value.toLowerCase())) {
    const source = ssl?.source ?? "ssl";
    const evidence = `PostgreSQL speaks no TLS: ssl is ${ssl === undefined ? "not set" : ssl.value}`;
    const plain: PortReading = {
      ...common,
      tls: "none",
      verifiesName: false,
      allowedNames: undefined,
      evidence,
      source,
    };
    // Without TLS the port is plain whatever its rules say; that they trust besides is told by itself.
    const rules = rulesOf(container, settings);
    const { weaknesses } = judgeHba(rules.rows ?? [], undefined, rules.file, {
      ...rules.circumstances,
      speaksTls: false,
    });
    return { ...base, ports: [plain], weaknesses };
  }
  const { rows, file, circumstances, problem = "cannot be read" } = rulesOf(container, settings);
  if (rows === undefined) return unknown(`${file} ${problem}`, file);
  const identFile = settings.get("ident_file")?.value ?? dataFile(container, "pg_ident.conf");
  const ident = findFile(container.mounts, identFile)?.text;
  const judgement = judgeHba(rows, ident === undefined ? undefined : readIdent(ident), file, circumstances);
  return {
    ...base,
    ports: [{ ...common, ...judgement.port }],
    exceptions: judgement.exceptions,
    weaknesses: judgement.weaknesses,
  };
}

/** Who gets in, and where that is written. */
interface AccessRules {
  /** Undefined: they cannot be read. */
  readonly rows: readonly HbaRow[] | undefined;
  readonly file: string;
  /** Where they come from, when it is no file. */
  readonly circumstances?: HbaCircumstances;
  /** Why there are none. */
  readonly problem?: string;
}

/**
 * The rows that decide: those of the artifact's own file, or those that the image writes into an empty data directory.
 * Scripts that it is given to run there may write others, so then only what the variable itself says is sure.
 */
function rulesOf(container: UnreadContainer, settings: Settings): AccessRules {
  const given = settings.get("hba_file")?.value;
  const file = given ?? dataFile(container, "pg_hba.conf");
  const text = findFile(container.mounts, file)?.text;
  if (text !== undefined) {
    const rows = readHba(text);
    return rows === undefined ? { rows, file, problem: "has a row that cannot be read" } : { rows, file };
  }
  const absent = { rows: undefined, file, problem: "is not among the files of the artifact" };
  if (given !== undefined || settings.missing !== undefined) return absent;
  const image = imageRules(container);
  if (image === undefined) return absent;
  const { rows, source, variable } = image;
  return {
    rows,
    file: image.file,
    circumstances: { source, ...(variable === undefined ? {} : { variable }) },
  };
}

function keyFile(container: UnreadContainer, key: { readonly value: string; readonly source: string }): KeyFile {
  return { path: key.value, source: key.source, heldBy: findFile(container.mounts, key.value)?.mount.kind };
}

/** Where the server looks when it is not told: in its data directory. */
function dataFile(container: UnreadContainer, file: string): string {
  const data = container.env.find(({ name }) => name === "PGDATA")?.value;
  return `${data ?? "/var/lib/postgresql/data"}/${file}`;
}

function readSettings(container: UnreadContainer, server: readonly string[]): Settings {
  const given = new Map<string, { value: string; source: string }>();
  const set = (name: string, value: string): void => {
    given.set(name.toLowerCase().replaceAll("-", "_"), { value, source: `-c ${name}=${value}` });
  };
  for (let index = 0; index < server.length; index += 1) {
    const word = server[index] ?? "";
    if (word === DIVIDER) break;
    const match = /^(?:-c|--)?([A-Za-z][\w.-]*)=([\s\S]*)$/.exec(word === "-c" ? (server[(index += 1)] ?? "") : word);
    if (match !== null) set(match[1] ?? "", match[2] ?? "");
    else if (word === "-p") set("port", server[(index += 1)] ?? "");
    else if (word === "-h") set("listen_addresses", server[(index += 1)] ?? "");
    else if (word === "-l") set("ssl", "on");
  }
  const file = given.get("config_file")?.value;
  const text = file === undefined ? undefined : findFile(container.mounts, file)?.text;
  const fromFile = text === undefined ? new Map<string, string>() : readConf(text);
  const includes = ["include", "include_dir", "include_if_exists"].find((name) => fromFile.has(name));
  return {
    get: (name) => {
      const value = fromFile.get(name);
      return given.get(name) ?? (value === undefined ? undefined : { value, source: `${file ?? ""}: ${name}` });
    },
    missing: file !== undefined && text === undefined ? file : includes && `${file ?? ""}: ${includes}`,
  };
}

/** `name = value` or `name value`; quotes are doubled inside quotes; the last of a name counts. */
function readConf(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^\s*([A-Za-z_][\w.]*)\s*(?:=|\s)\s*(?:'((?:[^']|'')*)'|([^\s#']+))/.exec(line);
    if (match === null) continue;
    settings.set((match[1] ?? "").toLowerCase(), match[2]?.replaceAll("''", "'") ?? match[3] ?? "");
  }
  return settings;
}
