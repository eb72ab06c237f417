import { z } from "zod";

/** A form that a text must have, and how that is told. */
export interface TextForm {
  readonly pattern: RegExp;
  /** What is wrong with a text that has another form. */
  readonly message: string;
  /** What is allowed, as text: a pattern is nothing to read. */
  readonly allowed: string;
  /** What the pattern cannot say. */
  readonly fits?: (text: string) => boolean;
}

/** Schema of a text of a form. The pattern stands in the JSON Schema, for editors. */
export const textForm = ({ pattern, message, allowed, fits = () => true }: TextForm) =>
  z
    .string()
    .superRefine((text, context) => {
      if (!pattern.test(text) || !fits(text)) context.addIssue({ code: "custom", message, params: { allowed } });
    })
    .meta({ pattern: pattern.source });
