import { digest } from "../../model/names";

/** A network that wants addresses. */
export interface SubnetWish {
  readonly name: string;
  /** Containers that join it. */
  readonly members: number;
}

/** Addresses of the smallest subnet, a /28. */
const UNIT = 16;

/** The network's own address, its gateway and its broadcast address. */
const OVERHEAD = 3;

/**
 * Cuts a subnet for each network out of a range. A network's place follows from a digest of its name, so that a network
 * that comes or goes rarely moves another, and two platforms on one host rarely meet.
 *
 * @param range an IPv4 range, for example `10.201.0.0/16`
 * @param salt what tells platforms apart
 * @returns CIDRs by name; a network for which no room was left is missing
 */
export function cutSubnets(range: string, salt: string, wishes: readonly SubnetWish[]): ReadonlyMap<string, string> {
  const { base, addresses } = parseRange(range);
  const taken = new Set<number>();
  const subnets = new Map<string, string>();
  for (const { name, size } of bySizeAndName(wishes)) {
    const places = Math.floor(addresses / size);
    const units = size / UNIT;
    const wanted = parseInt(digest(`${salt}/${name}`), 16);
    for (let probe = 0; probe < places; probe += 1) {
      const first = ((wanted + probe) % places) * units;
      const covered = Array.from({ length: units }, (_, index) => first + index);
      if (covered.some((unit) => taken.has(unit))) continue;
      for (const unit of covered) taken.add(unit);
      subnets.set(name, `${formatAddress(base + first * UNIT)}/${32 - Math.log2(size)}`);
      break;
    }
  }
  return subnets;
}

/** The large ones first: between small ones they might find no room. */
function bySizeAndName(wishes: readonly SubnetWish[]): readonly { readonly name: string; readonly size: number }[] {
  return wishes
    .map(({ name, members }) => ({ name, size: Math.max(UNIT, 2 ** Math.ceil(Math.log2(members + OVERHEAD))) }))
    .sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
}

function parseRange(range: string): { readonly base: number; readonly addresses: number } {
  const [address = "", prefix = ""] = range.split("/");
  const addresses = 2 ** (32 - Number(prefix));
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { base: number - (number % addresses), addresses };
}

function formatAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
