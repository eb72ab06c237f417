import { parse } from "dotenv";
import { baas } from "../../../stacks/baas/baas";
import { settingsOf, variableOf } from "../../../stacks/config/setting";
import { envTemplate } from "../../../stacks/config/template";
import { temporaryFolders } from "../../constructs/state/temporary-folder";
import { forge, load } from "./fixture-stack";

const folder = temporaryFolders();
const stacks = [baas, forge];

describe("the variable of a setting", () => {
  it.each([
    [["database", "storage"], "ASHLAR_BAAS_DATABASE_STORAGE"],
    [["database", "maxConnections"], "ASHLAR_BAAS_DATABASE_MAX_CONNECTIONS"],
    [["cluster", "apiServerCidrs"], "ASHLAR_BAAS_CLUSTER_API_SERVER_CIDRS"],
    [["publicUrl"], "ASHLAR_BAAS_PUBLIC_URL"],
  ])("follows from its path: %j", (path, variable) => {
    expect(variableOf("baas", path)).toBe(variable);
  });

  it.each(stacks)("belongs to one setting alone: $name", ({ name, schema }) => {
    const variables = settingsOf(name, schema).map((setting) => setting.variable);
    expect(variables.filter((variable, index) => variables.indexOf(variable) !== index)).toEqual([]);
  });
});

describe("the template of .env", () => {
  it.each(stacks)("has every setting of $name, with what it means", (stack) => {
    const text = envTemplate(stack);
    const settings = settingsOf(stack.name, stack.schema);
    expect(settings.length).toBeGreaterThan(5);
    for (const { variable } of settings) expect(text).toContain(`\n#${variable}=`);
    expect(settings.filter(({ describe: meaning }) => meaning === "").map(({ variable }) => variable)).toEqual([]);
  });

  it.each(stacks)("changes nothing when it is copied as it is: $name", (stack) => {
    expect(parse(envTemplate(stack))).toEqual({});
  });

  it("says what dev has, and what the other environments have where they differ", () => {
    const text = envTemplate(forge);
    expect(text).toContain("# Default: 1Gi (dev), 10Gi (staging), 50Gi (prod).\n#ASHLAR_FORGE_DATABASE_STORAGE=1Gi\n");
    expect(text).toContain("# Default: safe.\n#ASHLAR_FORGE_DATABASE_MODE=safe\n");
    expect(text).toContain("One of: fast, safe.");
  });

  it("gives dev's config back when every line is taken in", () => {
    const defaults = load(folder()).value;
    const taken = envTemplate(forge).replace(/^#(ASHLAR_)/gm, "$1");
    expect(load(folder(), { files: { ".env": taken } }).value).toEqual(defaults);
  });
});
