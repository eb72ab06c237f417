import { z } from "zod";
import { allCodes } from "../../../constructs/model/codes";
import { Component } from "../../../constructs/model/component";
import { AshlarError, Diagnostics, diagnostic, formatDiagnostic } from "../../../constructs/model/diagnostics";
import { everywhere } from "../../../constructs/model/lowering";
import { Platform } from "../../../constructs/model/platform";
import { secretRef } from "../../../constructs/model/secret";

const schema = z.strictObject({ password: secretRef().optional() });

class Login extends Component<typeof schema> {
  public constructor(platform: Platform, id: string, data: unknown) {
    super(platform, id, schema, data as z.input<typeof schema>);
  }

  public realise() {
    return everywhere(() => []);
  }
}

describe("diagnostics", () => {
  test("one line says where, what, the value, what is allowed and the cure", () => {
    const item = diagnostic("ASH-UNIT-002", {
      path: "db:storage",
      message: "not a size",
      value: "20GB",
      allowed: "20Gi",
    });
    expect(formatDiagnostic(item)).toBe(
      '[db:storage] ASH-UNIT-002: not a size (got "20GB", expected 20Gi); write a whole number with a unit, for example 512Mi or 20Gi',
    );
  });

  test("are told once each, in a stable order", () => {
    const problems = new Diagnostics();
    for (const path of ["b", "a", "b"]) problems.add("ASH-NAME-001", { path, message: "bad" });
    expect(problems.items.map((item) => item.path)).toEqual(["a", "b"]);
  });

  test("a warning does not stop anything", () => {
    const problems = new Diagnostics();
    problems.add("ASH-ENV-001", { path: "acme", message: "unset" });
    expect(() => {
      problems.throwIfErrors();
    }).not.toThrow();
  });

  test("a large platform has more notes than a call takes arguments", () => {
    const note = diagnostic("ASH-ENV-001", { path: "acme", message: "unset" });
    const problems = new Diagnostics();
    problems.addAll(new Array<typeof note>(200_000).fill(note));
    expect(problems.items).toEqual([note]);
  });

  test("a secret given as text is refused, and its text is not repeated", () => {
    const platform = new Platform("acme");
    new Login(platform, "login", { password: "hunter2" });
    let message = "";
    try {
      platform.seal();
    } catch (error) {
      message = AshlarError.is(error) ? error.message : "";
    }
    expect(message).toContain("[acme/login:password] ASH-SEC-001");
    expect(message).not.toContain("hunter2");
  });

  test("every code tells a cure", () => {
    for (const entry of allCodes().values()) expect(entry.cure).toMatch(/\w/);
  });
});
