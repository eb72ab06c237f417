import { isIP } from "node:net";
import type { Diagnostics } from "../model/diagnostics";

/** The longest common name that X.509 allows (`ub-common-name`). */
const COMMON_NAME_LIMIT = 64;

const DNS_LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;
const URI = /^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i;
const CONTROL = /[\p{Cc}\p{Cs}]/u;

/** The names a certificate speaks for, beside its common name. */
export interface AlternativeNames {
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** Adds ASH-PKI-002 unless the text can be a certificate's common name. */
export function checkCommonName(commonName: string, path: string, problems: Diagnostics): void {
  const length = [...commonName].length;
  // A control character, a NUL above all, makes programs disagree about where the name ends.
  if (length >= 1 && length <= COMMON_NAME_LIMIT && !CONTROL.test(commonName)) return;
  problems.add("ASH-PKI-002", {
    path,
    message: `the text cannot be a certificate's common name (${length} characters)`,
    value: commonName,
    allowed: `1 to ${COMMON_NAME_LIMIT} characters without control characters`,
  });
}

/** Adds ASH-PKI-003 when there is no name at all, and ASH-PKI-004 for each that is malformed. */
export function checkAlternativeNames(names: AlternativeNames, path: string, problems: Diagnostics): void {
  if (names.dnsNames.length + names.uris.length + names.ipAddresses.length === 0) {
    problems.add("ASH-PKI-003", {
      path,
      message: "the certificate names nobody: it has no DNS name, URI or IP address",
    });
  }
  const malformed = (value: string, allowed: string): void =>
    problems.add("ASH-PKI-004", { path, message: "not a name that a certificate can carry", value, allowed });
  for (const name of names.dnsNames.filter((name) => !isDnsName(name))) {
    malformed(name, "a DNS name of at most 253 ASCII characters; a wildcard only as its whole first label");
  }
  for (const uri of names.uris.filter((uri) => !isUri(uri))) malformed(uri, "an absolute URI in ASCII");
  for (const address of names.ipAddresses.filter((address) => !isAddress(address))) {
    malformed(address, "an IPv4 or IPv6 address without a zone");
  }
}

/** The 4 or 16 bytes of an IP address, in network order. */
export function addressBytes(address: string): Uint8Array {
  if (isIP(address) === 4) return Uint8Array.from(address.split("."), Number);
  // An embedded IPv4 tail (`::ffff:10.0.0.1`) is two more groups.
  const text = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) =>
    [(Number(a) << 8) | Number(b), (Number(c) << 8) | Number(d)].map((group) => group.toString(16)).join(":"),
  );
  const [head = "", tail] = text.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const all = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => "0"), ...back];
  return Uint8Array.from(all.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]));
}

function isDnsName(name: string): boolean {
  const labels = (name.startsWith("*.") ? name.slice(2) : name).split(".");
  return name.length <= 253 && labels.every((label) => DNS_LABEL.test(label)) && isIP(name) === 0;
}

function isUri(uri: string): boolean {
  return URI.test(uri) && URL.canParse(uri);
}

function isAddress(address: string): boolean {
  return isIP(address) !== 0 && !address.includes("%");
}
