import { asVariable, isCertainName, isPossibleName, SECRET_NAMES } from "./secret-names";
import { dollarQuotedPassword, echoedPassword, holdsCookie, signedTokens } from "./secret-searches";

/** How sure one must be that something is a secret: whoever accuses is `certain`, whoever hides holds it `possible`. */
export type Sureness = "certain" | "possible";

/**
 * Lines and words that somebody wrote are shorter, in characters. What is longer is not read closely: whoever hides hides
 * it as a whole, and whoever accuses looks at its beginning and for keys of a known form.
 */
export const LONGEST_LINE = 10_000;

/** What stands in a value's place: a variable, the output of a program, a hole of a template. */
const REFERENCE =
  /^(?:\$\$?\{\w+(?::?\?[^}]*|:?-|:?-\$\{?\w+\}?)?\}|\$\$?\w+|\$\$?\([^()]*\)|`[^`]*`|\{\{[^{}]*\}\}|\{vault:\/\/[^\s{}]*\}|%\w+%|<[\w .-]+>|\*+)[;,]?$/;
/** What begins with a reference is no secret for whoever must be certain. */
const REFERRING = /^(?:\$\$?[{(]?\w|\{\{|\{vault:|%\w|<|`|\*)/;
const PATH = /^@?(?:\.{0,2}|~|file:\/\/)\/[^\s:@"']*$/;
/** File names of keys and certificates. */
const KEY_FILE = /^[\w.-]+\.(?:key|pem|crt|cer|cert|der|p12|pfx|jks|pub|txt)$/i;
const SWITCH = /^(?:true|false|yes|no|on|off|null|none|nil|~|undefined)$/i;
/** Names of licences, which everybody may know. */
const LICENCE =
  /^(?:MIT|ISC|Unlicense|basic|trial|enterprise|oss|accept(?:ed)?|(?:Apache|BSD|L?GPL|AGPL|MPL|EPL|CC|BUSL)-?[\w.-]*)$/i;

/** Random text: both cases and a digit, or nothing but many hexadecimal digits. */
const RANDOM =
  /^(?:(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])(?=[^0-9]*[0-9])[A-Za-z0-9+/_=-]{24,}|(?=.*[0-9])(?=.*[a-f])[0-9a-f]{32,})$/;

/** Whether a text is something that stands for a value, and not the value. */
export function isReference(text: string): boolean {
  return REFERENCE.test(text);
}

/** Whether a text can be the secret itself, under a name that says so: no path, no switch, no reference. */
function canBeSecret(text: string, sure: Sureness): boolean {
  if (text === "" || SWITCH.test(text) || isReference(text)) return false;
  if (sure === "certain") return !PATH.test(text) && !REFERRING.test(text) && !/^(?:\/|\d{1,4}$|\*+$)/.test(text);
  // Base64 may look like a path.
  return !(PATH.test(text) && !RANDOM.test(text)) && !KEY_FILE.test(text);
}

/** What is built into pages that everybody loads, as many frameworks mark it. */
const PUBLIC_NAME = /(?:^|_)PUBLIC_/i;

/** Whether a name says that its value is a secret, and the value can be one. */
export function isSecretPair(name: string, value: string, sure: Sureness): boolean {
  if (sure === "possible" && isLogin(name, value)) return true;
  if (sure === "possible")
    return isPossibleName(name) && canBeSecret(value, sure) && !(/licen[sc]e$/i.test(name) && LICENCE.test(value));
  const variable = asVariable(name);
  if (!isCertainName(name) || !canBeSecret(value, sure)) return false;
  return SECRET_NAMES.password.test(variable) || !(PUBLIC_NAME.test(variable) || /^\d+$/.test(value));
}

