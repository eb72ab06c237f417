import { z } from "zod";
import type { Stack } from "./stack";

/** The JSON Schema of a stack's config as its user writes it, for editors. */
export function configJsonSchema(stack: Stack): object {
  const { $schema, ...schema } = z.toJSONSchema(stack.schema, { io: "input" });
  return { $schema, title: `ashlar:${stack.name}`, description: stack.describe, ...schema };
}
