import { isReference, isSecretHeader, isSecretPair, LONGEST_LINE, looksSecret, type Sureness } from "./secret-values";
import { shellCommands } from "./shell-words";

/** A word of a command line that holds a secret. */
export interface SecretArgument {
  /** The word's place. */
  readonly index: number;
  /** The option or the variable, without hyphens; empty: the word has no name. */
  readonly name: string;
  /** The secret, where it is known which part of the word it is; otherwise the word. */
  readonly value: string;
}

/** Programs whose short options take a password: what a word of it looks like, and that it may be the next word. */
interface ShortOption {
  readonly programs: readonly string[];
  readonly form: RegExp;
  /** Whether the option's next word is the secret too; `possible`: some take it for something else. */
  readonly next: Sureness | "never";
}

const SHORT: readonly ShortOption[] = [
  {
    programs:
      "mysql mysqldump mysqladmin mysqlcheck mysqlimport mysqlshow mysqlbinlog mariadb mariadb-dump mariadb-admin mariadb-check mariadb-import mariadb-backup mysqld".split(
        " ",
      ),
    form: /^-p(.*)$/s,
    next: "possible",
  },
  { programs: ["redis-cli", "valkey-cli", "keydb-cli"], form: /^-a(.*)$/s, next: "certain" },
  { programs: ["sshpass"], form: /^-p(.*)$/s, next: "certain" },
  {
    programs: "mongo mongosh mongodump mongorestore mongoexport mongoimport".split(" "),
    form: /^-p(.*)$/s,
    next: "certain",
  },
  {
    programs: "ldapsearch ldapadd ldapmodify ldapwhoami ldapdelete ldappasswd ldapcompare".split(" "),
    form: /^-w(.*)$/s,
    next: "certain",
  },
  { programs: ["sqlcmd", "bcp"], form: /^-P(.*)$/s, next: "certain" },
  { programs: ["openssl"], form: /^-[kK](.*)$/s, next: "certain" },
  { programs: ["login"], form: /^-p(.*)$/s, next: "certain" },
];

/** Programs whose last words are secrets, with the words that lead to them and how many there are. */
const TRAILING: readonly { readonly programs: readonly string[]; readonly word: RegExp; readonly from: number }[] = [
  { programs: ["htpasswd"], word: /^-(?=[a-zA-Z]+$)[^b]*b/, from: 2 },
  { programs: ["mc", "mcli"], word: /^set$/, from: 2 },
  { programs: ["vault"], word: /^login$/, from: 0 },
  { programs: ["rabbitmqctl"], word: /^(?:add_user|change_password|authenticate_user)$/, from: 1 },
];

/** Programs whose `-p` is a port, a path, a project or a switch. */
const OTHER_P = new Set(
  "mkdir cp tar ssh scp sftp psql pg_dump pg_dumpall pg_restore pg_isready createdb dropdb vacuumdb pgbench postgres nc ncat docker podman docker-compose compose git install rsync ping ps top nmap read test set unzip lsof kubectl python python3 node npm npx make perl sed grep redis-server redis-cli".split(
    " ",
  ),
);
/** Shell texts as words of others. */
const DEEPEST = 3;
const HTTP = new Set(["curl", "wget", "http", "https", "httpie", "xh"]);

/** `user:password`; ids of users and groups are numbers. */
const USER_PASSWORD = /^[^\s:/]+:(?!\d+$|\/)(.+)$/s;
const USER_OPTION = /^(?:-[a-zA-Z]*[uU]|--(?:user|proxy-user|basic-auth|auth|credentials|login))$/;
const OPTION = /^--?([A-Za-z][\w.-]{0,60})(?:=([\s\S]*))?$/;
const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;

