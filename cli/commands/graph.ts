import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { lowerPlatform } from "../../constructs/render/lower";
import { topologyOf } from "../../constructs/render/topology/lowered-topology";
import type { Topology } from "../../constructs/render/topology/topology";
import { resolveReference } from "../../stacks/load";
import type { CommandContext } from "../command";
import { EXIT, type ExitCode } from "../exit-codes";
import { drawn, graphFormat, type GraphFormat } from "../graph-format";
import { placePlatform, type PlatformOptions } from "../platform-options";
import type { GraphResult } from "../schemas/graph";
import { singleTarget } from "../single-target";

/** Options of `ashlar graph`. */
export interface GraphCommandOptions extends Omit<PlatformOptions, "out"> {
  readonly format?: GraphFormat;
  /** File of the drawing. */
  readonly out?: string;
}

/** Draws who there is in a platform, who talks with whom, and how each connection is closed. */
export async function graph(
  reference: string,
  { out, format, ...options }: GraphCommandOptions,
  { terminal, json }: CommandContext,
): Promise<ExitCode> {
  const target = singleTarget(options.target);
  const { platform } = await placePlatform(resolveReference(reference, terminal.folder), options, terminal);
  const topology = topologyOf(lowerPlatform(platform, target));
  const file = out === undefined ? undefined : resolve(terminal.folder, out);
  const text = drawn(topology, graphFormat(format, file));
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (json) {
    const result: GraphResult = {
      command: "graph",
      ok: true,
      ...(file === undefined ? {} : { file }),
      topology: topology as Mutable<Topology>,
    };
    terminal.stdout(`${JSON.stringify(result)}\n`);
  } else {
    terminal.stdout(file === undefined ? text : `${relative(terminal.folder, file)}\n`);
  }
  return EXIT.ok;
}

/** What a schema's output is made of: lists that may be written. A document is written once and never changed. */
type Mutable<Value> = {
  -readonly [Key in keyof Value]: Value[Key] extends readonly (infer Item)[] ? Mutable<Item>[] : Value[Key];
};
