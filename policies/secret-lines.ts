import { secretArguments, secretsInShell } from "./secret-arguments";
import { isHarmlessName, isPossibleName, isSecretParent } from "./secret-names";
import { machinePassword, markupPairs } from "./secret-searches";
import { isReference, isSecretHeader, isSecretPair, LONGEST_LINE, looksSecret, type Sureness } from "./secret-values";
import { shellCommands } from "./shell-words";

/** A line of a file that holds a secret. */
export interface SecretLine {
  readonly index: number;
  /** The setting's name; empty: the line is one by its form. */
  readonly name: string;
}

/** Files of programs, in which a name before a sign of equality is a variable and no setting. */
const PROGRAM_FILE = /\.(?:sh|bash|sql|js|mjs|ts|py|rb|lua|go|tmpl)$/;
const SHELL_FILE = /\.(?:sh|bash)$/;
/** `name: value`, `name=value`, and the same of JSON. */
const SETTING = /^\s*(?:-\s+)?(?:export\s+)?["']?([\w./-]+)["']?\s*(?:=>|[:=])\s*["']?([^"'\s#;,{[][^"'\s#;,]*)/;
/** The same with whatever stands behind, as long as it is something. */
const ANY_SETTING = /^\s*(?:-\s+)*(?:export\s+)?["']?([\w./-]+)["']?\s*(?:=>|[:=])\s*(\S.*)$/;
/** `name value`, as many servers write it. */
const SPACED = /^\s*([A-Za-z][\w.-]*)[ \t]+(\S+)\s*;?$/;

/** A variable that is set for the program itself may be anything. */
const VARIABLE = /^(?:export|local|declare|readonly|-\w|\w+=[\s\S]*)$/;

/** A parent whose lines further in belong to it. */
interface Block {
  readonly indent: number;
  readonly name: string;
  /** Nothing below it is told. */
  readonly isWhole: boolean;
  /** Its text goes on over lines, so that all of them are the value. */
  readonly isText: boolean;
}

/**
 * The lines of a file, or of any longer text, that hold a secret: by a setting's name, also of one that goes on over lines,
 * by the forms in which programs keep passwords, and by the form of the value.
 *
 * @param file the file's name; what a line means may depend on it
 */
export function secretLines(file: string, text: string, sure: Sureness): readonly SecretLine[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  const found: SecretLine[] = [];
  const program = PROGRAM_FILE.test(file);
  const holdsSecret = /^[ \t]*["']?kind["']?:\s*["']?Secret\b/m.test(text);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const indent = line.search(/\S/);
    // A list may stand as far out as its own name.
    while (isOver(blocks.at(-1), indent, line)) blocks.pop();
    const name =
      ofLongLine(line, sure) ??
      (sure === "possible" ? inBlock(blocks.at(-1), line) : inCredentials(blocks.at(-1), line)) ??
      ofPair(lines, index, sure) ??
      ofMarkup(line, sure) ??
      ofLine(file, line, sure, program);
    if (name !== undefined) found.push({ index, name });
    const block = sure === "possible" ? opened(line, indent, holdsSecret, blocks.at(-1)) : openedList(line, indent);
    if (block !== undefined) blocks.push(block);
  }
  return found;
}

/** What is too long to be read closely. */
function ofLongLine(line: string, sure: Sureness): string | undefined {
  if (sure === "possible" && line.length > LONGEST_LINE) return "";
  return undefined;
}

function isOver(block: Block | undefined, indent: number, line: string): boolean {
  if (block === undefined) return false;
  const isMember = /^\s*(?:-\s|[\]})])/.test(line) && !block.isText;
  return isMember ? indent < block.indent : indent <= block.indent;
}

