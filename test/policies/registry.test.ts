import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../../policies/registry";
import { SEVERITIES } from "../../policies/rule";

const root = join(__dirname, "..", "..");
const files = readdirSync(join(root, "policies", "rules"));

describe("the registry", () => {
  it("holds every rule's file, and each once, sorted by code", () => {
    const codes = RULES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(codes.map((code) => `${code.toLowerCase()}.ts`)).toEqual([...files].sort());
  });

  it.each(RULES.map((rule) => [rule.code, rule] as const))(
    "%s has a test and says what its page needs",
    (code, rule) => {
      const test = join(root, "test", "policies", "rules", `${code.toLowerCase()}.test.ts`);
      expect(existsSync(test)).toBe(true);
      expect(readFileSync(test, "utf8")).toContain(`describeRule("${code}"`);
      expect(code).toMatch(/^(?:MTLS|QUOTA|BASE|CROSS)-\d{3}$/);
      expect(SEVERITIES).toContain(rule.severity);
      expect(["mandatory", "advisory"]).toContain(rule.level);
      expect(rule.targets.length).toBeGreaterThan(0);
      for (const text of [rule.title, rule.why, rule.cure, rule.reference]) expect(text.length).toBeGreaterThan(15);
      for (const text of [rule.title, rule.why, rule.cure]) expect(text).toMatch(/^[^A-Z].*[^.]$/);
    },
  );

  it.each(RULES.map((rule) => [rule.code, rule] as const))(
    "%s has a default and a description for every setting",
    (_, rule) => {
      expect(rule.config.safeParse({})).toMatchObject({ success: true });
      for (const setting of Object.values(rule.config.shape)) expect(setting.description ?? "").not.toBe("");
    },
  );
});
