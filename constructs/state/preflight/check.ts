import { PREFLIGHT_CHECKS, type CheckCode } from "./catalogue";

/**
 * What a check found: `ok`, `failed` (the platform would not work), `warning` (it may not), `unknown` (it cannot be
 * told, and why).
 */
export const CHECK_STATUSES = ["failed", "warning", "unknown", "ok"] as const;

/** What a check found. */
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** One look at one thing. */
export interface Check {
  readonly code: CheckCode;
  readonly status: CheckStatus;
  /** What was looked at: `namespace kube-system`, `port 8443`. */
  readonly subject: string;
  /** What was found, lower case. */
  readonly message: string;
  /** What to do about it; absent when it is as it should be. */
  readonly cure?: string;
}

/** Makes a check; its cure is the catalogue's unless it is said. */
export function check(code: CheckCode, status: CheckStatus, subject: string, message: string, cure?: string): Check {
  const told = cure ?? PREFLIGHT_CHECKS[code].cure;
  return { code, status, subject, message, ...(status === "ok" ? {} : { cure: told }) };
}

/** What a look at something brought, unless it may not be looked at. */
export type Seen<Value> = { readonly seen: Value } | { readonly hidden: string };

/** Judges what was seen; what could not be seen is told as unknown. */
export function judge<Value>(
  code: CheckCode,
  subject: string,
  found: Seen<Value>,
  of: (value: Value) => Check | readonly Check[],
): readonly Check[] {
  if ("hidden" in found) return [check(code, "unknown", subject, found.hidden, LOOK)];
  const checks = of(found.seen);
  return "code" in checks ? [checks] : checks;
}

const LOOK = "look yourself, or run it again as somebody who may";

/** The numbers of a version, for example `[1, 34, 2]` of `v1.34.2-gke.1`. Undefined when it is none. */
export function versionNumbers(text: string): readonly number[] | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** Whether a version is another one or newer; undefined when one of them is no version. */
export function isAtLeast(version: string, least: string): boolean | undefined {
  const [a, b] = [versionNumbers(version), versionNumbers(least)];
  if (a === undefined || b === undefined) return undefined;
  const different = a.findIndex((number, index) => number !== b[index]);
  return different === -1 || (a[different] ?? 0) > (b[different] ?? 0);
}
