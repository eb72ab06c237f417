import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { packNamed, type PackName } from "../../../policies/packs/pack";

const ROOT = join(__dirname, "..", "..", "..");
const json = (file: string): Record<string, string> => JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;

describe.each(["quotas", "mtls", "baseline"] satisfies PackName[])("the folder of %s", (name) => {
  const folder = join(ROOT, "policies", "packs", name);

  it("tells Pulumi what it is, in the words of the pack", () => {
    const about = packNamed(name).about;
    expect(load(readFileSync(join(folder, "PulumiPolicy.yaml"), "utf8"))).toEqual({
      runtime: "nodejs",
      description: about,
    });
    expect(json(join(folder, "package.json"))).toMatchObject({ name: `ashlar-${name}`, description: about });
  });

  it("has the version of the package, and leads to what is built of the pack", () => {
    const { version, main } = json(join(folder, "package.json"));
    expect(version).toBe(json(join(ROOT, "package.json"))["version"]);
    expect(join(folder, main ?? "")).toBe(join(ROOT, "dist", "policies", "packs", `${name}-pack.js`));
  });
});
