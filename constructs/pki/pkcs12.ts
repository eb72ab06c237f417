import { createHash, type KeyObject, type X509Certificate } from "node:crypto";
import type { Attribute, ContentInfo, CryptoEngine, EncryptedContentInfo, SafeBag } from "pkijs";
import { AshlarError } from "../model/diagnostics";
import { loadAsn1, loadPkijs } from "./libraries";
import type { LeafMaterial } from "./material";
import { readCertificates, readPrivateKey } from "./pem";
import { seededEngine } from "./seeded-engine";
import { exactBuffer } from "./sign";

const OID = {
  keyBag: "1.2.840.113549.1.12.10.1.2",
  certificateBag: "1.2.840.113549.1.12.10.1.3",
  friendlyName: "1.2.840.113549.1.9.20",
  localKeyId: "1.2.840.113549.1.9.21",
  /** Java reads a certificate without a key as trusted only when this attribute says so. */
  javaTrustedKeyUsage: "2.16.840.1.113894.746875.1.1",
  anyExtendedKeyUsage: "2.5.29.37.0",
} as const;

const ITERATIONS = 10_000;
// Java's keytool asks for six characters; outside ASCII the programs disagree about how a password becomes bytes.
const PASSWORD = /^[\x20-\x7e]{6,}$/;

/** Settings of a PKCS#12 store. */
export interface StoreOptions {
  /** Protects the store; needed for `p12` and `truststore-p12`. At least 6 printable ASCII characters. */
  readonly password?: string;
  /** The entry's name inside the store. `identity` in a key store, `ca` in a trust store unless said. */
  readonly alias?: string;
}

/** What a store holds; a trust store has no key. */
interface Contents {
  readonly certificates: readonly SafeBag[];
  readonly key?: { readonly der: Buffer; readonly attributes: Attribute[] };
  /** What salts are drawn from. */
  readonly seed: Buffer;
}

/** A PKCS#12 store with an identity's key, its certificate and its authorities. See `toForm`. */
export async function keyStore(material: LeafMaterial, options: StoreOptions): Promise<Buffer> {
  const password = checkPassword(options.password, "p12");
  const [leaf, ...issuers] = readCertificates(`${material.certificate}\n${material.ca}`, "certificate");
  const key = readPrivateKey(material.key, "key");
  if (leaf === undefined || !leaf.checkPrivateKey(key)) {
    return AshlarError.throw("ASH-PKI-010", { path: "p12", message: "the key does not belong to the certificate" });
  }
  const der = key.export({ type: "pkcs8", format: "der" });
  const attributes = [await alias(options.alias ?? "identity"), await localKeyId(leaf)];
  return write(password, {
    certificates: [
      await certificateBag(leaf, attributes),
      ...(await Promise.all(issuers.map((issuer) => certificateBag(issuer, [])))),
    ],
    key: { der, attributes },
    seed: seedOf([leaf, ...issuers], key),
  });
}

/** A PKCS#12 store with certificates to trust, and nothing else. See `toForm`. */
export async function trustStore(ca: string, options: StoreOptions): Promise<Buffer> {
  const password = checkPassword(options.password, "truststore-p12");
  const trusted = readCertificates(ca, "ca");
  const name = options.alias ?? "ca";
  const certificates = trusted.map(async (certificate, index) =>
    certificateBag(certificate, [await alias(index === 0 ? name : `${name}-${index + 1}`), await javaTrusted()]),
  );
  return write(password, { certificates: await Promise.all(certificates), seed: seedOf(trusted) });
}

/** Certificates are encrypted as one, the key on its own, and a MAC covers both: what `openssl pkcs12 -export` writes. */
async function write(password: string, contents: Contents): Promise<Buffer> {
  const pkijs = await loadPkijs();
  const engine = await seededEngine(contents.seed);
  const encryption: Encryption = {
    password: exactBuffer(Buffer.from(password)),
    contentEncryptionAlgorithm: { name: "AES-CBC", length: 256 },
    hmacHashAlgorithm: "SHA-256",
    iterationCount: ITERATIONS,
  };
  const safe = new pkijs.AuthenticatedSafe({
    safeContents: [
      await encryptedContents(contents.certificates, encryption, engine),
      ...(contents.key === undefined ? [] : [await plainContents(await keyBag(contents.key, encryption, engine))]),
    ],
  });
  const store = new pkijs.PFX({ parsedValue: { integrityMode: 0, authenticatedSafe: safe } });
  await store.makeInternalValues(
    {
      password: encryption.password,
      iterations: ITERATIONS,
      pbkdf2HashAlgorithm: "SHA-256",
      hmacHashAlgorithm: "SHA-256",
    },
    engine,
  );
  return Buffer.from(store.toSchema().toBER());
}

