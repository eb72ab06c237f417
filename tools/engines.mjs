// npm run engines [-- names… --list --json]: gets the real programs that the live tests talk to. See tools/README.md.
import process from "node:process";
import { install } from "./lib/install.mjs";
import { cacheFolder, engineFolder, isReady, readPins } from "./lib/pins.mjs";
import { table } from "./lib/table.mjs";

const usage = `usage: node tools/engines.mjs [engine…] [--list] [--json]
  engine   names of tools/engines.json; none means all
  --list   say what is there and what is missing; install nothing
  --json   write the result as JSON on standard output; progress goes to standard error
exit code: 0 all there, 1 one is missing or failed, 2 wrong arguments`;

async function main() {
  const args = process.argv.slice(2);
  const pins = readPins();
  if (args.includes("--help")) return console.log(usage);
  const unknown = args.filter((arg) => (arg.startsWith("-") ? !["--list", "--json"].includes(arg) : !pins[arg]));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(", ")}; engines are: ${Object.keys(pins).join(", ")}\n${usage}`);
    process.exitCode = 2;
    return;
  }
  const json = args.includes("--json");
  const wanted = args.filter((arg) => !arg.startsWith("-"));
  const names = wanted.length > 0 ? wanted : Object.keys(pins);
  const begun = Date.now();
  const say = (line) =>
    (json ? console.error : console.log)(`[${String(Math.round((Date.now() - begun) / 1000)).padStart(5)} s] ${line}`);

  const results = args.includes("--list") ? names.map((name) => look(name, pins)) : await install(names, pins, say);
  if (json) console.log(JSON.stringify(results, null, 2));
  else report(results, begun);
  const bad = results.filter(({ status }) => status === "failed" || status === "missing");
  for (const { name, reason } of bad) if (reason) console.error(`\n${name}: ${reason}`);
  if (bad.length > 0 && !args.includes("--list"))
    console.error(
      `\n${bad.length} of ${results.length} engines failed; once the cause is gone, run it again: what is built stays built`,
    );
  if (bad.length > 0) process.exitCode = 1;
}

function look(name, pins) {
  const ready = isReady(name, pins);
  return {
    name,
    version: pins[name].version,
    status: ready ? "ready" : "missing",
    seconds: 0,
    path: engineFolder(name, pins),
  };
}

function report(results, begun) {
  const rows = results.map(({ name, version, status, seconds, path }) => [name, version, status, seconds, path]);
  console.log(`\n${table([["engine", "version", "status", "seconds", "path"], ...rows])}`);
  console.log(`\ncache ${cacheFolder()}, ${Math.round((Date.now() - begun) / 1000)} s in all`);
}

await main();
