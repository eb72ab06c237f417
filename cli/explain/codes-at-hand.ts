import { AshlarError } from "../../constructs/model/diagnostics";
import { nearest } from "../../stacks/config/nearest";
import { checkCodes } from "./check-codes";
import { diagnosticCodes, troubleCodes } from "./diagnostic-codes";
import type { Explanation, KnownCode } from "./explanation";
import { ruleCodes } from "./rule-codes";

/** Every code that this program can print, sorted. */
export function knownCodes(): readonly KnownCode[] {
  const codes = [...diagnosticCodes(), ...troubleCodes(), ...ruleCodes(), ...checkCodes()];
  return codes.sort((a, b) => (a.code < b.code ? -1 : 1));
}

/**
 * What a code means. Lower case will do.
 *
 * @throws AshlarError ASH-INPUT-002 with the codes that come nearest, when there is none such
 */
export function explanationOf(text: string): Explanation {
  const codes = knownCodes();
  const wanted = text.trim().toUpperCase();
  const found = codes.find(({ code }) => code === wanted);
  if (found !== undefined) return found.explain();
  return AshlarError.throw("ASH-INPUT-002", {
    path: "code",
    message: "no message of this program has this code",
    value: text,
    allowed: nearestCodes(
      wanted,
      codes.map(({ code }) => code),
    ).join(" | "),
    cure: "correct the code; those of components outside the library are explained by whoever wrote them",
  });
}

/** The codes of the same family; else the nearest one; else the families. */
export function nearestCodes(wanted: string, codes: readonly string[]): readonly string[] {
  const family = (code: string): string => code.replace(/-?\d*$/, "");
  const near = nearest(wanted, codes);
  const families = [...new Set(codes.map(family))];
  const meant =
    families.find((item) => item === family(wanted)) ?? families.find((item) => item.endsWith(`-${family(wanted)}`));
  if (meant !== undefined) {
    const same = codes.filter((code) => family(code) === meant);
    return near !== undefined && same.includes(near) ? [near, ...same.filter((code) => code !== near)] : same;
  }
  return near === undefined ? families.map((item) => `${item}-…`) : [near];
}
