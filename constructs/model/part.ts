import type { Construct } from "constructs";
import type { z } from "zod";
import { graphOf } from "./graph";
import { issuesToDiagnostics } from "./spec";

/**
 * Parses a part of a construct's data that comes by itself, such as an entry of a list or what a verb adds. Problems are
 * collected on the platform; undefined when there are any.
 *
 * @param field where the part stands, for example `routes./rest/v1`
 */
export function parsePart<S extends z.ZodType>(
  construct: Construct,
  field: string,
  schema: S,
  data: unknown,
): z.output<S> | undefined {
  const result = schema.safeParse(data, { reportInput: true });
  if (result.success) return result.data;
  const path = `${construct.node.path}:${field}`;
  const { diagnostics } = graphOf(construct);
  for (const problem of issuesToDiagnostics(path, result.error.issues, data)) {
    // Inside a field, what follows is a part of it.
    diagnostics.addAll([{ ...problem, path: path + problem.path.slice(path.length).replace(/^:/, ".") }]);
  }
  return undefined;
}
