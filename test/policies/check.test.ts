import { z } from "zod";
import { AshlarError } from "../../constructs/model/diagnostics";
import { checkFacts } from "../../policies/check";
import { inObject } from "../../policies/place";
import { RULES } from "../../policies/registry";
import { defineRule } from "../../policies/rule";
import { factsAfter } from "./rules/judge";

const facts = factsAfter("compose", [
  ["compose.services.web.privileged", true],
  ["compose.services.db.read_only", false],
  ["compose.services.db.image", "docker.io/library/postgres:17.6"],
]);

/** A rule as a team writes one of its own. */
const everyOwnerIsKnown = defineRule({
  code: "TEAM-001",
  title: "every workload names its owner",
  severity: "low",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "somebody has to be called at night",
  cure: "set the label",
  reference: "our own handbook",
  config: z.strictObject({ label: z.string().default("owner") }),
  check: ({ workloads }, { label }) =>
    workloads
      .filter(({ labels }) => !labels.has(label))
      .map(({ path }) => ({ ...inObject(path), message: `has no label ${label}` })),
});

describe("checking facts", () => {
  it("tells what stops a change first, and of that the worst first", () => {
    const { findings, counts } = checkFacts(facts);
    expect(findings.map(({ code, severity, level, object }) => [code, severity, level, object])).toEqual([
      ["BASE-003", "critical", "mandatory", "services.web"],
      ["BASE-005", "medium", "mandatory", "services.db"],
      ["BASE-010", "low", "advisory", "services.db"],
    ]);
    expect(counts).toEqual({ mandatory: 2, advisory: 1, critical: 1, high: 0, medium: 1, low: 1 });
  });

  it("says of each rule whether it found nothing, or was not asked", () => {
    const { passed, skipped } = checkFacts(facts, { config: { "QUOTA-001": { level: "off" } } });
    // A rule that says nothing about Compose, and the one that is switched off.
    expect(skipped).toEqual([
      ...RULES.filter(({ targets }) => !targets.includes("compose")).map(({ code }) => code),
      "QUOTA-001",
    ]);
    expect(passed).toContain("MTLS-003");
    expect(passed).not.toContain("BASE-003");
  });

  it("sets levels as it is told", () => {
    const { findings } = checkFacts(facts, {
      config: { "BASE-003": { level: "advisory" }, "BASE-005": { level: "off" }, "BASE-010": { level: "mandatory" } },
    });
    expect(findings.map(({ code, level }) => [code, level])).toEqual([
      ["BASE-010", "mandatory"],
      ["BASE-003", "advisory"],
    ]);
  });

  it("takes rules of others, with their own settings", () => {
    const report = checkFacts(facts, { rules: [everyOwnerIsKnown], config: { "TEAM-001": { label: "team" } } });
    expect(report.findings).toHaveLength(facts.workloads.length);
    expect(report.findings[0]).toMatchObject({ code: "TEAM-001", cure: "set the label", message: "has no label team" });
  });

  it("is the same every time", () => {
    expect(JSON.stringify(checkFacts(facts))).toBe(JSON.stringify(checkFacts(facts)));
  });
});

describe("settings that are wrong", () => {
  /** What is told about them, one line each. */
  function problems(config: Record<string, Record<string, unknown>>): string[] {
    try {
      checkFacts(facts, { config });
    } catch (error) {
      if (AshlarError.is(error))
        return error.diagnostics.map(({ code, path, allowed }) => `${code} ${path} ${allowed ?? ""}`);
      throw error;
    }
    return [];
  }

  it("are all told at once: a rule that is none, a key that is none, a value that is none", () => {
    expect(
      problems({
        "BASE-999": {},
        "BASE-004": { allow: ["CHOWN"] },
        "BASE-012": { ignore: "TOKEN" },
        "BASE-001": { level: "loud" },
      }),
    ).toEqual([
      "ASH-INPUT-002 policies.BASE-001:level mandatory | advisory | off",
      "ASH-INPUT-001 policies.BASE-004:allow ",
      "ASH-INPUT-002 policies.BASE-012:ignore array",
      expect.stringMatching(/^ASH-RULE-001 policies\.BASE-999 BASE-001 \| BASE-002/),
    ]);
  });

  it("are told by their sets when there is no such set", () => {
    expect(problems({ "FOO-1": {} })).toEqual(["ASH-RULE-001 policies.FOO-1 BASE-… | CROSS-… | MTLS-… | QUOTA-…"]);
  });

  it("do not reach what every object has", () => {
    expect(problems({ constructor: {} })).toHaveLength(1);
  });
});
