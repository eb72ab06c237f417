// The smallest platform as a whole process, and what it loads.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTurns, peakMemoryOf, timeOf } from "./processes.mjs";
import { summary } from "./statistics.cjs";

const TARGET = 300;
/** Packages that a render has no use for, and that would each cost more than the render. */
const UNWANTED = ["@pulumi", "cdk8s", "cdk8s-plus-28", "@kubernetes", "pkijs", "asn1js", "@noble"];
const MODULES = {
  "platform.js": `const { Platform, Postgres } = require("ashlar");
const platform = new Platform("acme");
new Postgres(platform, "db", { storage: "1Gi" });
module.exports = platform;
`,
  "platform.ts": `import { Platform, Postgres } from "ashlar";
const platform: Platform = new Platform("acme");
new Postgres(platform, "db", { storage: "1Gi" });
export default platform;
`,
};

export async function startCase({ rounds, root, cli, folder }) {
  const place = join(folder, "smallest");
  mkdirSync(join(place, "node_modules"), { recursive: true });
  symlinkSync(root, join(place, "node_modules", "ashlar"));
  for (const [name, text] of Object.entries(MODULES)) writeFileSync(join(place, name), text);
  const out = join(place, "out");
  const commandOf = (file, target) => [cli, "synth", join(place, file), "--target", target, "--out", join(out, target)];
  const rows = [];
  for (const file of Object.keys(MODULES)) {
    for (const target of ["compose", "kubernetes"]) {
      const command = [process.execPath, ...commandOf(file, target)];
      const times = inTurns(
        {
          ours: () => (rmSync(out, { recursive: true, force: true }), timeOf(command, { cwd: place })),
          empty: () => timeOf([process.execPath, "-e", "0"]),
        },
        2 * rounds,
        (sofar) => summary(sofar.ours).min <= TARGET,
      );
      rows.push({
        what: `smallest platform, ${file} to ${target}: ms as a whole process`,
        value: summary(times.ours).min,
        target: { atMost: TARGET },
        times: { "ashlar synth, ms": summary(times.ours), "node -e 0, ms": summary(times.empty) },
        peakMemory: { ashlar: await peakMemoryOf(command, { cwd: place }) },
      });
      const unwanted = loaded(commandOf(file, target), place).filter((name) => UNWANTED.includes(name));
      rows.push({
        what: `packages that ${file} to ${target} loads in vain${unwanted.length === 0 ? "" : `: ${unwanted.join(", ")}`}`,
        value: unwanted.length,
        target: { atMost: 0 },
      });
    }
  }
  return rows;
}

/** Names, or scopes, of the packages of which a command loads a file, by either loader. */
function loaded(command, cwd) {
  const list = join(cwd, "loaded.txt");
  const code = (text) => `data:text/javascript,${encodeURIComponent(text)}`;
  const hooks = `
    import { appendFileSync } from "node:fs";
    export async function load(url, context, next) {
      appendFileSync(${JSON.stringify(list)}, url + "\\n");
      return next(url, context);
    }`;
  const preload = `
    import { appendFileSync } from "node:fs";
    import module from "node:module";
    module.register(${JSON.stringify(code(hooks))});
    process.on("exit", () => appendFileSync(${JSON.stringify(list)}, Object.keys(module._cache).join("\\n")));`;
  writeFileSync(list, "");
  const child = spawnSync(process.execPath, ["--import", code(preload), ...command], { cwd, encoding: "utf8" });
  if (child.status !== 0) throw new Error(`the command failed: ${child.stderr}`);
  const lines = readFileSync(list, "utf8").split("\n");
  if (!lines.some((line) => line.includes("/zod/"))) throw new Error("the list of what was loaded is not complete");
  return [...new Set(lines.map((line) => /.*\/node_modules\/([^/]+)\//.exec(line)?.[1] ?? ""))];
}
