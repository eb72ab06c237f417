import { z } from "zod";
import { ofContainers } from "../containers";
import type { ConfigFacts } from "../facts/facts";
import { inContainer } from "../place";
import { defineRule, type Draft } from "../rule";
import { asVariable, SECRET_NAMES } from "../secret-names";

/** What is built into pages that everybody loads, as many frameworks mark it. */
const PUBLIC_NAME = /(?:^|_)PUBLIC_/i;
/** A password in a URL, a signed token, or a key of a known form. */
const SECRET_VALUE =
  /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+|\bsb_secret_\w+|\bAKIA[0-9A-Z]{16}\b/;

function holdsSecret(value: string): boolean {
  const match = SECRET_VALUE.exec(value);
  return match !== null && !/:(?:\$\{?\w+\}?|\$\(\w+\))@$/.test(match[0]);
}

/** Whether a name says that its value is a secret, and the value can be one. */
function isSecret(name: string, value: string): boolean {
  if (!SECRET_NAMES.certain.test(name) || !isValue(value)) return false;
  return SECRET_NAMES.password.test(name) || !(PUBLIC_NAME.test(name) || /^\d+$/.test(value));
}

/** The options of a command line that hold a secret, in either form; an argument without a name is an empty text. */
function openOptions(words: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const next = words[index + 1] ?? "";
    const [, option = "", inline] = /^--?([\w.-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    const name = asVariable(option);
    if (inline === undefined && !next.startsWith("-") && isSecret(name, next)) {
      found.push(option);
      index += 1;
    } else if (holdsSecret(word) || isSecret(name, inline ?? "")) found.push(option);
  }
  return found;
}

/** Whether a value can be the secret itself: no path to a file, no switch, no reference to another variable. */
function isValue(value: string): boolean {
  return value !== "" && !/^(?:@?\/|true$|false$|\d{1,4}$|\$\{?\w|\$\()/i.test(value);
}

/** Files of programs, in which a name before a sign of equality is a variable and no setting. */
const PROGRAM_FILE = /\.(?:sh|bash|sql|js|mjs|ts|py|rb|lua|go|tmpl)$/;
/** `name: value`, `name=value`, and the same of JSON. */
const SETTING = /^\s*(?:export\s+)?["']?([\w.-]+)["']?\s*[:=]\s*["']?([^"'\s#;,{[][^"'\s#;,]*)/;

/** Whether a file that everybody may read holds a secret: all of it, a setting, or a word of a known form. */
function isOpenFile(key: string, text: string, ignore: readonly string[]): boolean {
  const isOpen = (name: string, value: string): boolean =>
    !ignore.includes(name) && (isSecret(asVariable(name), value) || holdsSecret(value));
  const lines = text.split("\n");
  if (lines.filter((line) => line.trim() !== "").length === 1 && isOpen(key, text.trim())) return true;
  return lines.some((line) => {
    const [, name = "", value = ""] = PROGRAM_FILE.test(key) ? [] : (SETTING.exec(line) ?? []);
    return isOpen(name, value) || (!ignore.includes(name) && line.split(/[\s"'`=]+/).some(holdsSecret));
  });
}

/** Entries of configuration that hold a secret. */
function openEntries(
  configs: readonly ConfigFacts[],
  ignore: readonly string[],
): readonly { readonly path: string; readonly key: string; readonly text: string }[] {
  return configs.flatMap(({ path, files }) =>
    files
      .filter(({ key, text }) => !ignore.includes(key) && isOpenFile(key, text, ignore))
      .map(({ key, text }) => ({ path, key, text })),
  );
}

export const rule = defineRule({
  code: "BASE-012",
  title: "no secret stands in plain text",
  severity: "critical",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "variables and arguments are shown by every tool that inspects a container, and manifests are kept in repositories for ever",
  cure: "take the value from a secret: a file, a secretKeyRef, or an env file of mode 0600",
  reference: "CIS Kubernetes benchmark 5.4.1; Polaris sensitiveContainerEnvVar",
  config: z.strictObject({
    ignore: z
      .array(z.string())
      .default([])
      .describe("Names of variables and entries whose values are public although they do not sound so."),
  }),
  check: (facts, { ignore }) => {
    const open = openEntries(facts.configs, ignore);
    const told = new Set(open.map(({ text }) => text));
    const entries: readonly Draft[] = open.map(({ path, key }) => ({
      object: path,
      path: facts.target === "compose" ? path : `${path}:data[${key}]`,
      message: `the configuration ${key} holds a secret in plain text`,
    }));
    const variables = ofContainers(facts, (container, workload) => [
      ...container.env
        .filter(({ name, source, value = "" }) => {
          if (source !== "literal" && (source !== "config" || told.has(value))) return false;
          return !ignore.includes(name) && (holdsSecret(value) || isSecret(name, value));
        })
        .map(({ name }) => ({
          ...inContainer(facts, workload, container, "env", name),
          message: `the value of ${name} stands in plain text`,
        })),
      ...openOptions([...container.command, ...container.args]).map((option) => ({
        ...inContainer(facts, workload, container, "args", option),
        message: `an argument${option === "" ? "" : ` (${option})`} holds a secret in plain text`,
      })),
    ]);
    return [...entries, ...variables];
  },
});