/** The words of one command line, as it is given to a system, that hold a secret. */
export function secretArguments(words: readonly string[], sure: Sureness, depth = 0): readonly SecretArgument[] {
  const found = new Map<number, SecretArgument>();
  const add = (index: number, name: string, value: string): void => {
    if (!found.has(index)) found.set(index, { index, name, value });
  };
  const programs = new Programs();
  let isUserSet = false;
  for (const [index, word] of words.entries()) {
    const last = words[index - 1] ?? "";
    const place: Place = { word, last, program: programs.last };
    programs.add(word);
    if (isLong(word)) {
      // A text of commands may be long; its own words are not.
      for (const { name, value } of innerSecrets(word, sure, depth)) add(index, name, value);
      const long = namedSecret(word, sure);
      if (long !== undefined) add(index, long.name, long.value);
      if (looksSecret(word, sure)) add(index, "", word);
      continue;
    }
    // `sh -c` takes a text of its own, in which other signs divide.
    const isText = /\s/.test(word) && /^(?:-[a-z]*c|CMD-SHELL)$/.test(last);
    const named = isText
      ? undefined
      : (namedSecret(word, sure) ?? shortSecret(place, sure) ?? requestSecret(place, sure));
    if (named !== undefined) add(index, named.name, named.value);
    const [, option = "", inline] = OPTION.exec(last) ?? [];
    // What begins like an option is the next one.
    if (inline === undefined && option !== "" && !word.startsWith("-") && isSecretPair(option, word, sure))
      add(index, option, word);
    // `user default on >password`, in a file or behind `--user`.
    if (isUserSet && /^>[^\s>&|]+$/.test(word)) add(index, "user", word.slice(1));
    isUserSet ||= /^(?:-{0,2}user|setuser)$/i.test(word);
    for (const { name, value } of innerSecrets(word, sure, depth)) add(index, name, value);
    // Of a short option the secret may be a part, so that it has no name.
    if (looksSecret(word, sure)) add(index, "", word);
  }
  for (const { index, name, value } of trailing(words)) add(index, name, value);
  return [...found.values()].sort((a, b) => a.index - b.index);
}

