// The X.509 libraries take a tenth of a second to load, and most renders issue nothing: they are loaded on first use.

type Pkijs = typeof import("pkijs");
type Asn1 = typeof import("asn1js");

let pkijs: Promise<Pkijs> | undefined;
let asn1: Promise<Asn1> | undefined;

/** The X.509 and PKCS#12 structures. */
export function loadPkijs(): Promise<Pkijs> {
  pkijs ??= import("pkijs");
  return pkijs;
}

/** The ASN.1 values that those structures are made of. */
export function loadAsn1(): Promise<Asn1> {
  asn1 ??= import("asn1js");
  return asn1;
}
