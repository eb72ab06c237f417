import { DEMO_VALUES } from "../constructs/secrets/demo-values";
import { weaknessOf } from "../constructs/secrets/weak";
import { asVariable, SECRET_NAMES } from "./secret-names";
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
const URL_PASSWORD = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:([^\s/@"']+)@/gi;
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
    const what = isDemo(text) && isSecretName(name) ? `the value of ${name}` : demoIn(text);
    return what === undefined ? [] : [{ what, line: undefined }];
  }
  return text.split("\n").flatMap((row, index) => {
    const what = demoIn(row) ?? demoPair(row);
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
  if (text.includes("://") && [...text.matchAll(URL_PASSWORD)].some(([, password = ""]) => isDemo(password)))
    return "a password in a URL";
  return text.split(DIVIDERS).some((word) => word.length >= LEAST && UNMISTAKABLE.has(word.toLowerCase()))
    ? "a key"
    : undefined;
}

function demoPair(row: string): string | undefined {
  for (const [, name = "", value = ""] of row.matchAll(PAIR))
    if (isDemo(value) && isSecretName(name)) return `the value of ${name}`;
  return undefined;
}
