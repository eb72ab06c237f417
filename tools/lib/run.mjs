import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Runs a program to its end, its output in a log file. Throws with the last lines of that file when it fails. */
export function run(program, args, { log, cwd, env = {} }) {
  mkdirSync(dirname(log), { recursive: true });
  const file = openSync(log, "a");
  writeSync(file, `$ ${program} ${args.join(" ")}\n`);
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", file, file] });
    const finish = (problem) => {
      closeSync(file);
      if (problem === undefined) return done();
      const tail = readFileSync(log, "utf8").trimEnd().split("\n").slice(-12).join("\n    ");
      fail(new Error(`${problem}\n    ${tail}\n    (whole log: ${log})`));
    };
    child.once("error", (error) => finish(`${program} cannot be started: ${error.message}`));
    child.once("close", (code, signal) => finish(code === 0 ? undefined : `${program} ended with ${code ?? signal}`));
  });
}
