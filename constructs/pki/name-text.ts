import { SocketAddress } from "node:net";
import type { AlternativeNames } from "./subject";

const ENTRY = /([A-Za-z0-9 ]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/gy;

/**
 * Reads the text in which node tells a certificate's alternative names: `DNS:a, URI:spiffe://b, IP Address:10.0.0.1`.
 * A value that could be misread is written there as a JSON string, so that nobody forges a second name with a comma.
 */
export function parseAlternativeNames(text: string | undefined): AlternativeNames {
  const names = { dnsNames: [] as string[], uris: [] as string[], ipAddresses: [] as string[] };
  for (const [, kind, written = ""] of (text ?? "").matchAll(ENTRY)) {
    const value = written.startsWith('"') ? (JSON.parse(written) as string) : written;
    if (kind === "DNS") names.dnsNames.push(value);
    if (kind === "URI") names.uris.push(value);
    if (kind === "IP Address") names.ipAddresses.push(shortest(value));
  }
  return names;
}

/** The usual short form: the text spells IPv6 addresses out, `0:0:0:0:0:0:0:1` for `::1`. */
function shortest(address: string): string {
  return address.includes(":") ? new SocketAddress({ address, family: "ipv6" }).address : address;
}

/**
 * Reads the common name out of the text in which node tells a distinguished name: one attribute a line, characters that
 * mean something escaped as RFC 2253 says. A name without a common name is returned whole.
 *
 * node's `toLegacyObject()` would parse it, but in Node 20 a first call before `node:tls` is loaded leaves that module
 * without `createSecureContext` for the rest of the process.
 */
export function commonNameOf(name: string): string {
  // attributes of one line are joined by " + "; a plus inside a value is escaped
  const attributes = name.split(/\n| \+ /);
  const found = attributes.find((attribute) => attribute.startsWith("CN="));
  return unescape(found?.slice("CN=".length) ?? attributes.join(", "));
}

function unescape(text: string): string {
  return text.replace(/\\(?:([0-9A-F]{2})|(.))/gsu, (_, hex: string | undefined, character: string) =>
    hex === undefined ? character : String.fromCharCode(parseInt(hex, 16)),
  );
}
