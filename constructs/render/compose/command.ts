import { plainText, type ExpressionInput, type Leaves } from "../../model/expression";
import type { Instance, Part } from "./instance";
import { partPath, segmentsOfValue, type ComposeRender } from "./render";

/** What a part runs: Compose's entry point is the program, its command the arguments. */
export interface PartCommand {
  readonly program: readonly string[];
  readonly args: readonly string[];
}

/** The program and the arguments of a part; an empty list leaves the image's own. */
export function commandOf(render: ComposeRender, instance: Instance, part: Part, leaves: Leaves): PartCommand {
  const path = partPath(instance, part);
  const textOf = (input: ExpressionInput): string => {
    const text = plainText(segmentsOfValue(input, leaves, render.problems, path));
    if (text !== undefined) return text;
    render.problems.add("ASH-TARGET-002", {
      path,
      message: "an argument holds a secret, which everybody who lists processes would see",
      allowed: "secrets in files and in the environment",
      cure: "pass the path of a file, or an environment variable",
    });
    return "";
  };
  const { command = [], args = [] } = part.container;
  return { program: command.map(textOf), args: args.map(textOf) };
}
