import { AshlarError } from "../constructs/model/diagnostics";
import type { Target } from "../constructs/model/target";

/**
 * The one target that a command is for.
 *
 * @throws AshlarError ASH-INPUT-002 when more than one is named
 */
export function singleTarget(targets: readonly Target[] = [], otherwise: Target = "compose"): Target {
  const [target = otherwise, ...others] = targets;
  if (others.length === 0) return target;
  return AshlarError.throw("ASH-INPUT-002", {
    path: "--target",
    message: "the command is for one target",
    value: targets.join(" "),
    allowed: "compose or kubernetes",
    cure: "run it once for each",
  });
}
