import { z } from "zod";
import { ofContainers } from "../containers";
import type { ConfigFacts } from "../facts/facts";
import { inContainer } from "../place";
import { defineRule, type Draft } from "../rule";
import { secretArguments } from "../secret-arguments";
import { secretLines } from "../secret-lines";
import { isSecretPair, looksSecret } from "../secret-values";

/** Whether an entry, a variable or a setting, is a secret by its name or its form. */
function isOpen(name: string, value: string): boolean {
  return isSecretPair(name, value, "certain") || looksSecret(value, "certain");
}

/** The options of a command line that hold a secret; an argument without a name is an empty text. */
function openOptions(words: readonly string[]): readonly string[] {
  return secretArguments(words, "certain").map(({ name }) => name);
}

/** Whether a file that everybody may read holds a secret: all of it, a setting, or a word of a known form. */
function isOpenFile(key: string, text: string, ignore: readonly string[]): boolean {
  const isOneLine = text.split("\n").filter((line) => line.trim() !== "").length === 1;
  if (isOneLine && isOpen(key, text.trim())) return true;
  return secretLines(key, text, "certain").some(({ name }) => !ignore.includes(name));
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
          return !ignore.includes(name) && isOpen(name, value);
        })
        .map(({ name }) => ({
          ...inContainer(facts, workload, container, "env", name),
          message: `the value of ${name} stands in plain text`,
        })),
      ...openOptions([...container.command, ...container.args])
        .filter((option) => !ignore.includes(option))
        .map((option) => ({
          ...inContainer(facts, workload, container, "args", option),
          message: `an argument${option === "" ? "" : ` (${option})`} holds a secret in plain text`,
        })),
    ]);
    return [...entries, ...variables];
  },
});
