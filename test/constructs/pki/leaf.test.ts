import { createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { AshlarError } from "../../../constructs/model/diagnostics";
import { createAuthority } from "../../../constructs/pki/authority";
import { inspectCertificate, wasIssuedBy } from "../../../constructs/pki/inspect";
import { issueLeaf, type LeafOptions } from "../../../constructs/pki/leaf";
import type { Authority } from "../../../constructs/pki/material";
import { openssl, openssltest } from "./programs";

const database: LeafOptions = {
  commonName: "db",
  dnsNames: ["db", "db.acme.svc.cluster.local"],
  uri: "spiffe://acme/db",
  ipAddresses: ["127.0.0.1", "::1"],
  usages: ["server", "client"],
};

let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority({ commonName: "acme dev" });
});

async function codesOf(attempt: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return AshlarError.is(error) ? error.diagnostics.map(({ code }) => code).sort() : [];
}

it("is signed by the authority and speaks for each of its names, and for no other", async () => {
  const leaf = new X509Certificate((await issueLeaf(authority, database)).certificate);
  const issuer = new X509Certificate(authority.certificate);

  expect(leaf.checkIssued(issuer)).toBe(true);
  expect(leaf.verify(issuer.publicKey)).toBe(true);
  expect(leaf.ca).toBe(false);
  expect(leaf.checkHost("db")).toBe("db");
  expect(leaf.checkHost("db.acme.svc.cluster.local")).toBe("db.acme.svc.cluster.local");
  expect(leaf.checkHost("auth")).toBeUndefined();
  expect(leaf.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(leaf.checkIP("10.0.0.1")).toBeUndefined();
  expect(leaf.subjectAltName).toContain("URI:spiffe://acme/db");
});

it("has a key of its own, in PKCS#8", async () => {
  const [one, two] = await Promise.all([issueLeaf(authority, database), issueLeaf(authority, database)]);
  expect(one.key).not.toBe(two.key);
  expect(one.key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  expect(new X509Certificate(one.certificate).checkPrivateKey(createPrivateKey(one.key))).toBe(true);
  expect(one.ca).toBe(authority.certificate);
});

it.each([
  [["server"], ["1.3.6.1.5.5.7.3.1"]],
  [["client"], ["1.3.6.1.5.5.7.3.2"]],
] as const)("used as %j only, it allows %j only", async (usages, oids) => {
  const { certificate } = await issueLeaf(authority, { ...database, usages });
  // node's `keyUsage` is the extended one
  expect(new X509Certificate(certificate).keyUsage).toEqual(oids);
});

describe("names", () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
  // a last label of digits alone would make the whole name look like an address
  const host = fc
    .tuple(fc.array(label, { maxLength: 4 }), fc.stringMatching(/^[a-z]{1,12}$/), fc.boolean())
    .map(([labels, last, wildcard]) => [...(wildcard ? ["*"] : []), ...labels, last].join("."));
  const commonName = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 64 })
    .filter((text) => [...text].length <= 64 && !/[\p{Cc}\p{Cs}]/u.test(text));

  it("come back as they were given, whatever they are", async () => {
    await fc.assert(
      fc.asyncProperty(
        commonName,
        fc.uniqueArray(host, { maxLength: 6 }),
        fc.uniqueArray(fc.ipV4(), { maxLength: 3 }),
        fc.webPath(),
        async (name, dnsNames, ipAddresses, path) => {
          const uri = `spiffe://acme${path}`;
          const leaf = await issueLeaf(authority, { commonName: name, dnsNames, uri, ipAddresses, usages: ["client"] });
          const facts = inspectCertificate(leaf.certificate);
          expect(facts).toMatchObject({ subject: name, dnsNames, uris: [uri], ipAddresses });
          expect(wasIssuedBy(leaf.certificate, authority.certificate)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  }, 30_000);

  it("of IPv6 are written in every form and mean the same", async () => {
    await fc.assert(
      fc.asyncProperty(fc.ipV6(), async (address) => {
        const leaf = await issueLeaf(authority, { ...database, ipAddresses: [address] });
        expect(new X509Certificate(leaf.certificate).checkIP(address)).toBe(address);
      }),
      { numRuns: 20 },
    );
  }, 30_000);

  it("given twice are written once", async () => {
    const { certificate } = await issueLeaf(authority, { ...database, dnsNames: ["db", "db"] });
    expect(inspectCertificate(certificate).dnsNames).toEqual(["db"]);
  });

  it.each([
    "",
    "a b",
    "-db",
    "db-",
    "a..b",
    "*",
    "*db.acme",
    "db.*.acme",
    "bücher.de",
    "10.0.0.1",
    `${"a".repeat(64)}.b`,
    "a\0b",
  ])("refuses %j as a DNS name", async (name) => {
    expect(await codesOf(issueLeaf(authority, { ...database, dnsNames: [name] }))).toEqual(["ASH-PKI-004"]);
  });

  it.each(["db", "spiffe:", "spiffe://acme/a b", "spiffe://acme/ü"])("refuses %j as a URI", async (uri) => {
    expect(await codesOf(issueLeaf(authority, { ...database, uri }))).toEqual(["ASH-PKI-004"]);
  });

  it.each(["10.0.0", "10.0.0.256", "fe80::1%eth0", "localhost"])("refuses %j as an address", async (address) => {
    expect(await codesOf(issueLeaf(authority, { ...database, ipAddresses: [address] }))).toEqual(["ASH-PKI-004"]);
  });
});

describe("is refused", () => {
  it("when it would outlive the authority, by a single day", async () => {
    const now = new Date("2026-01-01T00:00:00Z");
    const young = await createAuthority({ commonName: "acme", days: 30, now });
    await expect(issueLeaf(young, { ...database, days: 30, now })).resolves.toBeDefined();
    expect(await codesOf(issueLeaf(young, { ...database, days: 31, now }))).toEqual(["ASH-PKI-005"]);
  });

  it("without any alternative name", async () => {
    const nobody: LeafOptions = { commonName: "db", dnsNames: [], usages: ["client"] };
    expect(await codesOf(issueLeaf(authority, nobody))).toEqual(["ASH-PKI-003"]);
    await expect(issueLeaf(authority, { ...nobody, uri: "spiffe://acme/db" })).resolves.toBeDefined();
  });

  it("with a common name that X.509 or its readers cannot hold", async () => {
    expect(await codesOf(issueLeaf(authority, { ...database, commonName: "é".repeat(64) }))).toEqual([]);
    expect(await codesOf(issueLeaf(authority, { ...database, commonName: "é".repeat(65) }))).toEqual(["ASH-PKI-002"]);
    expect(await codesOf(issueLeaf(authority, { ...database, commonName: "" }))).toEqual(["ASH-PKI-002"]);
    expect(await codesOf(issueLeaf(authority, { ...database, commonName: "admin\0db" }))).toEqual(["ASH-PKI-002"]);
  });

  it("by an authority that is none, or whose key is another's", async () => {
    const leaf = await issueLeaf(authority, database);
    expect(await codesOf(issueLeaf(leaf, { ...database, days: 1 }))).toEqual(["ASH-PKI-006"]);
    const stolen = { ...authority, key: leaf.key };
    expect(await codesOf(issueLeaf(stolen, database))).toEqual(["ASH-PKI-010"]);
  });

  it("with an authority that cannot be read, and its key stays out of the message", async () => {
    expect(await codesOf(issueLeaf({ ...authority, certificate: "nonsense" }, database))).toEqual(["ASH-PKI-001"]);
    const broken = { ...authority, key: "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----" };
    await expect(issueLeaf(broken, database)).rejects.toThrow("ASH-PKI-001");
    await expect(issueLeaf(broken, database)).rejects.not.toThrow("c2VjcmV0");
  });

  it("with every problem at once", async () => {
    const attempt = issueLeaf(authority, { commonName: "", dnsNames: ["a b"], usages: [], days: 9999 });
    expect(await codesOf(attempt)).toEqual(["ASH-PKI-002", "ASH-PKI-004", "ASH-PKI-005", "ASH-PKI-009"]);
  });
});

openssltest("openssl accepts the chain in strict mode, also of an RSA authority made by openssl itself", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ashlar-pki-"));
  const verify = (certificate: string, ca: string): string => {
    const file = join(folder, "ca.pem");
    writeFileSync(file, ca);
    return openssl(
      ["verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "db", "-CAfile", file],
      certificate,
    );
  };
  try {
    const leaf = await issueLeaf(authority, database);
    expect(verify(leaf.certificate, leaf.ca)).toContain("OK");

    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const keyFile = join(folder, "rsa.pem");
    writeFileSync(keyFile, key);
    const extension = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];
    const subject = ["-subj", "/O=Acme/OU=Ops/CN=Old"];
    const certificate = openssl(["req", "-x509", "-new", "-key", keyFile, "-days", "900", ...subject, ...extension]);
    const existing = await issueLeaf({ certificate, key }, database);
    expect(verify(existing.certificate, existing.ca)).toContain("OK");
    expect(inspectCertificate(existing.certificate).issuer).toBe("Old");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
