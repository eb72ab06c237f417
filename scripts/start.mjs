// `npm start`: renders the stack baas for dev to both targets, holds the rules against both, and says what to do next.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const program = join(root, "dist", "cli", "main.js");
if (!existsSync(program)) {
  const { status } = spawnSync(process.execPath, [join(root, "scripts", "build.mjs")], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
const { main } = createRequire(import.meta.url)(program);

/** Runs a command of ours and returns its document. A command that could not do its work has told why. */
async function ashlar(...args) {
  let text = "";
  const exitCode = await main([...args, "--json"], {
    stdout: (part) => (text += part),
    stderr: (part) => process.stderr.write(part),
    isInteractive: false,
    variables: process.env,
    folder: root,
    now: () => new Date(),
  });
  const document = JSON.parse(text);
  if (!document.ok) process.exit(exitCode);
  return { exitCode, document };
}

const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

const synth = await ashlar("synth", "baas", "--env", "dev");
const check = await ashlar("check", "baas", "--env", "dev");

console.log("The stack baas in the environment dev: PostgreSQL, and a REST API made of its schemas.\n");
for (const { target, folder, files, objects } of synth.document.targets) {
  const what = target === "compose" ? plural(objects, "service") : plural(objects, "object");
  console.log(`${target}: ${what} in ${plural(files.length, "file")} below ${relative(root, folder)}/`);
}
for (const { target, findings, passed, edges, capacity } of check.document.reports) {
  const broken = findings.filter(({ level }) => level === "mandatory");
  const connections = Object.entries(edges).filter(([, count]) => count > 0);
  console.log(
    `\nrules on ${target}: ${passed.length} passed, ${broken.length} mandatory and ${findings.length - broken.length} advisory findings`,
  );
  console.log(`  connections: ${connections.map(([status, count]) => `${count} ${status}`).join(", ")}`);
  for (const { code, path, message, cure } of broken) console.log(`  ${code} [${path}] ${message}; ${cure}`);
  for (const { what, used, budget, fits } of capacity) {
    console.log(
      `  ${what.padEnd(17)} ${used.padStart(7)} of ${budget.padEnd(5)} ${fits ? "" : "does not fit"}`.trimEnd(),
    );
  }
}
console.log(`
next:
  npx ashlar init baas --env dev            makes the secrets and certificates that the Compose folder needs
  docker compose --file out/baas/dev/compose/compose.yaml up --wait
  npx ashlar check baas --env prod          judges the next environment; see .env.template for every setting
  npx ashlar synth <your platform.ts>       renders a platform of your own`);
process.exitCode = check.exitCode;
