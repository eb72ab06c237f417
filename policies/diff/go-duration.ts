/** Nanoseconds of each unit. */
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;

/**
 * Nanoseconds of a duration as Go writes it, for example `2160h0m0s` or `1.5h`. Undefined when it is none.
 */
export function goDuration(text: string): bigint | undefined {
  const [, sign, rest = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === "0") return 0n;
  if (rest === "") return undefined;
  let total = 0n;
  for (let at = 0; at < rest.length; at = PART.lastIndex) {
    PART.lastIndex = at;
    const [, whole = "", fraction = "", unit = ""] = PART.exec(rest) ?? [];
    const size = UNITS[unit];
    if (size === undefined || `${whole}${fraction}` === "") return undefined;
    // What is less than a nanosecond is cut off, as Go does.
    total += (BigInt(`${whole}${fraction}`) * size) / 10n ** BigInt(fraction.length);
  }
  return sign === "-" ? -total : total;
}
