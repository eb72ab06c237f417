import { PREFLIGHT_CHECKS } from "../../constructs/state/preflight/catalogue";
import type { KnownCode } from "./explanation";

/** The codes of preflight checks. */
export function checkCodes(): readonly KnownCode[] {
  return Object.entries(PREFLIGHT_CHECKS).map(([code, { title, target, why, cure }]) => ({
    code,
    explain: () => ({
      code,
      kind: "check",
      title,
      severity: "told by each case",
      targets: [target],
      why,
      cure,
      settings: [],
      page: "docs/guides/preflight.md",
    }),
  }));
}
