import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { load } from "js-yaml";
import { z } from "zod";
import { checkSchema } from "../../cli/schemas/check";
import { diffSchema } from "../../cli/schemas/diff";
import { explainSchema } from "../../cli/schemas/explain";
import { graphSchema } from "../../cli/schemas/graph";
import { initSchema } from "../../cli/schemas/init";
import { planSchema } from "../../cli/schemas/plan";
import { preflightSchema } from "../../cli/schemas/preflight";
import { previewSchema } from "../../cli/schemas/preview";
import { synthSchema } from "../../cli/schemas/synth";
import { TROUBLE_CODES } from "../../constructs/state/trouble";
import { baas } from "../../stacks/baas/baas";
import { configJsonSchema } from "../../stacks/config/json-schema";
import { PRESETS } from "../../stacks/config/stack";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run } from "./cli";

const folder = temporaryFolders();
const root = join(__dirname, "..", "..");
const [DEV, STAGING, PROD] = ["dev", "staging", "prod"].map((it) => join(root, "test", "golden", "baas", it)) as [
  string,
  string,
  string,
];

/** Problems that a JSON Schema, as it is published, has with a value. */
function problemsOf(schema: object, value: unknown): readonly string[] {
  // Formats are checked by the program; the published schema names them for editors.
  const validate = new Ajv2020({ strict: true, validateFormats: false, allowUnionTypes: true }).compile(schema);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}

describe("the published JSON Schemas", () => {
  it.each([
    ["synth", synthSchema, ["synth", "baas"], 0],
    ["synth", synthSchema, ["synth", "nothing"], 2],
    ["init", initSchema, ["init", "baas"], 0],
    ["init", initSchema, ["init", "nothing"], 2],
    ["check", checkSchema, ["check", "baas"], 0],
    ["check", checkSchema, ["check", "baas", "--set", "budget.cpu=100m"], 1],
    ["check", checkSchema, ["check", "nothing"], 2],
    ["graph", graphSchema, ["graph", "baas"], 0],
    ["graph", graphSchema, ["graph", "nothing"], 2],
    ["plan", planSchema, ["plan", "baas"], 0],
    ["plan", planSchema, ["plan", "baas", "--set", "budget.cpu=100m"], 1],
    ["plan", planSchema, ["plan", "nothing"], 2],
    ["explain", explainSchema, ["explain", "BASE-001"], 0],
    ["explain", explainSchema, ["explain", "BASE-999"], 2],
    ["preflight", preflightSchema, ["preflight", "nothing"], 2],
    ["preflight", preflightSchema, ["preflight", "baas", "--target", "kubernetes", "--kubeconfig", "nowhere"], 3],
    ["diff", diffSchema, ["diff", STAGING, PROD], 0],
    ["diff", diffSchema, ["diff", STAGING, PROD, "--exit-code"], 1],
    ["diff", diffSchema, ["diff", "nothing", "nothing"], 2],
    ["preview", previewSchema, ["preview", "baas", "--env", "dev", "--base", DEV, "--set", "database.storage=9Gi"], 1],
    ["preview", previewSchema, ["preview", "baas", "--base", "nothing"], 2],
  ] as const)("of %s holds for what the command prints: %#", async (_command, schema, args, expected) => {
    const { exitCode, stdout } = await run(folder(), [...args, "--json"]);
    expect(exitCode).toBe(expected);
    expect(problemsOf(z.toJSONSchema(schema), JSON.parse(stdout))).toEqual([]);
    expect(problemsOf(z.toJSONSchema(schema), { command: "other" })).not.toEqual([]);
  });

  it.each(PRESETS)("of the config holds for the repository's own environment file: %s", (environment) => {
    const text = readFileSync(join(root, `Pulumi.${environment}.yaml`), "utf8");
    const { config } = load(text) as { config: Record<string, object> };
    const own = config["ashlar:baas"]!;
    // What the preset fills in is required by the schema and need not be in the file.
    expect(problemsOf(configJsonSchema(baas), { ...baas.presets[environment], ...own })).toEqual([]);
    expect(problemsOf(configJsonSchema(baas), { ...own, databse: {} })).not.toEqual([]);
  });
});

describe("trouble", () => {
  it("has a cure for each of its codes", () => {
    for (const { title, cure } of Object.values(TROUBLE_CODES)) expect([title, cure]).not.toContain("");
  });
});
