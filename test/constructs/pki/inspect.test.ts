import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { createAuthority } from "../../../constructs/pki/authority";
import { inspectCertificate, matchesKey, needsRenewal, wasIssuedBy } from "../../../constructs/pki/inspect";
import { issueLeaf } from "../../../constructs/pki/leaf";
import type { Authority, LeafMaterial } from "../../../constructs/pki/material";
import { openssl, openssltest } from "./programs";

const issued = new Date("2026-01-01T00:00:00Z");
const after = (days: number): Date => new Date(issued.getTime() + days * 24 * 3600 * 1000);

let authority: Authority;
let leaf: LeafMaterial;
beforeAll(async () => {
  authority = await createAuthority({ commonName: "acme dev", now: issued });
  leaf = await issueLeaf(authority, {
    commonName: "db",
    dnsNames: ["db", "*.db.acme"],
    uri: "spiffe://acme/db",
    ipAddresses: ["10.0.0.7", "fd00::1"],
    usages: ["server"],
    days: 90,
    now: issued,
  });
});

it("tells what a certificate says of itself", () => {
  const parsed = new X509Certificate(leaf.certificate);
  expect(inspectCertificate(leaf.certificate, after(30))).toEqual({
    subject: "db",
    issuer: "acme dev",
    dnsNames: ["db", "*.db.acme"],
    uris: ["spiffe://acme/db"],
    ipAddresses: ["10.0.0.7", "fd00::1"],
    notBefore: new Date("2025-12-31T23:55:00Z"),
    notAfter: after(90),
    daysLeft: 60,
    isCa: false,
    serial: parsed.serialNumber,
    fingerprint: parsed.fingerprint256,
  });
  expect(inspectCertificate(authority.certificate).isCa).toBe(true);
});

it("counts the days left down to nothing and below", () => {
  expect([0, 89, 89.5, 90, 90.5].map((day) => inspectCertificate(leaf.certificate, after(day)).daysLeft)).toEqual([
    90, 1, 0, 0, -1,
  ]);
});

it("calls for renewal once a third of the life is left, or as many days as are asked for", () => {
  const due = (day: number, options = {}): boolean => needsRenewal(leaf.certificate, { ...options, now: after(day) });
  expect([0, 59, 61, 91].map((day) => due(day))).toEqual([false, false, true, true]);
  expect([79, 81].map((day) => due(day, { days: 10 }))).toEqual([false, true]);
  expect([40, 46].map((day) => due(day, { fraction: 0.5 }))).toEqual([false, true]);
  // an expired certificate is due whatever is asked for
  expect(due(91, { days: 0 })).toBe(true);
  expect(due(91, { days: -5 })).toBe(true);
});

it("knows the key of a certificate from another's", () => {
  expect(matchesKey(leaf.certificate, leaf.key)).toBe(true);
  expect(matchesKey(leaf.certificate, authority.key)).toBe(false);
});

it("believes the signature, not the issuer's name", async () => {
  const impostor = await createAuthority({ commonName: "acme dev", now: issued });
  expect(wasIssuedBy(leaf.certificate, authority.certificate)).toBe(true);
  expect(wasIssuedBy(leaf.certificate, impostor.certificate)).toBe(false);
  expect(wasIssuedBy(leaf.certificate, leaf.certificate)).toBe(false);
});

it.each(["", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"])(
  "refuses %j with a code",
  (text) => {
    expect(() => inspectCertificate(text)).toThrow("ASH-PKI-001");
  },
);

it("leaves node:tls whole for whoever loads it later", () => {
  // A process of its own, in which nothing has loaded node:tls yet.
  const program = `
    const load = require("jiti").createJiti(process.cwd() + "/");
    const { inspectCertificate } = load("./constructs/pki/inspect.ts");
    process.stdout.write(inspectCertificate(process.argv[1]).subject + " " + typeof require("node:tls").createSecureContext);`;
  const cwd = join(__dirname, "../../..");
  expect(execFileSync(process.execPath, ["-e", program, "--", leaf.certificate], { cwd, encoding: "utf8" })).toBe(
    "db function",
  );
});

openssltest("shows the whole name of an issuer without a common name, and the first of several", () => {
  const make = (subject: string): string =>
    openssl([
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      "/dev/null",
      "-subj",
      subject,
    ]);
  expect(inspectCertificate(make("/O=Acme/OU=Ops")).subject).toBe("O=Acme, OU=Ops");
  expect(inspectCertificate(make("/CN=one/CN=two")).subject).toBe("one");
});
