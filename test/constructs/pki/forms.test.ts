import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import { IDENTITY_FORMS } from "../../../constructs/model/identity";
import { createAuthority } from "../../../constructs/pki/authority";
import { type FileForm, toForm } from "../../../constructs/pki/forms";
import { inspectCertificate } from "../../../constructs/pki/inspect";
import { issueLeaf } from "../../../constructs/pki/leaf";
import type { LeafMaterial } from "../../../constructs/pki/material";
import { keytool, keytooltest, openssl, openssltest } from "./programs";

const password = "correct-horse_7";
const forms: readonly FileForm[] = [...IDENTITY_FORMS, "chain"];

let folder: string;
let material: LeafMaterial;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ashlar-forms-"));
  const authority = await createAuthority({ commonName: "acme dev" });
  material = await issueLeaf(authority, { commonName: "auth", dnsNames: ["auth"], usages: ["server", "client"] });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function fileOf(form: FileForm, of: LeafMaterial = material): Promise<string> {
  const file = join(folder, form);
  writeFileSync(file, await toForm(of, form, { password }));
  return file;
}

const textOf = async (form: FileForm): Promise<string> => (await toForm(material, form)).toString();

it.each(forms)("writes %s with the same bytes each time", async (form) => {
  const [once, again] = await Promise.all([toForm(material, form, { password }), toForm(material, form, { password })]);
  expect(once.length).toBeGreaterThan(100);
  expect(again).toEqual(once);
});

it("writes the PEM forms for OpenSSL's readers", async () => {
  expect(new X509Certificate(await textOf("cert")).subject).toBe("CN=auth");
  expect(new X509Certificate(await textOf("ca")).subject).toBe("CN=acme dev");
  expect(await textOf("chain")).toBe((await textOf("cert")) + (await textOf("ca")));
  expect(await textOf("combined")).toBe((await textOf("key")) + (await textOf("cert")));
  // one file for both is how programs with a single certificate setting read it
  const combined = await textOf("combined");
  expect(() => createSecureContext({ cert: combined, key: combined })).not.toThrow();
});

it("ends every PEM text with one newline, so that none runs into the next", async () => {
  const bare = { certificate: material.certificate.trim(), key: material.key.trim(), ca: material.ca.trim() };
  for (const form of ["cert", "key", "ca", "chain", "combined"] as const) {
    expect((await toForm(bare, form)).toString()).toBe(await textOf(form));
  }
});

it("writes the key as PKCS#8 DER for Java's PostgreSQL driver", async () => {
  const der = await toForm(material, "key-der");
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  expect(key.equals(createPrivateKey(material.key))).toBe(true);
});

describe("a PKCS#12 store", () => {
  it("serves node as certificate and key", async () => {
    const pfx = await toForm(material, "p12", { password });
    expect(() => createSecureContext({ pfx, passphrase: password })).not.toThrow();
    expect(() => createSecureContext({ pfx, passphrase: "wrong" })).toThrow(/mac verify failure/);
  });

  it.each([undefined, "", "short", "pässwort"])("is refused with the password %j", async (weak) => {
    const options = weak === undefined ? {} : { password: weak };
    await expect(toForm(material, "p12", options)).rejects.toThrow("ASH-PKI-008");
    await expect(toForm(material, "truststore-p12", options)).rejects.toThrow("ASH-PKI-008");
  });

  it("is refused when the key is another's", async () => {
    const other = await createAuthority({ commonName: "other" });
    await expect(toForm({ ...material, key: other.key }, "p12", { password })).rejects.toThrow("ASH-PKI-010");
  });

  it("shares no salt with a store of another key", async () => {
    const authority = await createAuthority({ commonName: "acme dev" });
    const other = await issueLeaf(authority, { commonName: "auth", dnsNames: ["auth"], usages: ["server"] });
    const [a, b] = await Promise.all([toForm(material, "p12", { password }), toForm(other, "p12", { password })]);
    // the last bytes are the MAC's salt (64) and its count
    expect(a.subarray(-68, -4)).not.toEqual(b.subarray(-68, -4));
  });

  openssltest("is read by openssl: AES-256 throughout, a SHA-256 MAC, and no indefinite length", async () => {
    const read = ["pkcs12", "-in", await fileOf("p12"), "-passin", `pass:${password}`, "-nodes"];
    const pem = openssl(read);
    expect(inspectCertificate(pem).subject).toBe("auth");
    expect(pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(createPrivateKey(pem).equals(createPrivateKey(material.key))).toBe(true);
    expect(pem).toContain("friendlyName: identity");

    const layout = openssl(["asn1parse", "-inform", "der", "-in", join(folder, "p12"), "-strparse", "26"]);
    expect(layout).toContain("aes-256-cbc");
    expect(layout).toContain("hmacWithSHA256");
    expect(layout).not.toContain("l=inf");
    expect(openssl(["asn1parse", "-inform", "der", "-in", join(folder, "p12")])).toMatch(/:sha256/);
  });

  keytooltest("is a private key entry with its chain to Java", async () => {
    const store = ["-keystore", await fileOf("p12"), "-storetype", "PKCS12", "-storepass", password];
    const listed = keytool(["-list", "-v", ...store]);
    expect(listed).toContain("contains 1 entry");
    expect(listed).toContain("Alias name: identity");
    expect(listed).toContain("Entry type: PrivateKeyEntry");
    expect(listed).toContain("Certificate chain length: 2");
    // a request is signed with the key, so Java has decrypted it
    expect(keytool(["-certreq", "-alias", "identity", ...store])).toContain("BEGIN NEW CERTIFICATE REQUEST");
  });

  keytooltest("of certificates alone is a trusted entry for each authority to Java", async () => {
    const next = await createAuthority({ commonName: "acme next" });
    const both = { ...material, ca: `${material.ca}${next.certificate}` };
    const store = ["-keystore", await fileOf("truststore-p12", both), "-storetype", "PKCS12", "-storepass", password];
    const listed = keytool(["-list", "-v", ...store]);
    expect(listed.match(/Entry type: trustedCertEntry/g)).toHaveLength(2);
    expect(listed).toContain("Alias name: ca\n");
    expect(listed).toContain("Alias name: ca-2\n");
    expect(listed).toContain("Owner: CN=acme next");
    expect(listed).not.toContain("PrivateKeyEntry");
  });
});
