import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pins from "../../../tools/engines.json";
import { enginePath, missingEngines } from "./engines";
import type { EngineName } from "./engines";

const names = Object.keys(pins) as EngineName[];
const modules = resolve(__dirname, "../../../tools/go");

describe("the pinned engines", () => {
  const ofGo = names.flatMap((name) => {
    const pin = pins[name];
    return "module" in pin ? [{ name, pin }] : [];
  });

  it.each(ofGo)("$name: its Go module requires the version that the list tells", ({ pin }) => {
    const text = readFileSync(join(modules, pin.module, "go.mod"), "utf8");
    const ours = existsSync(join(modules, pin.module, "main.go"));
    const requiresIt = new RegExp(`\\s\\S+ ${pin.version.replaceAll(".", "\\.")}(\\s|$)`, "m").test(text);
    expect({ requiresIt, ours }).toEqual({
      requiresIt: pin.version !== "1",
      ours: pin.version === "1" || pin.module === "psa-check",
    });
  });

  it.each(ofGo)("$name: its lock is committed when it takes anything from others", ({ pin }) => {
    const takesFromOthers = readFileSync(join(modules, pin.module, "go.mod"), "utf8").includes("require");
    expect(existsSync(join(modules, pin.module, "go.sum"))).toBe(takesFromOthers);
  });

  it("give a path when they are there, and the cure when they are not", () => {
    const missing = missingEngines(names);
    for (const name of names) {
      if (missing.includes(name)) {
        // eslint-disable-next-line jest/no-conditional-expect -- each name takes one of the two ways, by what is installed
        expect(() => enginePath(name)).toThrow(`missing: ${name}; get it with \`npm run engines -- ${name}\``);
      } else {
        // eslint-disable-next-line jest/no-conditional-expect -- as above
        expect(existsSync(enginePath(name))).toBe(true);
      }
    }
  });
});
