import type { IdentityForm } from "../model/identity";
import type { LeafMaterial } from "./material";
import { readPrivateKey, withNewline } from "./pem";
import { keyStore, type StoreOptions, trustStore } from "./pkcs12";

/** A form of an identity's file: those that components mount, and `chain`, the certificate with its issuers after it. */
export type FileForm = IdentityForm | "chain";

/**
 * Writes an identity in the form that a program reads. The same material and options give the same bytes, so a file
 * changes when its certificate does and at no other time.
 *
 * @throws AshlarError ASH-PKI-001 (material cannot be read), 008 (a store without a usable password), 010 (the key of a
 * key store is not the certificate's)
 */
export async function toForm(material: LeafMaterial, form: FileForm, options: StoreOptions = {}): Promise<Buffer> {
  switch (form) {
    case "cert":
      return text(material.certificate);
    case "key":
      return text(material.key);
    case "ca":
      return text(material.ca);
    case "chain":
      return text(material.certificate, material.ca);
    case "combined":
      return text(material.key, material.certificate);
    case "key-der":
      return readPrivateKey(material.key, "key").export({ type: "pkcs8", format: "der" });
    case "p12":
      return keyStore(material, options);
    case "truststore-p12":
      return trustStore(material.ca, options);
    default: {
      const forgotten: never = form;
      return forgotten;
    }
  }
}

function text(...parts: readonly string[]): Buffer {
  return Buffer.from(parts.map(withNewline).join(""));
}
