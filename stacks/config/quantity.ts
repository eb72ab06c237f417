import type { z } from "zod";
import { cpu, duration, size, type Size } from "../../constructs/model/units";

// A config is checked here and parsed again by the component that takes it, which wants the text.

const asText = <Unit extends { toString(): string }>(schema: z.ZodType<Unit, string | number>) =>
  schema.transform((unit) => unit.toString());

/** Processor time as canonical text: `0.5` becomes `500m`. */
export const cpuText = () => asText(cpu());

/** An amount of memory or storage as text with a unit, which is at least so much. */
export const sizeText = (least?: Size) => size(least).transform(withUnit);

/** A component takes no size without a unit. What no binary unit divides was written in a decimal one. */
function withUnit(size: Size): string {
  const text = size.toString();
  return /\d$/.test(text) ? `${size.bytes / 1000}k` : text;
}

/** A span of time as canonical text. */
export const durationText = () => duration().transform((unit) => unit.toString());

/**
 * A section as it was written, with its defaults: units are text again, which the component that takes it reads. For
 * sections that have a component's own schema.
 */
export function asWritten<Section>(section: Section): Written<Section> {
  return JSON.parse(JSON.stringify(section)) as Written<Section>;
}

/** A value whose units are text. */
export type Written<Value> = Value extends { toJSON(): infer Text }
  ? Text
  : Value extends readonly (infer Item)[]
    ? Written<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: Written<Value[Key]> }
      : Value;