/** What a shell text holds of secrets in its commands, with the words of the commands. */
export function secretsInShell(text: string, sure: Sureness, depth = 0): readonly SecretArgument[] {
  // Most texts are no commands.
  if (!/(?:^|[\s;"'(])-[-\w]|=|>|\b(?:mc|rabbitmqctl|vault)\b/.test(text)) return [];
  return shellCommands(text).flatMap((words) => secretArguments(words, sure, depth));
}

/** `--name=value`, `NAME=value`, and the same behind an option such as `-e` or `-D`. */
function namedSecret(word: string, sure: Sureness): Omit<SecretArgument, "index"> | undefined {
  const [, option = "", inline] = OPTION.exec(word) ?? [];
  if (inline !== undefined && isSecretPair(option, inline, sure)) return { name: option, value: inline };
  if (inline !== undefined && USER_OPTION.test(`--${option}`)) {
    const password = USER_PASSWORD.exec(inline)?.[1];
    if (password !== undefined && sure === "possible" && !isReference(password))
      return { name: option, value: password };
  }
  // What a Secret is made of is secret, whatever it is called.
  const literal = option === "from-literal" ? inline?.slice(inline.indexOf("=") + 1) : undefined;
  if (literal !== undefined && isPassword(literal)) return { name: option, value: literal };
  const [, name = "", value] = ASSIGNMENT.exec(word.replace(/^-[De]/, "")) ?? [];
  return value !== undefined && isSecretPair(name, value, sure) ? { name, value } : undefined;
}

/** `-pSECRET` and `-p SECRET` of programs that know it. */
function shortSecret({ word, last, program }: Place, sure: Sureness): Omit<SecretArgument, "index"> | undefined {
  const known = SHORT_OF.get(program);
  if (known !== undefined) {
    const { form, next } = known;
    const [, attached = ""] = form.exec(word) ?? [];
    if (isPassword(attached)) return { name: word.slice(1, 2), value: attached };
    const takesNext = next === "certain" || (next === "possible" && sure === "possible");
    if (takesNext && form.exec(last)?.[1] === "" && isPassword(word) && !word.startsWith("-"))
      return { name: last.slice(1, 2), value: word };
    return undefined;
  }
  if (sure === "certain" || OTHER_P.has(program)) return undefined;
  const [, attached = ""] = /^-p(.+)$/s.exec(word) ?? [];
  // `-profile` and `-port=80` are options of many programs; a password is rarely a word alone.
  if (attached !== "" && !/^[a-z-]+(?:[=.].*)?$/s.test(attached) && isOpenWord(attached))
    return { name: "p", value: attached };
  return last === "-p" && isOpenWord(word) ? { name: "p", value: word } : undefined;
}

/** `-u user:password` and `-H "Authorization: …"`, as programs that send requests take them. */
function requestSecret({ word, last, program }: Place, sure: Sureness): Omit<SecretArgument, "index"> | undefined {
  if (sure === "certain" && !HTTP.has(program)) return undefined;
  const isUser = USER_OPTION.test(last);
  const password = USER_PASSWORD.exec(isUser ? word : (/^-[uU](.+)$/s.exec(word)?.[1] ?? ""))?.[1];
  if (password !== undefined && isPassword(password))
    return { name: isUser ? last.replace(/^-+/, "") : "u", value: password };
  const header = /^(?:-H|--header=)(.+)$/s.exec(word)?.[1] ?? word;
  return isSecretHeader(header, sure) ? { name: header.split(":", 1)[0]?.trim() ?? "", value: header } : undefined;
}

/** What a program calls by its last words: `htpasswd -b file user password`. */
function trailing(words: readonly string[]): readonly SecretArgument[] {
  return TRAILING.flatMap(({ programs, word, from }) => {
    const start = words.findIndex((item) => programs.includes(baseName(item)));
    const at = start < 0 ? -1 : words.findIndex((item, index) => index > start && word.test(item));
    if (at < 0) return [];
    const plain = words
      .map((item, index) => ({ item, index }))
      .filter(({ item, index }) => index > at && !/^-/.test(item));
    // `htpasswd -nb user password` writes no file.
    const first = programs.includes("htpasswd") ? Math.max(1, plain.length - 1) : from;
    return plain
      .slice(first)
      .filter(({ item }) => isPassword(item))
      .map(({ item, index }) => ({ index, name: words[at]?.replace(/^-+/, "") ?? "", value: item }));
  });
}

const SHORT_OF: ReadonlyMap<string, ShortOption> = new Map(
  SHORT.flatMap((option) => option.programs.map((program) => [program, option] as const)),
);

/** A word, the one before it, and the program that it is given to. */
interface Place {
  readonly word: string;
  readonly last: string;
  readonly program: string;
}

/** The program that the next word is given to: the last so far that takes passwords, or else the first. */
class Programs {
  #known: string | undefined;
  #other: string | undefined;
  #first: string | undefined;

  add(word: string): void {
    if (word.startsWith("-") || ASSIGNMENT.test(word)) return;
    const name = baseName(word);
    if (HTTP.has(name) || SHORT_OF.has(name)) this.#known = name;
    if (OTHER_P.has(name)) this.#other ??= name;
    this.#first ??= name;
  }

  get last(): string {
    return this.#known ?? this.#other ?? this.#first ?? "";
  }
}

const isLong = (word: string): boolean => word.length > LONGEST_LINE;

/** What the commands inside of a word hold. */
const innerSecrets = (word: string, sure: Sureness, depth: number): readonly SecretArgument[] =>
  /\s/.test(word) && depth < DEEPEST ? secretsInShell(word, sure, depth + 1) : [];

const baseName = (word: string): string => word.slice(word.lastIndexOf("/") + 1);

/** Whether a word where a password belongs is one. */
const isPassword = (text: string): boolean => text !== "" && !isReference(text) && !/^(?:\$|@?\.{0,2}\/)/.test(text);

/** The same where something else may stand as well. */
const isOpenWord = (text: string): boolean => isPassword(text) && !/^[-=]|^[\d.:/-]+(?:\/(?:tcp|udp))?$/.test(text);
