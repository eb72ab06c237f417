import type { Diagnostics } from "../model/diagnostics";

/** Milliseconds of a day. */
export const DAY = 24 * 60 * 60 * 1000;

/** How far a certificate is dated back, so that a peer whose clock runs behind accepts it at once. */
const BACKDATE = 5 * 60 * 1000;

/** From when until when a certificate is valid, in whole seconds as X.509 tells time. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Counts a certificate's days from `now`; the back-dating comes on top. */
export function validityOf(now: Date, days: number): Validity {
  const start = Math.floor(now.getTime() / 1000) * 1000;
  return { notBefore: new Date(start - BACKDATE), notAfter: new Date(start + days * DAY) };
}

/** Adds ASH-PKI-007 unless `days` is a whole number of days that X.509 can tell. */
export function checkDays(days: number, path: string, problems: Diagnostics): void {
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return;
  problems.add("ASH-PKI-007", {
    path,
    message: "a certificate cannot be valid for this many days",
    value: days,
    allowed: "a whole number from 1 to 36500",
  });
}
