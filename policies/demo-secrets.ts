import { DEMO_VALUES } from "../constructs/secrets/demo-values";
import { weaknessOf } from "../constructs/secrets/weak";
import { secretsInShell } from "./secret-arguments";
import { secretLines } from "./secret-lines";
import { asVariable, SECRET_NAMES } from "./secret-names";
import { urlPasswords } from "./secret-values";
import type { PlacedText } from "./texts";

const KNOWN: ReadonlySet<string> = new Set(DEMO_VALUES);
/** Demo values that are nothing else, wherever they stand; short ones are words like any other. */
const UNMISTAKABLE: ReadonlySet<string> = new Set(
  DEMO_VALUES.filter((value) => value.length >= 20 || value === "sample_key"),
);
/** What is shorter or longer need not be looked up. */
const LEAST = Math.min(...[...UNMISTAKABLE].map(({ length }) => length));
const LONGEST = Math.max(...DEMO_VALUES.map(({ length }) => length));

const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;
const PAIR = /(?:^|[\s{,;])["']?([A-Za-z][\w.-]*)["']?\s*[:=]\s*["']?([^\s"',;}]+)/g;
const DIVIDERS = /[\s"'`,;:=@(){}[\]<>]+/;

/** A demo value in a text. */
export interface FoundDemo {
  /** What it is, without the value: `the value of PASSWORD`, `a password in a URL`. */
  readonly what: string;
  /** The line of a file; undefined: the whole is one value. */
  readonly line: number | undefined;
}

/** Finds secrets that are printed in examples for everybody to read, one for each line. */
export function findDemoSecrets({ name, text, kind }: PlacedText): readonly FoundDemo[] {
  if (kind === "value") {
    // Few values are known ones, so that is asked first.
    const what = isDemo(text) && isSecretName(name) ? `the value of ${name}` : (demoIn(text) ?? demoCommand(text));
    return what === undefined ? [] : [{ what, line: undefined }];
  }
  const secret = new Set(secretLines(name, text, "certain").map(({ index }) => index));
  return text.split("\n").flatMap((row, index) => {
    const what = demoIn(row) ?? demoPair(row) ?? (secret.has(index) ? (demoCommand(row) ?? demoLine(row)) : undefined);
    return what === undefined ? [] : [{ what, line: index + 1 }];
  });
}

/** Every signed token of a text. */
export function tokensIn(text: string): readonly string[] {
  return text.includes("eyJ") ? [...text.matchAll(TOKEN)].map(([token]) => token) : [];
}

function isDemo(value: string): boolean {
  const trimmed = value.trim();
  return trimmed.length <= LONGEST && KNOWN.has(trimmed.toLowerCase());
}

/** Whether a token is printed somewhere, or signed with a key that is. */
function isDemoToken(token: string): boolean {
  return weaknessOf("token", token)?.code === "ASH-SEC-006";
}

function isSecretName(name: string): boolean {
  return SECRET_NAMES.likely.test(asVariable(name));
}

function demoIn(text: string): string | undefined {
  if (text.length < LEAST) return undefined;
  if (tokensIn(text).some(isDemoToken)) return "a token";
  if (urlPasswords(text, "certain").some(isDemo)) return "a password in a URL";
  return text.split(DIVIDERS).some((word) => word.length >= LEAST && UNMISTAKABLE.has(word.toLowerCase()))
    ? "a key"
    : undefined;
}

/** Of a text with several words those that a program takes for a secret. */
function demoCommand(text: string): string | undefined {
  if (!/\s/.test(text.trim())) return undefined;
  return secretsInShell(text, "certain").some(({ value }) => isDemo(value)) ? "a password in a command" : undefined;
}

/** Servers write in many ways that a line is a secret, and nearly all of them write it last. */
function demoLine(row: string): string | undefined {
  const last = row.includes("#") ? undefined : row.split(DIVIDERS).findLast((word) => word !== "");
  return last !== undefined && isDemo(last) ? "a password" : undefined;
}

function demoPair(row: string): string | undefined {
  for (const [, name = "", value = ""] of row.matchAll(PAIR))
    if (isDemo(value) && isSecretName(name)) return `the value of ${name}`;
  return undefined;
}
