import { BlockList, isIP, isIPv4 } from "node:net";

/** Whether an address, of either version, is in a range. */
export function isInside(address: string, range: string): boolean {
  const [network = "", prefix = ""] = range.split("/");
  const family = isIPv4(network) ? "ipv4" : "ipv6";
  const version = isIP(address);
  if (version === 0 || isIP(network) === 0 || `ipv${version}` !== family) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), family);
  return list.check(address, family);
}

/** Whether two IPv4 ranges share an address. False when one of them is none. */
export function overlaps(a: string, b: string): boolean {
  const [first, second] = [bounds(a), bounds(b)];
  if (first === undefined || second === undefined) return false;
  return first.from <= second.to && second.from <= first.to;
}

function bounds(range: string): { readonly from: number; readonly to: number } | undefined {
  const [address = "", prefix = "32"] = range.split("/");
  if (!isIPv4(address)) return undefined;
  const size = 2 ** (32 - Number(prefix));
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const from = number - (number % size);
  return { from, to: from + size - 1 };
}