/** `BASIC_AUTH: name:password`, under a name that may as well say a way. */
function isLogin(name: string, value: string): boolean {
  const [, password = ""] = /^[^\s:/"'$]{1,200}:([^\s:/"']{1,500})$/.exec(value) ?? [];
  return /(?:^|_)(?:AUTH|LOGIN|USERPWD)$/.test(asVariable(name)) && canBeSecret(password, "possible");
}

/** A key that must stay with its owner; it spreads over lines that say nothing by themselves. */
export const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/;

const URL_PASSWORD = /:\/\/(?<=\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/:@"']{0,200}:([^\s/@"']{1,500})@/gi;
/** The same with a password that nobody wrote as an address asks: with a slash, or a sign of its own. */
const WIDE_URL_PASSWORD = /:\/\/(?<=\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/:@"'?#]{0,200}:([^\s"'?#]{1,500})@/gi;

/** Every password that stands in an address. */
export function urlPasswords(text: string, sure: Sureness): readonly string[] {
  if (!text.includes("://")) return [];
  const form = sure === "certain" ? URL_PASSWORD : WIDE_URL_PASSWORD;
  return [...text.matchAll(form)]
    .map(([, password = ""]) => password)
    .filter((password) => !isReference(password) && !(sure === "certain" && REFERRING.test(password)));
}

/** Keys of a form that only one issuer uses. */
const ISSUED =
  /\bsb_secret_\w+|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[abeoprs]-[\w-]{10,}|\b[sr]k_live_\w{16,}|\bnpm_[A-Za-z0-9]{30,}|\bhvs\.[\w-]{20,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bdop_v1_[0-9a-f]{40,}/;
/** The same, and keys that may be given away or are only like them. */
const MAYBE_ISSUED =
  /\b(?:sb_secret_|gh[pousr]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt)-|xox[a-z]-|xapp-|[srw][kh](?:_live|_test|sec)?_|AKIA|ASIA|AIza|npm_|pypi-|dckr_pat_|dop_v1_|hv[sb]\.|sk-(?:ant-|proj-)?|SG\.|ya29\.|AGE-SECRET-KEY-|key-)[\w-]{8,}|hooks\.slack\.com\/services\/\S+/;
/** Hashes of passwords; Compose writes every sign of a dollar twice. */
const HASHED =
  /\$\$?(?:1|2[abxy]?|5|6|7|y|apr1|argon2(?:id?|d)|scrypt|pbkdf2[\w-]*)\$\S+|\bSCRAM-SHA-(?:1|256|512)\$\S+|\{(?:PLAIN|CLEAR|CRYPT|MD5|SMD5|SSHA|SHA|PBKDF2|BCRYPT|ARGON2)[\w.-]*\}\S+|\bmd5[0-9a-f]{32}\b/i;
/** Credentials of a request. */
const SCHEME = /\b(?:bearer|basic|digest|apikey)\s+(?!realm\b)["']?([^\s"',;]+)/gi;
const NAMED =
  "(?:pass(?:word|wd|phrase|code)?|(?<![a-z])(?:pw|psk)|pwd|secret|token|credential|(?:private|api|access|secret|signing|master|auth|anon|service|license)[-_]?key)s?";
const POSSIBLE_FORMS: readonly RegExp[] = [
  PRIVATE_KEY,
  MAYBE_ISSUED,
  HASHED,
  new RegExp(`${NAMED}\\\\?["']?\\s*(?:[=:]\\s*|\\s)\\\\?["'](?![/$@{\\\\]|["'])[^"']+["']`, "i"),
  new RegExp(
    `${NAMED}\\\\?["']?\\s*[=:]\\s*(?![/$@{\\s"'<?\\\\]|-\\}|true\\b|false\\b|null\\b|\\[\\]|\\[\\s*$)\\S+`,
    "i",
  ),
  // What is default for a variable is no reference.
  new RegExp(`${NAMED}["']?\\s*[=:]\\s*["']?\\$\\$?\\{\\w+:?[-=](?!\\})[^$}]+\\}`, "i"),
  /\bidentified\s+(?:with\s+\S+\s+)?by\s+["'][^"']+["']/i,
  /["'](?:auth|_auth|identitytoken|registrytoken)["']\s*:\s*["'][^"']+["']/,
  // The signature of an address that opens for whoever has it.
  /[?&](?:sig|signature|X-Amz-Signature|access_token|api_?key|token|code|auth)=(?![$<{])[^\s&"']+/i,
];

/** Whether a text holds a secret by its form, whatever it is called; one longer than {@link LONGEST_LINE} may hold one. */
export function looksSecret(text: string, sure: Sureness): boolean {
  if (sure === "possible" && text.length > LONGEST_LINE) return true;
  if (urlPasswords(text, sure).length > 0) return true;
  if (sure === "certain")
    return PRIVATE_KEY.test(text) || ISSUED.test(text) || signedTokens(text).some((signature) => signature !== "");
  return (
    RANDOM.test(text) ||
    POSSIBLE_FORMS.some((form) => form.test(text)) ||
    signedTokens(text).length > 0 ||
    dollarQuotedPassword(text) ||
    echoedPassword(text) ||
    holdsCookie(text) ||
    schemes(text).some((it) => it.length >= 8)
  );
}

/** What requests show to be let in, after the name of its scheme. */
const schemes = (text: string): readonly string[] =>
  [...text.matchAll(SCHEME)].map(([, value = ""]) => value).filter((value) => !isReference(value));

/** Headers by which requests are let in. */
const LETTING_IN = /^(?:(?:proxy-)?authorization|(?:x-)?api-?key|x-[\w-]*(?:token|secret|api-?key)|private-token)$/i;

const SCHEME_NAME = /^(?:bearer|basic|digest|token|apikey|negotiate)$/i;
const SCHEME_PREFIX = /^(?:bearer|basic|digest|token|apikey|negotiate)\s+/i;

/** Whether a header, `Name: value`, lets its sender in. */
export function isSecretHeader(text: string, sure: Sureness): boolean {
  const colon = text.indexOf(":");
  const [name, value] = [text.slice(0, Math.max(0, colon)).trim(), text.slice(colon + 1).trim()];
  if (!/^[\w-]+$/.test(name) || /[\n\r\u2028\u2029]/.test(value)) return false;
  if (!LETTING_IN.test(name) && !(sure === "possible" && isPossibleName(name))) return false;
  // A scheme alone lets nobody in.
  if (sure === "certain" && SCHEME_NAME.test(value)) return false;
  const credentials = value.replace(SCHEME_PREFIX, "");
  return credentials !== "" && canBeSecret(credentials, sure);
}
