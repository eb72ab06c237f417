import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load, loadAll } from "js-yaml";
import { checkFacts } from "../../../policies/check";
import { composeFacts } from "../../../policies/facts/compose";
import { kubernetesFacts } from "../../../policies/facts/kubernetes";
import type { Finding } from "../../../policies/rule";

/**
 * Files as they are found in the world, written anew: each begins with what a careful reader says about it, and beside it
 * stands every finding, `<code>: [paths]`. A finding is added there only after it was read.
 */
const documents = (["compose", "kubernetes"] as const).flatMap((target) =>
  readdirSync(join(__dirname, target))
    .filter((name) => name.endsWith(".yaml") && !name.endsWith(".findings.yaml"))
    .map((name) => ({ target, name: name.replace(/\.yaml$/, "") })),
);

type Target = "compose" | "kubernetes";

const textOf = (target: Target, name: string): string => readFileSync(join(__dirname, target, `${name}.yaml`), "utf8");

/** The day of the reader: versions and certificates grow old. */
const AT = Date.parse("2026-11-01T00:00:00Z");

/** What is said about a file. */
function judged(target: Target, name: string): readonly Finding[] {
  const text = textOf(target, name);
  const facts =
    target === "compose" ? composeFacts(load(text), new Map(), { at: AT }) : kubernetesFacts(loadAll(text), AT);
  return checkFacts(facts).findings;
}

/** Where each rule answers. */
function findings(target: Target, name: string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { code, path } of judged(target, name)) (found[code] ??= []).push(path);
  return found;
}

const sorted = (found: Record<string, string[]>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(found).map(([code, paths]) => [code, [...paths].sort()]));

describe("files that others wrote", () => {
  it("are twenty and more, on both targets, and some of them are faultless", () => {
    const clean = documents.filter(({ name }) => name.startsWith("clean-"));
    expect(documents.length - clean.length).toBeGreaterThanOrEqual(20);
    expect(new Set(clean.map(({ target }) => target))).toEqual(new Set(["compose", "kubernetes"]));
  });

  it.each(documents.filter(({ name }) => !name.startsWith("clean-")))(
    "$target/$name is judged as a careful reader judges it",
    ({ target, name }) => {
      const expected = load(textOf(target, `${name}.findings`)) as Record<string, string[]>;
      expect(sorted(findings(target, name))).toEqual(sorted(expected));
    },
  );

  it.each(documents.filter(({ name }) => name.startsWith("clean-")))(
    "$target/$name has nothing",
    ({ target, name }) => {
      expect(findings(target, name)).toEqual({});
    },
  );

  it("never have a secret of theirs told", () => {
    const told = documents.map(({ target, name }) => judged(target, name));
    const secrets = [
      "correct-horse",
      "letmein-please",
      "GR1348941",
      "s3cret",
      "c2lnbmF0dXJl",
      "your-super-secret",
      "insecure-7x",
    ];
    expect(secrets.filter((secret) => JSON.stringify(told).includes(secret))).toEqual([]);
  });
});
