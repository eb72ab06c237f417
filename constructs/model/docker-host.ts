import { z } from "zod";
import { textForm } from "./text-form";

/** Ranges that are nobody's on the internet, as address and prefix: private (RFC 1918), shared, and for benchmarks. */
const PRIVATE = [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["198.18.0.0", 15],
] as const;

/** The longest prefix: room for one network of the smallest size. */
const LONGEST_PREFIX = 28;

const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const ADDRESS = `${OCTET}(?:\\.${OCTET}){3}`;

const numberOf = (address: string): number => address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);

/** The range that an address stands in, by its first address. */
const rangeOf = (address: number, prefix: number): number => address - (address % 2 ** (32 - prefix));

function isPrivateRange(range: string): boolean {
  const [address = "", text = ""] = range.split("/");
  const [first, prefix] = [numberOf(address), Number(text)];
  if (prefix > LONGEST_PREFIX || rangeOf(first, prefix) !== first) return false;
  return PRIVATE.some(([base, least]) => prefix >= least && rangeOf(first, least) === numberOf(base));
}

/** An address of a host: no network of many, no broadcast, none of the ranges that no interface has. */
function isHostAddress(address: string): boolean {
  const first = Number(address.split(".")[0]);
  return address === "0.0.0.0" || (first > 0 && first < 224);
}

const networkRange = () =>
  textForm({
    pattern: new RegExp(`^${ADDRESS}/(?:[12]?\\d|3[0-2])$`),
    message: "not a range of private addresses",
    allowed: `the first address of a private range and its prefix, ${LONGEST_PREFIX} at most, for example 10.201.0.0/16`,
    fits: isPrivateRange,
  });

const hostAddress = () =>
  textForm({
    pattern: new RegExp(`^${ADDRESS}$`),
    message: "not an address of a host",
    allowed: "an IPv4 address of the host, for example 127.0.0.1, or 0.0.0.0 for all of them",
    fits: isHostAddress,
  });

/** Schema of what no construct can guess about a Docker host. */
export const dockerHostSchema = () =>
  z.strictObject({
    networkCidr: networkRange().default("10.201.0.0/16").describe("Address range that the networks are cut from."),
    bindAddress: hostAddress().default("127.0.0.1").describe("Host address on which gateways publish."),
  });
