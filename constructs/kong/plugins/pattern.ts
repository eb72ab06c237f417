import { z } from "zod";

/** Parts of a pattern in which brackets mean nothing: escapes and quotes. */
const LITERAL = /\\Q[\s\S]*?(?:\\E|$)|\\c[\s\S]|\\[\s\S]/y;
const COMMENT = /\(\?#[^)]*\)/y;
/** Names of kinds of characters, as in `[[:alpha:]]`. */
const KIND = /\[:\^?[a-z]+:\]/y;
/** Options by which the rest of a pattern has comments up to the end of a line. */
const EXTENDED = /\(\?[a-wyzA-Z^]*x/;

/**
 * What is wrong with a pattern, whatever else it says; undefined where Kong must judge. Kong reads Perl's patterns, which
 * this runtime cannot: its own differ in options, in quantifiers and in names.
 */
function faultOf(pattern: string): string | undefined {
  if (/^[*+?]/.test(pattern)) return "repeats nothing";
  if (EXTENDED.test(pattern)) return undefined;
  let depth = 0;
  let at = 0;
  const skip = (expression: RegExp): boolean => {
    expression.lastIndex = at;
    const found = expression.test(pattern);
    if (found) at = expression.lastIndex;
    return found;
  };
  while (at < pattern.length) {
    if (skip(LITERAL) || skip(COMMENT)) continue;
    const character = pattern.charAt(at);
    at += 1;
    if (character === "\\") return "ends in a backslash";
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return "closes a bracket that is not open";
    if (character !== "[") continue;
    // The first character of a class is one of it, even the bracket that closes it.
    skip(/\^?\]?/y);
    while (at < pattern.length && pattern.charAt(at) !== "]") if (!skip(LITERAL) && !skip(KIND)) at += 1;
    if (at >= pattern.length) return "leaves a bracket open";
    at += 1;
  }
  return depth > 0 ? "leaves a bracket open" : undefined;
}

/** Schema of a pattern that Kong reads. */
export const pattern = () =>
  z
    .string()
    .min(1)
    .max(500)
    .superRefine((text, context) => {
      const fault = faultOf(text);
      if (fault === undefined) return;
      const params = { allowed: "a pattern of PCRE" };
      context.addIssue({ code: "custom", message: `the pattern ${fault}`, params });
    });
