import { secretsOf, encodeSegments, joinSegments, plainText, type Leaves, type Segment } from "../../model/expression";
import type { Instance, Part } from "./instance";
import { partPath, segmentsOfValue, type ComposeRender } from "./render";

/** Variables of a part. */
export interface PartEnvironment {
  readonly plain: Readonly<Record<string, string>>;
  /** The text of the env file that holds the variables with secrets; undefined when there is none. */
  readonly secret: readonly Segment[] | undefined;
}

/** The variables of a part: the plain ones as they are, those with a secret as an env file that `init` fills. */
export function environmentOf(render: ComposeRender, instance: Instance, part: Part, leaves: Leaves): PartEnvironment {
  const path = partPath(instance, part);
  const plain: Record<string, string> = {};
  const secret: Segment[] = [];
  for (const [key, value] of Object.entries(part.container.env).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const segments = segmentsOfValue(value, leaves, render.problems, `${path}:env.${key}`);
    const text = plainText(segments);
    // A value that failed has no hole left, but its secret must not be looked for in the plain variables either.
    if (text !== undefined && secretsOf(value).length === 0) plain[key] = text;
    else secret.push(`${key}="`, ...encodeSegments(segments, "dotenv"), '"\n');
  }
  return { plain, secret: secret.length === 0 ? undefined : joinSegments(secret) };
}

/** Path of a part's env file below the folder of secret files. */
export function environmentFile(part: Part): string {
  return `${part.shared}.env`;
}
