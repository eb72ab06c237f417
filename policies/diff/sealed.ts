import { digest } from "../../constructs/model/names";
import { remembered } from "../remembered";
import { secretArguments } from "../secret-arguments";
import { secretLines } from "../secret-lines";
import { isSecretFile } from "../secret-names";
import { isSecretPair, PRIVATE_KEY } from "../secret-values";

/** What stands for a secret: equal secrets have equal seals, and a seal tells nothing else. */
const SEAL = "\u0001";

/** How people see a sealed text. */
export const SECRET_TEXT = "(secret)";

/** Hides a text for good. */
export function seal(text: string): string {
  return `${SEAL}${digest(text, 64)}`;
}

/** Whether a text is a seal, and not one of several lines of which the first is. */
export function isSealed(value: unknown): boolean {
  return typeof value === "string" && value.startsWith(SEAL) && !value.includes("\n");
}

/** A text under a name, sealed where either says that it is secret; of a longer text the lines that are. */
export function sealText(name: string, text: string): string {
  if (isSealed(text)) return text;
  if (isSecretPair(name, text, "possible")) return seal(text);
  // A key spreads over lines that say nothing by themselves.
  if (PRIVATE_KEY.test(text)) return seal(text);
  if (!text.includes("\n"))
    return (text.length < LONG ? isSecretWord(name, text) : isSecretLine(name, text)) ? seal(text) : text;
  const isFile = isSecretFile(name);
  const secret = new Set(secretLines(name, text, "possible").map(({ index }) => index));
  return text
    .split("\n")
    .map((line, index) => (secret.has(index) || (isFile && isContent(line)) ? seal(line) : line))
    .join("\n");
}

/** What is longer than that is hardly ever said twice. */
const LONG = 200;

function isSecretLine(name: string, line: string): boolean {
  const isSecret = isSecretFile(name) && isSecretPair("PASSWORD", line.trim(), "possible");
  return isSecret || secretLines(name, line, "possible").length > 0;
}

const isSecretWord = remembered(isSecretLine);

/** The words of a command line: what follows an option that names a secret is one. */
export function sealWords(words: readonly unknown[]): readonly unknown[] {
  const texts = words.map((word) => (typeof word === "string" ? word : typeof word === "number" ? String(word) : ""));
  const secret = new Set(secretArguments(texts, "possible").map(({ index }) => index));
  return words.map((word, index) => {
    const text = texts[index] ?? "";
    if (text === "") return word;
    // Of a program of many lines only those that hold one.
    if (text.includes("\n") && !isOption(words[index - 1])) return sealText("", text);
    return secret.has(index) ? seal(text) : typeof word === "string" ? sealText("", word) : word;
  });
}

const isOption = (word: unknown): boolean =>
  typeof word === "string" && /^--?[A-Za-z][\w.-]*$/.test(word) && !/^-[a-z]*c$/.test(word);

/** Whether a line of a file of secrets is one, and no remark. */
const isContent = (line: string): boolean => line.trim() !== "" && !/^\s*(?:#|;|\/\/)/.test(line);
