// The whole stack `baas`: synth to each target, and check, as whole processes.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inTurns, peakMemoryOf, timeOf } from "./processes.mjs";
import { summary } from "./statistics.cjs";

/** A command that people run by hand answers within a second. */
const TARGET = 1_000;
const STACK = ["baas", "--env", "prod", "--set", "publicUrl=https://acme.example"];

export async function baasCase({ rounds, cli, folder }) {
  const place = join(folder, "baas");
  mkdirSync(place, { recursive: true });
  const out = join(place, "out");
  const fresh = () => rmSync(out, { recursive: true, force: true });
  const rows = [];
  for (const target of ["compose", "kubernetes"]) {
    const commands = {
      synth: [process.execPath, cli, "synth", ...STACK, "--target", target, "--out", out],
      check: [process.execPath, cli, "check", ...STACK, "--target", target],
    };
    const times = inTurns(
      {
        synth: () => (fresh(), timeOf(commands.synth, { cwd: place })),
        check: () => timeOf(commands.check, { cwd: place }),
        empty: () => timeOf([process.execPath, "-e", "0"]),
      },
      rounds,
      (sofar) => Object.keys(commands).every((name) => summary(sofar[name]).min <= TARGET),
    );
    for (const [name, command] of Object.entries(commands)) {
      fresh();
      rows.push({
        what: `${name} of baas for prod, ${target}: ms as a whole process`,
        value: summary(times[name]).min,
        target: { atMost: TARGET },
        times: { [`ashlar ${name}, ms`]: summary(times[name]), "node -e 0, ms": summary(times.empty) },
        peakMemory: { ashlar: await peakMemoryOf(command, { cwd: place }) },
      });
    }
  }
  fresh();
  return rows;
}
