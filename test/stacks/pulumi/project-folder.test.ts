import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../../stacks/pulumi/project-folder";

describe("the project's folder", () => {
  const root = mkdtempSync(join(tmpdir(), "ashlar-project-"));
  const program = join(root, "dist", "stacks");

  beforeAll(() => {
    mkdirSync(program, { recursive: true });
    writeFileSync(join(root, "Pulumi.yaml"), "name: acme\n");
  });

  afterAll(() => rmSync(root, { recursive: true }));

  test("is what the engine says", () => {
    expect(projectFolder(root, "/elsewhere")).toBe(root);
  });

  test("is the nearest one above the program, where the engine says nothing of use", () => {
    expect(projectFolder("rootDirectory", program)).toBe(root);
  });

  test("is the working folder, where there is none", () => {
    expect(projectFolder("", "/")).toBe("/");
  });
});
