import { execFileSync } from "node:child_process";
import { provisionProgram } from "../../../constructs/keycloak/provision";

const { name, content, executable } = provisionProgram();
const text = content.format === "program" ? content.text : "";

describe("the program that makes a realm what it is declared to be", () => {
  it("is one script, put together from its parts", () => {
    expect([name, executable, text.startsWith("#!/bin/bash\n")]).toEqual(["provision.sh", true, true]);
    expect(text.match(/^#!/gm)).toHaveLength(1);
  });

  it("is a script that a shell can read", () => {
    expect(execFileSync("bash", ["-n"], { input: text, encoding: "utf8" })).toBe("");
  });

  it("defines every function once, and before anything is done", () => {
    const defined = [...text.matchAll(/^([a-z_]+)\(\)/gm)].map(([, found = ""]) => found);
    expect(new Set(defined).size).toBe(defined.length);
    const done = text.slice(text.indexOf("\nread_plan\n"));
    expect(defined).toEqual(
      expect.arrayContaining(["call", "read_plan", "read_export", "read_ledger", "begin_ledger", "write_all"]),
    );
    expect(done).not.toMatch(/^[a-z_]+\(\)/m);
  });
});
