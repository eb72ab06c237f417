import { X509Certificate } from "node:crypto";
import { AshlarError } from "../../../constructs/model/diagnostics";
import { createAuthority } from "../../../constructs/pki/authority";
import { matchesKey } from "../../../constructs/pki/inspect";
import { DAY } from "../../../constructs/pki/validity";
import { openssl, openssltest } from "./programs";

const now = new Date("2026-03-01T12:00:00.789Z");

it("signs itself, and says that it is an authority", async () => {
  const authority = await createAuthority({ commonName: "acme dev", now });
  const certificate = new X509Certificate(authority.certificate);

  expect(certificate.ca).toBe(true);
  expect(certificate.subject).toBe("CN=acme dev");
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
  expect(matchesKey(authority.certificate, authority.key)).toBe(true);
});

it("lives ten years, and begins five minutes ago so that a slow clock accepts it", async () => {
  const { validFrom, validTo } = new X509Certificate((await createAuthority({ commonName: "acme", now })).certificate);
  expect(new Date(validFrom)).toEqual(new Date("2026-03-01T11:55:00Z"));
  expect(new Date(validTo).getTime()).toBe(new Date("2026-03-01T12:00:00Z").getTime() + 3650 * DAY);
});

it("can end after 2049, where X.509 begins to write years with four digits", async () => {
  const { certificate } = await createAuthority({ commonName: "acme", days: 36_500, now });
  expect(new Date(new X509Certificate(certificate).validTo).getUTCFullYear()).toBe(2126);
});

it("has a new positive serial number of 16 bytes each time", async () => {
  const serials = await Promise.all(
    Array.from(
      { length: 8 },
      async () => new X509Certificate((await createAuthority({ commonName: "acme" })).certificate),
    ),
  ).then((certificates) => certificates.map((certificate) => certificate.serialNumber));
  expect(new Set(serials).size).toBe(8);
  for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
});

it("tells of a bad name and of bad days at once", async () => {
  const refused = await createAuthority({ commonName: "x".repeat(65), days: 0.5 }).catch((error: unknown) => error);
  expect(AshlarError.is(refused) && refused.diagnostics.map(({ code }) => code).sort()).toEqual([
    "ASH-PKI-002",
    "ASH-PKI-007",
  ]);
});

openssltest("openssl reads the extensions as they are meant, and accepts the chain in strict mode", async () => {
  const { certificate } = await createAuthority({ commonName: "acme dev" });
  const text = openssl(["x509", "-noout", "-text"], certificate);
  expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
  expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
  expect(text).toMatch(/Subject Key Identifier:\s+([0-9A-F]{2}:){19}[0-9A-F]{2}/);
});
