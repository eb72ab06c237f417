const HOUR = 3_600_000;
const DAY = 24;

/** How long a certificate is valid, and how long before its end it must have been renewed at the latest; hours. */
export interface CertificateLife {
  readonly validityPeriodHours: number;
  readonly earlyRenewalHours: number;
}

/** Lives of the certificates that Pulumi makes. */
export const LIFE = {
  authority: { validityPeriodHours: 3650 * DAY, earlyRenewalHours: 365 * DAY },
  leaf: { validityPeriodHours: 365 * DAY, earlyRenewalHours: 90 * DAY },
} as const satisfies Readonly<Record<string, CertificateLife>>;

/**
 * The number of the renewal period that a moment is in. Time is cut into periods as long as a certificate's life without
 * its last part; a certificate is replaced when the number is another one than when it was made. So it is at most one
 * period old when its turn comes, and has the last part of its life left.
 *
 * A program has no way to read its stack's state, so it cannot ask when a certificate was made: the calendar says it.
 */
export function renewalPeriod({ validityPeriodHours, earlyRenewalHours }: CertificateLife, now: Date): number {
  return Math.floor(now.getTime() / HOUR / (validityPeriodHours - earlyRenewalHours));
}
