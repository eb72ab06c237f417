// `npm start`: renders the stack baas for dev to both targets, holds the rules against both, and says what was made, who
// talks with whom, what it takes of its budget, and what to do next.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
// Does nothing when nothing has changed since the last build.
const built = spawnSync(process.execPath, [join(root, "scripts", "build.mjs")], { stdio: "inherit" });
if (built.status !== 0) process.exit(1);
const { main } = createRequire(import.meta.url)(join(root, "dist", "cli", "main.js"));

/** Runs a command of ours on the stack. A command that could not do its work has told why. */
async function ashlar(command, ...options) {
  let text = "";
  const exitCode = await main([command, "baas", "--env", "dev", ...options], {
    stdout: (part) => (text += part),
    stderr: (part) => process.stderr.write(part),
    isInteractive: false,
    variables: process.env,
    folder: root,
    now: () => new Date(),
  });
  // 1 is a finding, which is told; whatever is more says that nothing was done.
  if (exitCode > 1) process.exit(exitCode);
  return { exitCode, text };
}

const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function printReport({ target, findings, passed, edges, capacity }) {
  const broken = findings.filter(({ level }) => level === "mandatory");
  const advice = plural(findings.length - broken.length, "advisory finding");
  const connections = Object.entries(edges).filter(([, count]) => count > 0);
  console.log(`\n${target}: ${plural(passed.length, "rule")} passed, ${broken.length} mandatory and ${advice}`);
  console.log(`  connections: ${connections.map(([status, count]) => `${count} ${status}`).join(", ")}`);
  for (const { code, path, message, cure } of broken) console.log(`  ${code} [${path}] ${message}; ${cure}`);
  for (const { what, used, budget, fits } of capacity) {
    const row = `  ${what.padEnd(17)} ${used.padStart(7)} of ${budget.padEnd(5)} ${fits ? "" : "does not fit"}`;
    console.log(row.trimEnd());
  }
}

const synth = JSON.parse((await ashlar("synth", "--json")).text);
const check = await ashlar("check", "--json");
const graph = await ashlar("graph");

console.log("The stack baas: a gateway, an identity provider, PostgreSQL, and a REST API made of its schemas.\n");
for (const { target, folder, files, objects } of synth.targets) {
  const what = plural(objects, target === "compose" ? "service" : "object");
  console.log(`${`${relative(root, folder)}/`.padEnd(25)} ${what} in ${plural(files.length, "file")}`);
}
console.log(`\nwho talks with whom\n\n${graph.text.trimEnd()}`);
for (const report of JSON.parse(check.text).reports) printReport(report);
console.log(`
next, with Docker or a cluster
  npx ashlar init baas --env dev                   makes the secrets and certificates of the Compose folder
  docker compose --file out/baas/dev/compose/compose.yaml up --wait
  npx ashlar preflight baas --target kubernetes    whether a cluster has what the manifests need

next, with nothing but Node
  npx ashlar check baas                            every finding, with its cure
  npx ashlar plan baas                             what each component takes
  npx ashlar synth examples/baas/platform.ts       the same backend as a program of one's own
  docs/guides/README.md                            taking a stack, taking constructs, judging a change`);
process.exitCode = check.exitCode;
