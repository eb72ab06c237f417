import type { z } from "zod";
import { cpu, duration, size } from "../../constructs/model/units";

// A config is checked here and parsed again by the component that takes it, which wants the text.

const asText = <Unit extends { toString(): string }>(schema: z.ZodType<Unit, string | number>) =>
  schema.transform((unit) => unit.toString());

/** Processor time as canonical text: `0.5` becomes `500m`. */
export const cpuText = () => asText(cpu());

/** An amount of memory or storage as canonical text. */
export const sizeText = () => asText(size());

/** A span of time as canonical text. */
export const durationText = () => duration().transform((unit) => unit.toString());
