/*
 * Forms of secrets that one pattern would find in more time than the text is long: a pattern that begins at many places and
 * runs to the end from each of them. Here every place is looked at a fixed number of times.
 */

/** The first part of a signed token, with what follows it; only a whole run of such characters is begun with. */
const FIRST_PART = /(?<![\w-])([\w-]{11,})(?=\.[\w-]{8,}\.([\w-]?))/g;
const HEADER = /\beyJ[\w-]{8}/;

/** Every signed token of a text by the first character of its signature; empty: the signature is missing. */
export function signedTokens(text: string): readonly string[] {
  if (!text.includes("eyJ")) return [];
  return [...text.matchAll(FIRST_PART)]
    .filter(([, header = ""]) => HEADER.test(header))
    .map(([, , signature = ""]) => signature);
}

/** `PASSWORD $tag$…$tag$`, as PostgreSQL quotes it. */
export function dollarQuotedPassword(text: string): boolean {
  for (const match of text.matchAll(/\bpassword\s+(\$\w*\$)/gi)) {
    // Between the two there is at least one character.
    if (text.includes(match[1] ?? "", match.index + match[0].length + 1)) return true;
  }
  return false;
}

/** `echo password | program --password-stdin`, in one line. */
export function echoedPassword(text: string): boolean {
  return text.includes(STDIN) && text.split("\n").some(isEchoed);
}

const STDIN = "--password-stdin";

function isEchoed(line: string): boolean {
  const option = line.lastIndexOf(STDIN);
  const pipe = option < 1 ? -1 : line.lastIndexOf("|", option - 1);
  if (pipe < 0) return false;
  // Of all that print the first is enough: what is behind it is behind the others too, or they are behind the bar.
  const print = /\becho\s+(?:-n\s+)?(?!["']?\$)\S/.exec(line);
  return print !== null && print.index + print[0].length <= pipe;
}

/** `Cookie: name=value`. */
export function holdsCookie(text: string): boolean {
  // The whole word is taken, so that what is inside of it is no beginning again.
  return [...text.matchAll(/\bcookie\s*:\s*(\S+)/gi)].some(([, pair = ""]) => pair.includes("=", 1));
}

const MACHINE = /(?:^|\s)(?:machine\s+\S+|default)\b/;

/** What a `.netrc` calls the password of a machine, in one line. */
export function machinePassword(line: string): string | undefined {
  const machine = MACHINE.exec(line);
  if (machine === null) return undefined;
  return /^.*\spassword\s+(\S+)/.exec(line.slice(machine.index + machine[0].length))?.[1];
}

const ELEMENT = /<([\w:.-]+)(?:\s[^<>]*)?>\s*([^<>\s][^<>]*)<\//g;
const ATTRIBUTE = /\b(name|key|value)\s*=\s*["']([^"']+)["']/g;

/** What is called by a name in a line of XML: an element's text, or an attribute `value` behind `name` or `key`. */
export function markupPairs(line: string): readonly (readonly [name: string, value: string])[] {
  const elements = [...line.matchAll(ELEMENT)].map(([, name = "", text = ""]) => [name, text.trim()] as const);
  return [...elements, ...line.split(/[<>]/).flatMap(attributePairs)];
}

/** The pairs of one tag. */
function attributePairs(tag: string): readonly (readonly [name: string, value: string])[] {
  const pairs: (readonly [string, string])[] = [];
  let name = "";
  for (const [, key, value = ""] of tag.matchAll(ATTRIBUTE)) {
    if (key === "value") {
      if (name !== "") pairs.push([name, value.trim()]);
      name = "";
    } else if (name === "" && /^[\w.-]+$/.test(value)) name = value;
  }
  return pairs;
}