/** A line below a parent whose name says that what is in it is secret. */
function inBlock(block: Block | undefined, line: string): string | undefined {
  if (block === undefined) return undefined;
  if (block.isText) return block.name;
  const setting = ANY_SETTING.exec(line.trimEnd());
  if (setting === null) {
    // A name alone, or a bracket, opens something.
    if (/^\s*(?:-\s+)*["']?[\w./-]+["']?\s*:\s*$|^[-[\]{},\s]+$/.test(line)) return undefined;
    const member = line.replace(/^\s*(?:-\s+)*/, "").replace(/^["']|["'],?\s*$|,\s*$/g, "");
    return member === "" || member.startsWith("#") || isReference(member) ? undefined : block.name;
  }
  const [, own = "", value = ""] = setting;
  if (
    (isHarmlessName(own) && !block.isWhole) ||
    isOpening(value) ||
    isReference(bare(value)) ||
    SETTINGLESS.test(bare(value))
  )
    return undefined;
  // What a reference calls `key` is the name of one.
  return own === "key" && FILE_NAME.test(bare(value)) ? undefined : own;
}

const FILE_NAME = /^[\w-]+\.(?:crt|key|pem|txt|json|ya?ml|conf|pub|p12|jks)$/;
const SETTINGLESS = /^(?:true|false|null|~|\[\]|\{\})?$/;
const isOpening = (value: string): boolean => /^(?:[[{]|[|>][+\d-]*|&\w+|!\S+)\s*(?:#|$)/.test(value);
const bare = (value: string): string => value.replace(/,$/, "").replace(/^(["'])(.*)\1$/, "$2");

/** What a line opens, if its name says that what follows is secret. */
function opened(line: string, indent: number, holdsSecret: boolean, around: Block | undefined): Block | undefined {
  if (around?.isText === true) return undefined;
  const [, dashes = "", name = "", value = ""] =
    /^\s*((?:-\s+)*)(?:export\s+)?["']?([\w./-]+)["']?\s*(?::|=>?)\s*(\S.*)?$/.exec(line.trimEnd()) ?? [];
  if (name === "") return undefined;
  const isText = /^(?:&\w+\s+|!\S+\s+)*(?:[|>][+\d-]*\s*(?:#|$)|[^\s[{&|>!])/.test(value) || /^["'][^"']*$/.test(value);
  const isSecret = (isText ? isPossibleName(name) : isSecretParent(name)) || (holdsSecret && name === "data");
  if (!isSecret && !(around !== undefined && !isHarmlessName(name))) return undefined;
  // The member of a list begins behind its hyphen.
  return { indent: indent + dashes.length, name, isText, isWhole: /^(?:data|stringData|encryptedData)$/.test(name) };
}

/** Kong's keys of consumers, which are called nothing but keys. */
function openedList(line: string, indent: number): Block | undefined {
  return /^\s*(?:-\s+)?["']?keyauth_credentials["']?\s*:/.test(line)
    ? { indent, name: "keyauth_credentials", isText: false, isWhole: false }
    : undefined;
}

function inCredentials(block: Block | undefined, line: string): string | undefined {
  if (block === undefined) return undefined;
  const [, value = ""] = /(?:^|[\s{,"'-])key["']?\s*:\s*["']?([^\s"',}]+)/.exec(line) ?? [];
  return isSecretPair("API_KEY", value, "certain") ? "key" : undefined;
}

const NAMING = /^\s*(?:-\s+)?["']?(?:name|key|header)["']?\s*:\s*["']?([\w./-]+)/;
const NAMED = /^\s*(?:-\s+)?["']?(?:value|content)["']?\s*:\s*["']?([^"'\s,][^"',]*)/;

/** `name: PASSWORD` and `value: …`, one below the other. */
function ofPair(lines: readonly string[], index: number, sure: Sureness): string | undefined {
  const [, value = ""] = NAMED.exec(lines[index] ?? "") ?? [];
  if (value === "") return undefined;
  const around = [lines[index - 1], lines[index + 1]].map((line) => NAMING.exec(line ?? "")?.[1] ?? "");
  // Of two in a row the one above is meant, unless this is where a member begins.
  const meant = /^\s*-\s/.test(lines[index] ?? "") ? around[1] : around[0] === "" ? around[1] : around[0];
  return meant !== undefined && meant !== "" && isSecretPair(meant, value.trim(), sure) ? meant : undefined;
}

/** Elements and attributes of XML. */
function ofMarkup(line: string, sure: Sureness): string | undefined {
  if (!line.includes("<") || line.length > LONGEST_LINE) return undefined;
  return markupPairs(line).find(([name, value]) => isSecretPair(name, value, sure))?.[0];
}

/** The name of what a line by itself holds. */
function ofLine(file: string, line: string, sure: Sureness, program: boolean): string | undefined {
  const [, name = "", value = ""] = program && sure === "certain" ? [] : (SETTING.exec(line) ?? []);
  if (name !== "" && isSecretPair(name, value, sure)) return name;
  // Of a long line this much is told from its beginning and from keys of a known form.
  if (line.length > LONGEST_LINE) return looksSecret(line, sure) ? name : undefined;
  if (isKept(file, line, sure)) return "";
  if (looksSecret(sure === "possible" ? line.trim() : line, sure)) return name;
  if (sure === "certain") {
    if (!program) return ofHeader(line);
    if (!SHELL_FILE.test(file)) return undefined;
    const commands = shellCommands(line).filter((words) => !words.every((word) => VARIABLE.test(word)));
    return commands.flatMap((words) => secretArguments(words, sure))[0]?.name;
  }
  const [, any = "", rest = ""] = ANY_SETTING.exec(line.trimEnd()) ?? [];
  if (any !== "" && !isOpening(rest) && !/^[[{]\s*[\]}]/.test(rest) && isSecretPair(any, bare(rest), sure)) return any;
  const [, spaced = "", word = ""] = SPACED.exec(line) ?? [];
  if (spaced !== "" && isSecretPair(spaced, bare(word.replace(/;$/, "")), sure)) return spaced;
  if (isSecretHeader(line.replace(/^\s*(?:-\s+)?["']?|["'],?\s*$/g, ""), sure)) return name;
  return secretsInShell(line, sure)[0]?.name;
}

/** A member of a list: behind a hyphen, or quoted. `name: value` without quotes is a mapping, and may be its description. */
const MEMBER = /^\s*-\s+([\w-]+:\S.*)$|^\s*(?:-\s+)*(["'])([\w-]+\s*:.*)\2,?$/;
const QUOTED_MEMBER = /[[,]\s*(?:"([\w-]+\s*:[^"]+)"|'([\w-]+\s*:[^']+)')/g;

/** The name of a header that lets in, as gateways take them in lists: `- Authorization:Bearer …`. */
function ofHeader(line: string): string | undefined {
  const [, plain, , quoted] = MEMBER.exec(line.trimEnd()) ?? [];
  const inLine = [...line.matchAll(QUOTED_MEMBER)].map(([, double, single]) => double ?? single);
  const header = [plain, quoted, ...inLine].find((text) => text !== undefined && isSecretHeader(text, "certain"));
  return header?.split(":", 1)[0]?.trim();
}

/** Forms in which programs keep passwords in files of their own. */
const USER_LIST = /^\s*"[^"]*"\s+"([^"]+)"/;
const PASSWORD_FILE = /^(?:[^:\s#]|\\:)+:(?:\d+|\*):[^:]+:(?:[^:\\]|\\.)+:(\S.*)$/;
const DIRECTIVE = /^\s*(?:requirepass|masterauth|primaryauth|sentinel\s+auth-pass\s+\S+)\s+["']?([^\s"']+)/i;
const ACCESS_RULE = /^\s*(?:ACL\s+SETUSER|user)\s+\S+\s.*(?:^|\s)[>#<!](\S+)/i;
const USER_HASH = /^[^\s:#/]+:(?:\$\$?[\w-]+\$|\{[A-Z][\w-]*\})\S+/;
/** Users of load balancers: `user name insecure-password word`, `stats auth name:word`. */
const USER_LINE = /^\s*user\s+\S+\s+(?:insecure-)?password\s+(\S+)/i;
const STATS_LINE = /^\s*stats\s+auth\s+[^\s:]+:(\S+)/i;
/** Headers that servers set: `proxy_set_header X-Api-Key word;`. */
const SET_HEADER =
  /^\s*(?:\w*set_header|add_header|http-re(?:quest|sponse)\s+(?:set|add)-header)\s+([\w-]+)\s+["']?([^"';]+)/i;
const LOGIN = /^\s*(?:login\s+\S+\s+)?password\s+(\S+)\s*$/;

function setHeader(line: string): string {
  const [, name, value] = SET_HEADER.exec(line) ?? [];
  return name === undefined || value === undefined ? "" : `${name}: ${value.trim()}`;
}

function isKept(file: string, line: string, sure: Sureness): boolean {
  const isPassword = (value = ""): boolean => value !== "" && isSecretPair("PASSWORD", value, sure);
  const is = (form: RegExp): boolean => isPassword(form.exec(line)?.[1]);
  if (is(DIRECTIVE) || isPassword(machinePassword(line))) return true;
  if (sure === "possible")
    return (
      [USER_LIST, PASSWORD_FILE, ACCESS_RULE, USER_LINE, STATS_LINE, LOGIN].some(is) ||
      USER_HASH.test(line) ||
      isSecretHeader(setHeader(line), sure)
    );
  const last = file.slice(file.lastIndexOf("/") + 1);
  if (/userlist/i.test(last) || /^\s*"[^"]*"\s+"(?:md5[0-9a-f]{32}|SCRAM-SHA-256\$)/.test(line)) return is(USER_LIST);
  if (/pgpass/i.test(last)) return is(PASSWORD_FILE);
  if (/netrc/i.test(last)) return is(LOGIN);
  return /^\s*user\s+\S+\s+(?:on|off)\s/.test(line) && is(/\s>(\S+)/);
}
