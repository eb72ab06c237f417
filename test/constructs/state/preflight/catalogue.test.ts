import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PREFLIGHT_CHECKS } from "../../../../constructs/state/preflight/catalogue";
import { HOST_VERSIONS } from "../../../../constructs/state/preflight/host-preflight";

const guide = readFileSync(join(__dirname, "../../../../docs/guides/preflight.md"), "utf8");

describe("the catalogue of checks", () => {
  it("has every code in the guide, and the guide has no other", () => {
    const named = [...guide.matchAll(/^\| `([A-Z]+-\d{3})`/gm)].map(([, code]) => code);
    expect(named).toEqual(Object.keys(PREFLIGHT_CHECKS));
  });

  it("tells of each why it is made and what to do, for the target that its code names", () => {
    for (const [code, { title, why, cure, target }] of Object.entries(PREFLIGHT_CHECKS)) {
      expect([title, why, cure]).not.toContain("");
      expect(code.startsWith(target === "kubernetes" ? "CLUSTER-" : "HOST-")).toBe(true);
    }
  });

  it("has the versions that the guide tells", () => {
    for (const version of Object.values(HOST_VERSIONS)) expect(guide).toContain(`${version} or newer`);
  });
});
