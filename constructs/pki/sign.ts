import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";
import type { Extension, RelativeDistinguishedNames } from "pkijs";
import { AshlarError } from "../model/diagnostics";
import { loadAsn1, loadPkijs } from "./libraries";
import { certificatePem } from "./pem";
import type { Validity } from "./validity";

const COMMON_NAME = "2.5.4.3";
const VERSION_3 = 2;

/** What goes into a certificate, and who signs it. */
export interface CertificateContent {
  readonly subject: RelativeDistinguishedNames;
  readonly issuer: RelativeDistinguishedNames;
  readonly validity: Validity;
  /** The key that the certificate is about. */
  readonly publicKey: KeyObject;
  readonly extensions: readonly Extension[];
  /** The authority's private key. */
  readonly signer: KeyObject;
}

/**
 * Signs a certificate with SHA-256 and returns it as PEM.
 *
 * @throws AshlarError ASH-PKI-006 when the signer's key is neither EC nor RSA
 */
export async function signCertificate(content: CertificateContent): Promise<string> {
  const [pkijs, asn1] = await Promise.all([loadPkijs(), loadAsn1()]);
  const algorithm = new pkijs.AlgorithmIdentifier(await signatureAlgorithm(content.signer));
  const certificate = new pkijs.Certificate({
    version: VERSION_3,
    serialNumber: new asn1.Integer({ valueHex: exactBuffer(serialNumber()) }),
    subject: content.subject,
    issuer: content.issuer,
    notBefore: await timeOf(content.validity.notBefore),
    notAfter: await timeOf(content.validity.notAfter),
    extensions: [...content.extensions],
    signature: algorithm,
    signatureAlgorithm: algorithm,
    subjectPublicKeyInfo: pkijs.PublicKeyInfo.fromBER(subjectPublicKey(content.publicKey)),
  });
  const toBeSigned = new Uint8Array(certificate.encodeTBS().toBER());
  certificate.tbsView = toBeSigned;
  certificate.signatureValue = new asn1.BitString({
    valueHex: exactBuffer(sign("sha256", toBeSigned, content.signer)),
  });
  return certificatePem(certificate.toSchema(true).toBER());
}

/** A distinguished name that is a common name alone. */
export async function distinguishedName(commonName: string): Promise<RelativeDistinguishedNames> {
  const [pkijs, asn1] = await Promise.all([loadPkijs(), loadAsn1()]);
  const value = new asn1.Utf8String({ value: commonName });
  return new pkijs.RelativeDistinguishedNames({
    typesAndValues: [new pkijs.AttributeTypeAndValue({ type: COMMON_NAME, value })],
  });
}

/** A key's identifier: the left 160 bits of the SHA-256 of its public key (RFC 7093, method 1). */
export async function keyIdentifier(key: KeyObject): Promise<ArrayBuffer> {
  const pkijs = await loadPkijs();
  const info = pkijs.PublicKeyInfo.fromBER(subjectPublicKey(key));
  const hash = createHash("sha256").update(info.subjectPublicKey.valueBlock.valueHexView).digest();
  return exactBuffer(hash.subarray(0, 20));
}

/** Copies bytes to a buffer of their own; node's small buffers are views of a shared pool. */
export function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function subjectPublicKey(key: KeyObject): ArrayBuffer {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return exactBuffer(publicKey.export({ type: "spki", format: "der" }));
}

/** 16 random bytes; the first lies in 0x40–0x7f, so that the number is positive and always as long. */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

async function signatureAlgorithm(signer: KeyObject): Promise<{ algorithmId: string; algorithmParams?: unknown }> {
  switch (signer.asymmetricKeyType) {
    case "ec":
      return { algorithmId: "1.2.840.10045.4.3.2" };
    case "rsa":
      return { algorithmId: "1.2.840.113549.1.1.11", algorithmParams: new (await loadAsn1()).Null() };
    default:
      return AshlarError.throw("ASH-PKI-006", {
        path: "authority key",
        message: "the authority's key is of a kind that cannot sign here",
        value: signer.asymmetricKeyType ?? signer.type,
        allowed: "an EC or an RSA key",
      });
  }
}

async function timeOf(date: Date): Promise<InstanceType<Awaited<ReturnType<typeof loadPkijs>>["Time"]>> {
  const pkijs = await loadPkijs();
  // RFC 5280: two-digit years until 2049, four-digit ones from 2050 on.
  return new pkijs.Time({ type: date.getUTCFullYear() < 2050 ? 0 : 1, value: date });
}
