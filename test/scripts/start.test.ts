import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

describe("npm start", () => {
  it("renders the stack to both targets, and tells what was made, who talks with whom, what it takes and what is next", () => {
    // What this machine's environment says of the stack is no part of the story.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("ASHLAR_")));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "scripts/start.mjs")], {
      cwd: ROOT,
      env,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const file of ["compose/compose.yaml", "kubernetes/000-platform.yaml"])
      expect(existsSync(join(ROOT, "out/baas/dev", file))).toBe(true);
    expect(stdout).toMatch(/out\/baas\/dev\/compose\/ +\d+ services in \d+ files/);
    expect(stdout).toMatch(/out\/baas\/dev\/kubernetes\/ +\d+ objects in \d+ files/);
    expect(stdout).toContain("https://localhost:8443 ⇒ gateway");
    expect(stdout).toMatch(/→ rest +http 8443 +mTLS, by name/);
    for (const target of ["compose", "kubernetes"])
      expect(stdout).toMatch(new RegExp(`${target}: \\d+ rules passed, 0 mandatory`));
    expect(stdout).toMatch(/limits\.memory +\d+Mi of 6Gi/);
    expect(stdout).toContain("npx ashlar init baas --env dev");
  }, 180_000);
});
