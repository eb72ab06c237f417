import { digest } from "../../constructs/model/names";
import { SECRET_NAMES } from "../secret-names";

/** What stands for a secret: equal secrets have equal seals, and a seal tells nothing else. */
const SEAL = "\u0001";

/** How people see a sealed text. */
export const SECRET_TEXT = "(secret)";

/** Hides a text for good. */
export function seal(text: string): string {
  return `${SEAL}${digest(text, 64)}`;
}

/** Whether a text is a seal. */
export function isSealed(value: unknown): boolean {
  return typeof value === "string" && value.startsWith(SEAL);
}

/** Names of references, and lists of names. */
const NO_SECRET_NAME = /^(?:secrets|tokens|basic-auth|auth)$|(?:type|mode|method)$/i;

/** Forms of values that are secrets whatever they are called. */
const SECRET_VALUES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:(?!\$\{?\w+\}?@|\$\(\w+\)@)[^\s/@]+@/i,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/,
  /\b(?:sb_secret_|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|[sr]k_(?:live|test)_|AKIA|ASIA|AIza|npm_|hvs\.)[\w-]{8,}/,
  /\b(?:bearer|basic)\s+[A-Za-z0-9+/_.=-]{8,}/i,
  /(?:pass(?:word|wd|phrase)?|pwd|secret|token|credential|(?:private|api|access|secret|signing)[-_]?key)s?["']?\s*(?:[=:]\s*|\s)["'](?![/$@{]|["'])[^"']+["']/i,
  /(?:pass(?:word|wd|phrase)?|pwd|secret|token|credential|(?:private|api|access|secret|signing)[-_]?key)s?["']?\s*[=:]\s*(?![/$@{\s"'<]|true\b|false\b|null\b)\S+/i,
  /\$(?:2[aby]?|5|6|argon2id?|scrypt)\$\S+|\bSCRAM-SHA-256\$\S+|\{SSHA\}\S+/,
];
/** Random text: both cases and a digit, or nothing but many hexadecimal digits. */
const RANDOM_VALUE =
  /^(?:(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])(?=[^0-9]*[0-9])[A-Za-z0-9+/_=-]{24,}|(?=.*[0-9])(?=.*[a-f])[0-9a-f]{32,})$/;

/** Whether a name says that its value is secret. */
function isSecretName(name: string): boolean {
  return SECRET_NAMES.possible.test(name) && !NO_SECRET_NAME.test(name);
}

/** Whether a text can be the secret itself, under a name that says so: no path, no switch, no reference. */
function canBeSecret(text: string): boolean {
  return text !== "" && !/^(?:@?\/|true$|false$|\$\{?\w+\}?$|\$\(\w+\)$)/i.test(text);
}

/** Whether a text looks like a secret whatever it is called. Rather too often than not often enough. */
function looksSecret(text: string): boolean {
  return RANDOM_VALUE.test(text) || SECRET_VALUES.some((form) => form.test(text));
}

/** A text under a name, sealed where either says that it is secret; of a longer text the lines that are. */
export function sealText(name: string, text: string): string {
  if (isSealed(text)) return text;
  if (isSecretName(name) && canBeSecret(text)) return seal(text);
  if (!text.includes("\n")) return looksSecret(text) ? seal(text) : text;
  // A key spreads over lines that say nothing by themselves.
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return seal(text);
  return text
    .split("\n")
    .map((line) => (looksSecret(line.trim()) ? seal(line) : line))
    .join("\n");
}

/** The words of a command line: what follows an option that names a secret is one. */
export function sealWords(words: readonly unknown[]): readonly unknown[] {
  let isNext = false;
  return words.map((word) => {
    if (typeof word !== "string") return word;
    const wasNext = isNext;
    const [, option = "", inline] = /^-{1,2}([\w.-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    const isSecretOption = option !== "" && isSecretName(option);
    isNext = isSecretOption && inline === undefined;
    if (wasNext && !word.startsWith("-") && canBeSecret(word)) return seal(word);
    if (isSecretOption && inline !== undefined && canBeSecret(inline)) return seal(word);
    const [, name = "", value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word) ?? [];
    if (value !== undefined && isSecretName(name) && canBeSecret(value)) return seal(word);
    return sealText("", word);
  });
}
