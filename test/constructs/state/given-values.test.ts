import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AshlarError } from "../../../constructs/model/diagnostics";
import { givenValues, type GivenValues } from "../../../constructs/state/given-values";
import { withGiven } from "./material-list";
import { temporaryFolders } from "./temporary-folder";

const folder = temporaryFolders();

function given(files: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}): GivenValues {
  const root = folder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return givenValues(withGiven.secrets, { folder: root, variables });
}

function problems(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (AshlarError.is(error)) return error.diagnostics.map(({ code, path }) => `${code} ${path.split("/").at(-1)!}`);
  }
  return [];
}

describe("the secrets that a user gives", () => {
  it("come from files and variables; a variable comes first", () => {
    const { values, warnings } = given(
      { "smtp-password": "from the file\n", "db-password": "kept-from-the-old-house\r\n" },
      { ASHLAR_SECRET_SMTP_PASSWORD: "from the variable" },
    );
    expect(Object.fromEntries(values)).toEqual({
      "smtp-password": "from the variable",
      "db-password": "kept-from-the-old-house",
    });
    expect(warnings).toEqual([]);
  });

  it("keep every newline but the last", () => {
    expect(given({ "smtp-password": "a\n\n" }).values.get("smtp-password")).toBe("a\n");
  });

  it("are not an empty variable, whatever it is called", () => {
    const { values, warnings } = given({}, { ASHLAR_SECRET_SMTP_PASSWORD: "", ASHLAR_SECRET_SMTP_PASWORD: "" });
    expect([values.size, warnings]).toEqual([0, []]);
  });

  it("are not hidden files: version control and Kubernetes put theirs there", () => {
    const root = folder();
    mkdirSync(join(root, "..data"));
    writeFileSync(join(root, ".gitignore"), "*\n");
    expect(givenValues(withGiven.secrets, { folder: root, variables: {} }).values.size).toBe(0);
  });

  it("are refused all at once when they are empty, derived, or nobody's", () => {
    const refused = problems(() =>
      given(
        { "smtp-password": "\n", "issuer-jwks": "{}", "smtp-pass": "x" },
        { ASHLAR_SECRET_ISSUER_JWKS: "{}", ASHLAR_SECRET_DB_PASWORD: "x", ASHLAR_SECRET_STRIPE_TOKEN: "y" },
      ),
    );
    expect([...refused].sort()).toEqual([
      "ASH-INPUT-001 ASHLAR_SECRET_DB_PASWORD",
      "ASH-INPUT-001 smtp-pass",
      "ASH-INPUT-002 ASHLAR_SECRET_ISSUER_JWKS",
      "ASH-INPUT-002 issuer-jwks",
      "ASH-INPUT-003 smtp-password",
    ]);
  });

  it("tell what a derived one follows from", () => {
    expect(() => given({ "issuer-jwks": "{}" })).toThrow("follows from issuer-key");
  });
});
