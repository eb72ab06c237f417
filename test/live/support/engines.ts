import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import type pins from "../../../tools/engines.json";

/** A real program (or its files) that a live test needs, as `tools/engines.json` pins it. */
export type EngineName = keyof typeof pins;

/** Where an engine is, and whether it is there. */
interface EngineState {
  readonly name: EngineName;
  readonly version: string;
  readonly status: "ready" | "missing";
  readonly path: string;
}

const program = resolve(__dirname, "../../../tools/engines.mjs");
let known: ReadonlyMap<EngineName, EngineState> | undefined;

/** Asks the one program that knows where engines lie; once a test file. */
function states(): ReadonlyMap<EngineName, EngineState> {
  if (known === undefined) {
    const answer = spawnSync(process.execPath, [program, "--list", "--json"], { encoding: "utf8" });
    if (answer.error !== undefined || answer.stdout === "") {
      throw new Error(`node tools/engines.mjs --list --json failed: ${answer.error?.message ?? answer.stderr}`);
    }
    known = new Map((JSON.parse(answer.stdout) as EngineState[]).map((state) => [state.name, state]));
  }
  return known;
}

function stateOf(name: EngineName): EngineState {
  const state = states().get(name);
  if (state === undefined) throw new Error(`tools/engines.json names no engine "${name}"`);
  return state;
}

/** The cure for a missing engine, as a sentence. */
function cure(missing: readonly EngineName[]): string {
  return `missing: ${missing.join(", ")}; get it with \`npm run engines -- ${missing.join(" ")}\``;
}

/** The engines of a list that are not there. */
export function missingEngines(names: readonly EngineName[]): readonly EngineName[] {
  return names.filter((name) => stateOf(name).status !== "ready");
}

/**
 * A file or folder of an engine: `enginePath("etcd", "bin/etcd")`. For a Debian package the path is absolute:
 * `enginePath("dockerd", "/usr/sbin/dockerd")`. Throws with the cure when the engine is missing.
 */
export function enginePath(name: EngineName, inside = "."): string {
  if (missingEngines([name]).length > 0) throw new Error(cure([name]));
  return join(stateOf(name).path, inside);
}

/**
 * A `describe` for tests that talk to real programs. All engines there: it runs. One missing: it is skipped and its title
 * says why, except with `CI` set, where a test fails that names the missing engine and the cure.
 * Open folders, ports and servers in `beforeAll`: the body of a skipped `describe` still runs, its hooks do not.
 */
export function describeLive(names: readonly EngineName[], title: string, tests: () => void): void {
  const missing = missingEngines(names);
  // Servers take seconds to start, and more on a busy machine; the waits inside have tighter limits of their own.
  jest.setTimeout(300_000);
  if (missing.length === 0) {
    describe(title, tests);
  } else if (process.env["CI"]) {
    describe(title, () => {
      it("has its engines", () => {
        throw new Error(cure(missing));
      });
    });
  } else {
    describe.skip(`${title} (${cure(missing)})`, tests);
  }
}
