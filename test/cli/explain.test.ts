import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { knownCodes, nearestCodes } from "../../cli/explain/codes-at-hand";
import { allCodes } from "../../constructs";
import { PREFLIGHT_CHECKS } from "../../constructs/state/preflight/catalogue";
import { TROUBLE_CODES } from "../../constructs/state/trouble";
import { RULES } from "../../policies/registry";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";

const folder = temporaryFolders();
const root = join(__dirname, "..", "..");
const codes = knownCodes();

/** Every source below the rooms that print codes. */
function sources(): readonly (readonly [string, string])[] {
  return ["constructs", "policies", "stacks", "cli"].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => [`${room}/${file}`, readFileSync(join(root, room, file), "utf8")] as const),
  );
}

describe("what can be explained", () => {
  it("is every code of the catalogue with all components loaded, every trouble, every rule and every check", () => {
    const wanted = [
      ...allCodes().keys(),
      ...Object.keys(TROUBLE_CODES),
      ...RULES.map(({ code }) => code),
      ...Object.keys(PREFLIGHT_CHECKS),
    ];
    expect(codes.map(({ code }) => code)).toEqual([...wanted].sort());
  });

  it("is every code that a source names", () => {
    const known = new Set(codes.map(({ code }) => code));
    const named = sources().flatMap(([file, text]) =>
      [...text.matchAll(/"(ASH-[A-Z]+-\d{3})"/g)].map(([, code = ""]) => `${code} in ${file}`),
    );
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((item) => !known.has(item.split(" ")[0] ?? ""))).toEqual([]);
  });

  it("stays so: components define their codes in files that are found by their name", () => {
    const elsewhere = sources()
      .filter(([, text]) => /[=\s]defineCodes\(\{/.test(text))
      .map(([file]) => file)
      .filter((file) => !/\/codes\.ts$/.test(file));
    expect(elsewhere).toEqual([]);
  });

  it("says why and what to do, of each of them", () => {
    for (const { explain } of codes) {
      const { code, title, severity, why, cure, page } = explain();
      expect([code, title, severity, why, cure, page].every((text) => text.length > 2)).toBe(true);
    }
  });
});

describe("ashlar explain", () => {
  it("tells people of a rule all that there is to know", async () => {
    const { exitCode, stdout } = await run(folder(), ["explain", "QUOTA-005"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^QUOTA-005: every container says what it needs/);
    for (const name of ["severity", "targets", "why", "cure", "reference", "settings", "page"]) {
      expect(stdout).toMatch(new RegExp(`^${name} +\\S`, "m"));
    }
    expect(stdout).toContain("requests: Whether requests are asked for as well as limits. (boolean; true unless said)");
  });

  it.each([
    ["ash-unit-002", "diagnostic"],
    ["ASH-PG-002", "diagnostic"],
    ["ASH-STATE-003", "trouble"],
    ["BASE-001", "rule"],
    ["cluster-002", "check"],
  ])("explains %s, a %s, in any case of letters", async (code, kind) => {
    const { exitCode, document } = await runJson(folder(), ["explain", code]);
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ ok: true, code: code.toUpperCase(), kind });
  });

  it("tells what is allowed where it does not depend on the case", async () => {
    const { document } = await runJson(folder(), ["explain", "ASH-INPUT-007"]);
    expect(document).toMatchObject({ allowed: expect.stringContaining("baas") });
  });

  it.each([
    ["ASH-UNIT-099", "ASH-UNIT-001 | ASH-UNIT-002"],
    ["UNIT-001", "ASH-UNIT-001"],
    ["BASEE-001", "BASE-001"],
    ["quota", "QUOTA-001 | QUOTA-002"],
    ["nonsense", "ASH-ENV-…"],
  ])("names what comes nearest to %s", async (code, near) => {
    const { exitCode, document } = await runJson(folder(), ["explain", code]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({
      problems: [{ code: "ASH-INPUT-002", allowed: expect.stringContaining(near) }],
    });
  });

  it("puts the nearest of a family first", () => {
    expect(nearestCodes("BASE-01O", ["BASE-001", "BASE-010", "MTLS-001"])[0]).toMatch(/^BASE-0/);
    expect(nearestCodes("MTLS-002", ["BASE-001", "MTLS-001", "MTLS-009"])[0]).toBe("MTLS-001");
  });

  it("asks for a code", async () => {
    expect((await run(folder(), ["explain"])).exitCode).toBe(2);
  });
});