interface Encryption {
  readonly password: ArrayBuffer;
  readonly contentEncryptionAlgorithm: { readonly name: string; readonly length: number };
  readonly hmacHashAlgorithm: string;
  readonly iterationCount: number;
}

async function encryptedContents(
  bags: readonly SafeBag[],
  how: Encryption,
  engine: CryptoEngine,
): Promise<ContentInfo> {
  const pkijs = await loadPkijs();
  const contentToEncrypt = new pkijs.SafeContents({ safeBags: [...bags] }).toSchema().toBER();
  const encryptedContentInfo = await encrypt(contentToEncrypt, how, engine);
  const content = new pkijs.EncryptedData({ encryptedContentInfo }).toSchema();
  return new pkijs.ContentInfo({ contentType: pkijs.ContentInfo.ENCRYPTED_DATA, content });
}

async function plainContents(bag: SafeBag): Promise<ContentInfo> {
  const [pkijs, asn1] = await Promise.all([loadPkijs(), loadAsn1()]);
  const valueHex = new pkijs.SafeContents({ safeBags: [bag] }).toSchema().toBER();
  return new pkijs.ContentInfo({ contentType: pkijs.ContentInfo.DATA, content: new asn1.OctetString({ valueHex }) });
}

async function encrypt(
  contentToEncrypt: ArrayBuffer,
  how: Encryption,
  engine: CryptoEngine,
): Promise<EncryptedContentInfo> {
  const [pkijs, asn1] = await Promise.all([loadPkijs(), loadAsn1()]);
  const contentType = pkijs.ContentInfo.DATA;
  const info = await engine.encryptEncryptedContentInfo({ ...how, contentToEncrypt, contentType });
  // The library cuts the cipher text into pieces of indefinite length, which DER forbids and strict readers refuse.
  const valueHex = info.encryptedContent?.getValue() ?? new ArrayBuffer(0);
  info.encryptedContent = new asn1.OctetString({ valueHex });
  return info;
}

async function keyBag(
  key: { readonly der: Buffer; readonly attributes: Attribute[] },
  how: Encryption,
  engine: CryptoEngine,
): Promise<SafeBag> {
  const pkijs = await loadPkijs();
  const info = await encrypt(exactBuffer(key.der), how, engine);
  const bagValue = new pkijs.PKCS8ShroudedKeyBag({
    encryptionAlgorithm: info.contentEncryptionAlgorithm,
    ...(info.encryptedContent === undefined ? {} : { encryptedData: info.encryptedContent }),
  });
  return new pkijs.SafeBag({ bagId: OID.keyBag, bagValue, bagAttributes: key.attributes });
}

async function certificateBag(certificate: X509Certificate, bagAttributes: Attribute[]): Promise<SafeBag> {
  const pkijs = await loadPkijs();
  const parsedValue = pkijs.Certificate.fromBER(exactBuffer(certificate.raw));
  return new pkijs.SafeBag({
    bagId: OID.certificateBag,
    bagValue: new pkijs.CertBag({ parsedValue }),
    ...(bagAttributes.length === 0 ? {} : { bagAttributes }),
  });
}

async function alias(name: string): Promise<Attribute> {
  const [pkijs, asn1] = await Promise.all([loadPkijs(), loadAsn1()]);
  return new pkijs.Attribute({ type: OID.friendlyName, values: [new asn1.BmpString({ value: name })] });
}

/** Ties a key to its certificate. */
async function localKeyId(certificate: X509Certificate): Promise<Attribute> {
  const [pkijs, asn1] = await Promise.all([loadPkijs(), loadAsn1()]);
  const valueHex = exactBuffer(createHash("sha256").update(certificate.raw).digest());
  return new pkijs.Attribute({ type: OID.localKeyId, values: [new asn1.OctetString({ valueHex })] });
}

async function javaTrusted(): Promise<Attribute> {
  const [pkijs, asn1] = await Promise.all([loadPkijs(), loadAsn1()]);
  const any = new asn1.ObjectIdentifier({ value: OID.anyExtendedKeyUsage });
  return new pkijs.Attribute({ type: OID.javaTrustedKeyUsage, values: [any] });
}

function checkPassword(password: string | undefined, form: string): string {
  if (password !== undefined && PASSWORD.test(password)) return password;
  return AshlarError.throw("ASH-PKI-008", {
    path: form,
    message: password === undefined ? "the store has no password" : "the store's password cannot be used",
  });
}

/**
 * Salts and vectors follow from the contents, so that the same contents give the same bytes. The password stays out:
 * the salts of a trust store would otherwise let anyone test a guess without the costly derivation.
 */
function seedOf(certificates: readonly X509Certificate[], key?: KeyObject): Buffer {
  const hash = createHash("sha256").update("ashlar pkcs12\n");
  for (const certificate of certificates) hash.update(certificate.raw);
  if (key !== undefined) hash.update(key.export({ type: "pkcs8", format: "der" }));
  return hash.digest();
}
