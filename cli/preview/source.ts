import { AshlarError, Diagnostics } from "../../constructs/model/diagnostics";
import { environmentFilePath, readEnvironmentFile } from "../../stacks/config/environment-file";
import { resolveReference, type Reference } from "../../stacks/load";
import { STACK_NAMES } from "../../stacks/registry";

/**
 * The platform that is previewed: the one that is named, or the stack whose settings the environment's file has.
 *
 * @throws AshlarError ASH-INPUT-003 when none is named and the file has the settings of none, or of several
 */
export function chosenSource(named: string | undefined, environment: string, folder: string): Reference {
  if (named !== undefined) return resolveReference(named, folder);
  const path = environmentFilePath(folder, environment);
  const problems = new Diagnostics();
  const found = STACK_NAMES.filter(
    (stack) => readEnvironmentFile(path, stack, STACK_NAMES, problems)?.config !== undefined,
  );
  problems.throwIfErrors();
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return { kind: "stack", name: only };
  return AshlarError.throw("ASH-INPUT-003", {
    path,
    message: `no platform is named, and the environment's file has the settings of ${only === undefined ? "no stack" : "several stacks"}`,
    allowed: [...STACK_NAMES, "a module's path"].join(" | "),
    cure: "name one of them",
  });
}
