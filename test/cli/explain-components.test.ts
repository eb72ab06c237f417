import { diagnosticCodes } from "../../cli/explain/diagnostic-codes";
import type { Explanation } from "../../cli/explain/explanation";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";

const folder = temporaryFolders();

/** Families of the library's own mechanisms, which say why for all of their codes. */
const SHARED = /^ASH-(?:INPUT|UNIT|NAME|GRAPH|TARGET|IMAGE|SEC|PKI|RULE|DIFF|ENV|STATE)-/;

const explanations = diagnosticCodes().map(({ explain }) => explain());
const brought = explanations.filter(({ code }) => !SHARED.test(code));
const told = (key: "title" | "why" | "cure" | "example") =>
  brought.map((explanation: Explanation) => explanation[key] ?? `nothing for ${explanation.code}`);

describe("a code that a component brings", () => {
  it("is known by its component's own folder", () => {
    const families = new Set(brought.map(({ code }) => code.replace(/-\d+$/, "")));
    expect([...families]).toEqual(expect.arrayContaining(["ASH-DEPLOY", "ASH-GATE", "ASH-KC", "ASH-PG", "ASH-PLACE"]));
  });

  it.each(["title", "why", "cure", "example"] as const)("shares its %s with no other", (key) => {
    const texts = told(key);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });

  it("says its own cause, shows what brings it about, and how to cure it", () => {
    const poor = brought.filter(({ why, example = "", cure }) => why.length < 60 || example.length < 10 || cure === "");
    expect(poor.map(({ code }) => code)).toEqual([]);
  });

  it("is explained so on the command line", async () => {
    const { stdout } = await run(folder(), ["explain", "ASH-KC-001"]);
    expect(stdout).toMatch(/^why +after a login the browser carries a code to the redirect uri/m);
    expect(stdout).toMatch(/^example +clients: \{ web: \{ redirectUris: \["\*"\] \} \}/m);
    expect(stdout).toMatch(/^cure +name the paths/m);
    const { document } = await runJson(folder(), ["explain", "ash-pg-004"]);
    expect(document).toMatchObject({ ok: true, example: expect.stringContaining("128Mi") });
  });
});
