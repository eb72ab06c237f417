// Writes the generated part of docs/reference, docs/images and .env.template from the built library. With --check it writes
// nothing and fails when a page is not what the sources say.
// Usage: node scripts/docs.mjs [--check]
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { apiPages } from "./docs/api/api.mjs";
import { cliPage, codesPage, prerequisitesPage, supportPage } from "./docs/pages.mjs";
import { baasPicture } from "./docs/picture.mjs";
import { baselinePage, rulePage, rulesPage } from "./docs/rules.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);
const { z } = require("zod");

const built = spawnSync(process.execPath, [join(root, "scripts", "build.mjs")], { stdio: "inherit" });
if (built.status !== 0) process.exit(1);
const dist = (path) => require(join(root, "dist", path));

const json = (value) => `${JSON.stringify(value, undefined, 2)}\n`;

/** The settings of a rule, from its schema. */
function settingsOf({ config }) {
  const { properties = {} } = z.toJSONSchema(config, { io: "input", unrepresentable: "any" });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    text: schema.description ?? "",
    fallback: schema.default === undefined ? "" : `\`${JSON.stringify(schema.default)}\``,
  }));
}

/** Every generated file by its path. */
function pages() {
  const files = new Map();
  const { STACKS } = dist("stacks/registry.js");
  const { envTemplate } = dist("stacks/config/template.js");
  const { configJsonSchema } = dist("stacks/config/json-schema.js");
  for (const [name, entry] of Object.entries(STACKS)) {
    const stack = entry.load();
    files.set(`docs/reference/config/${name}.env.template`, envTemplate(stack));
    files.set(`docs/reference/config/${name}.schema.json`, json(configJsonSchema(stack)));
  }
  // A clone starts with the first of the stacks.
  files.set(".env.template", files.get("docs/reference/config/baas.env.template"));

  const program = dist("cli/program.js").createProgram(() => undefined);
  for (const command of program.commands.map((item) => item.name())) {
    const schema = dist(`cli/schemas/${command}.js`)[`${command}Schema`];
    files.set(`docs/reference/cli/${command}.schema.json`, json(z.toJSONSchema(schema)));
  }
  files.set("docs/reference/cli.md", cliPage(program, dist("cli/exit-codes.js")));
  files.set("docs/reference/support.md", supportPage(dist("constructs/model/support.js")));
  // Components bring their codes when they are loaded.
  dist("constructs/index.js");
  dist("constructs/state/codes.js");
  dist("constructs/deploy/codes.js");
  files.set(
    "docs/reference/codes.md",
    codesPage(dist("constructs/model/codes.js"), dist("constructs/state/trouble.js")),
  );
  files.set("docs/reference/prerequisites.md", prerequisitesPage(dist("constructs/model/prerequisite.js")));
  const { RULES } = dist("policies/registry.js");
  const { COVERAGE } = dist("policies/baselines/coverage.js");
  const { EXAMPLES } = dist("policies/baselines/examples.js");
  files.set("docs/reference/rules.md", rulesPage(RULES));
  files.set("docs/reference/baseline.md", baselinePage(RULES, COVERAGE));
  for (const rule of RULES)
    files.set(`docs/reference/rules/${rule.code}.md`, rulePage(rule, settingsOf(rule), COVERAGE, EXAMPLES[rule.code]));
  files.set("docs/images/baas.svg", baasPicture(dist, root));
  return files;
}

/** Pages of what is no more. */
function leftOver(files) {
  const below = (folder) => {
    const entries = existsSync(join(root, folder)) ? readdirSync(join(root, folder), { withFileTypes: true }) : [];
    return entries.flatMap((one) => (one.isDirectory() ? below(`${folder}/${one.name}`) : [`${folder}/${one.name}`]));
  };
  return ["docs/reference/api", "docs/reference/rules"].flatMap(below).filter((path) => !files.has(path));
}

const isCheck = process.argv.includes("--check");
const api = apiPages(root);
const files = new Map([...pages(), ...api.files]);
const stale = leftOver(files);
const different = [...files].filter(([path, text]) => {
  const file = join(root, path);
  return !existsSync(file) || readFileSync(file, "utf8") !== text;
});
if (!isCheck) {
  for (const [path, text] of different) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`docs: ${path}`);
  }
  for (const path of stale) rmSync(join(root, path));
} else if (different.length > 0 || stale.length > 0) {
  for (const [path] of different) console.error(`docs: ${path} is not what the sources say`);
  for (const path of stale) console.error(`docs: ${path} is of something that is no more`);
  console.error("docs: run `npm run docs` and commit what it writes");
  process.exitCode = 1;
}
for (const name of api.undocumented) console.error(`docs: ${name} has no doc comment, so that its page says nothing`);
if (isCheck && api.undocumented.length > 0) process.exitCode = 1;
