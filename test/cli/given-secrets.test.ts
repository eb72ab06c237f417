import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { runJson } from "./cli";
import { GIVEN_SECRET, writeModule } from "./platform-modules";

const folder = temporaryFolders();

function inits(files: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}) {
  const root = folder();
  mkdirSync(join(root, "given"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, "given", name), text);
  const module = writeModule(root, "platform.cjs", GIVEN_SECRET);
  return runJson(root, ["init", module, "--secrets-from", "given"], { variables });
}

describe("a secret that is given under a wrong name", () => {
  it("in a folder is refused with the name that was meant, every one of them", async () => {
    const { exitCode, document } = await inits({ "smtp-pasword": "correct horse", other: "x" });
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({
      problems: [
        { code: "ASH-INPUT-001", path: expect.stringMatching(/given\/other$/), allowed: "smtp-password" },
        {
          code: "ASH-INPUT-001",
          path: expect.stringMatching(/given\/smtp-pasword$/),
          cure: "rename it to smtp-password, or remove it",
        },
      ],
    });
    expect(JSON.stringify(document)).not.toContain("horse");
  });

  it("in a variable is refused when it is close to a known one", async () => {
    const { exitCode, document } = await inits({}, { ASHLAR_SECRET_SMTP_PASWORD: "correct horse" });
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({
      problems: [
        {
          code: "ASH-INPUT-001",
          path: "ASHLAR_SECRET_SMTP_PASWORD",
          cure: "write ASHLAR_SECRET_SMTP_PASSWORD, or unset it",
        },
      ],
    });
  });

  it("in a variable is told, and not refused, when it may be another platform's", async () => {
    const { exitCode, document } = await inits(
      { "smtp-password": "correct horse" },
      { ASHLAR_SECRET_STRIPE_TOKEN: "tr0ub4dor" },
    );
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({
      warnings: [{ code: "ASH-INPUT-001", severity: "warning", path: "ASHLAR_SECRET_STRIPE_TOKEN" }],
    });
    expect(JSON.stringify(document)).not.toContain("tr0ub4dor");
  });
});

describe("--secrets-from", () => {
  it.each([
    ["is not there", "nosuch", "no such folder"],
    ["is a file", "platform.cjs", "not a folder"],
  ])("is refused when it %s", async (_what, name, message) => {
    const root = folder();
    const module = writeModule(root, "platform.cjs", GIVEN_SECRET);
    const { exitCode, document } = await runJson(root, ["init", module, "--secrets-from", name], {
      variables: { ASHLAR_SECRET_SMTP_PASSWORD: "correct horse" },
    });
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({
      problems: [{ code: "ASH-INPUT-006", path: "--secrets-from", message, value: JSON.stringify(join(root, name)) }],
    });
    expect(existsSync(join(root, "out"))).toBe(false);
  });
});
