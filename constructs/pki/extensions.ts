import type { Extension } from "pkijs";
import { loadAsn1, loadPkijs } from "./libraries";
import { exactBuffer } from "./sign";
import { addressBytes, type AlternativeNames } from "./subject";

/** What a leaf may be used for in a TLS handshake. */
export type Usage = "server" | "client";

const OID = {
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
} as const;

const USAGE_OID: Readonly<Record<Usage, string>> = {
  server: "1.3.6.1.5.5.7.3.1",
  client: "1.3.6.1.5.5.7.3.2",
};

// Bits count from the left (RFC 5280 §4.2.1.3); `unused` are the zero bits at the right end of the byte.
const KEY_USAGE = {
  authority: { byte: 0b0000_0110, unused: 1 }, // keyCertSign, cRLSign
  leaf: { byte: 0b1000_0000, unused: 7 }, // digitalSignature
} as const;

const NAME_TYPE = { dns: 2, uri: 6, ip: 7 } as const;

/** Says whether the certificate may sign others. An authority of ours signs leaves and no further authority. */
export async function basicConstraints(role: "authority" | "leaf"): Promise<Extension> {
  const pkijs = await loadPkijs();
  const value = new pkijs.BasicConstraints(role === "authority" ? { cA: true, pathLenConstraint: 0 } : { cA: false });
  return extension(OID.basicConstraints, true, value.toSchema());
}

/** What the key may sign: certificates and revocation lists, or handshakes. */
export async function keyUsage(role: "authority" | "leaf"): Promise<Extension> {
  const asn1 = await loadAsn1();
  const { byte, unused } = KEY_USAGE[role];
  const valueHex = exactBuffer(Uint8Array.of(byte));
  return extension(OID.keyUsage, true, new asn1.BitString({ valueHex, unusedBits: unused }));
}

/** On which side of a handshake the certificate is accepted. */
export async function extendedKeyUsage(usages: readonly Usage[]): Promise<Extension> {
  const pkijs = await loadPkijs();
  const value = new pkijs.ExtKeyUsage({ keyPurposes: [...new Set(usages)].sort().map((usage) => USAGE_OID[usage]) });
  return extension(OID.extendedKeyUsage, false, value.toSchema());
}

/** The identifier of the certificate's own key. */
export async function subjectKeyIdentifier(identifier: ArrayBuffer): Promise<Extension> {
  const asn1 = await loadAsn1();
  return extension(OID.subjectKeyIdentifier, false, new asn1.OctetString({ valueHex: identifier }));
}

/** The identifier of the key that signed the certificate. */
export async function authorityKeyIdentifier(identifier: ArrayBuffer): Promise<Extension> {
  const [pkijs, asn1] = await Promise.all([loadPkijs(), loadAsn1()]);
  const value = new pkijs.AuthorityKeyIdentifier({ keyIdentifier: new asn1.OctetString({ valueHex: identifier }) });
  return extension(OID.authorityKeyIdentifier, false, value.toSchema());
}

/** The names that a verifier compares; a common name alone convinces nobody any more. */
export async function subjectAltName(names: AlternativeNames): Promise<Extension> {
  const [pkijs, asn1] = await Promise.all([loadPkijs(), loadAsn1()]);
  const address = (text: string): unknown => new asn1.OctetString({ valueHex: exactBuffer(addressBytes(text)) });
  const values = [
    ...[...new Set(names.dnsNames)].map((value) => ({ type: NAME_TYPE.dns, value })),
    ...[...new Set(names.uris)].map((value) => ({ type: NAME_TYPE.uri, value })),
    ...[...new Set(names.ipAddresses)].map((text) => ({ type: NAME_TYPE.ip, value: address(text) })),
  ];
  const general = new pkijs.GeneralNames({ names: values.map((value) => new pkijs.GeneralName(value)) });
  return extension(OID.subjectAltName, false, general.toSchema());
}

/** The key identifier that an authority's certificate states, if it states one. */
export async function statedKeyIdentifier(certificate: Uint8Array): Promise<ArrayBuffer | undefined> {
  const [pkijs, asn1] = await Promise.all([loadPkijs(), loadAsn1()]);
  const parsed = pkijs.Certificate.fromBER(exactBuffer(certificate));
  const found = parsed.extensions?.find((item) => item.extnID === OID.subjectKeyIdentifier);
  if (found === undefined) return undefined;
  const { result } = asn1.fromBER(found.extnValue.valueBlock.valueHexView);
  return result instanceof asn1.OctetString ? exactBuffer(result.valueBlock.valueHexView) : undefined;
}

async function extension(extnID: string, critical: boolean, value: { toBER(): ArrayBuffer }): Promise<Extension> {
  const pkijs = await loadPkijs();
  return new pkijs.Extension({ extnID, critical, extnValue: value.toBER() });
}
