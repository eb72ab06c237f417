import { generateKeyPairSync } from "node:crypto";
import { createAuthority } from "../../../constructs/pki/authority";
import { issueLeaf } from "../../../constructs/pki/leaf";
import type { LeafMaterial } from "../../../constructs/pki/material";
import { formatProblems } from "../../../constructs/secrets/given-format";
import type { DeclaredSecret } from "../../../constructs/secrets/order";

const NOW = new Date("2026-03-01T12:00:00Z");
const DAY = 86_400_000;
const HOSTS = ["acme.example", "api.acme.example"];

// What a gateway with a certificate of its own declares.
const declared: readonly DeclaredSecret[] = [
  {
    name: "tls-cert",
    recipe: {
      kind: "given",
      describe: "public certificate",
      format: { kind: "certificate", key: "tls-key", hostnames: HOSTS },
    },
  },
  { name: "tls-key", recipe: { kind: "given", describe: "its key", format: { kind: "private-key" } } },
];

let own: LeafMaterial;
let other: LeafMaterial;

/** A certificate of a public authority, as somebody buys it. */
async function issue(dnsNames: readonly string[], now = NOW): Promise<LeafMaterial> {
  const authority = await createAuthority({ commonName: "public CA", now });
  return issueLeaf(authority, { commonName: dnsNames[0] ?? "", dnsNames, usages: ["server"], days: 90, now });
}

beforeAll(async () => {
  [own, other] = await Promise.all([issue(HOSTS), issue(HOSTS)]);
});

/** What is said of a certificate and its key, as `code path message`. */
function said(certificate: string, key: string = own.key, now: Date = NOW): readonly string[] {
  const values = new Map([
    ["tls-cert", certificate],
    ["tls-key", key],
  ]);
  return formatProblems(declared, values, now).map(
    ({ diagnostic: { code, path, message } }) => `${code} ${path} ${message}`,
  );
}

describe("a certificate and its key", () => {
  it("are taken when they belong together, are valid today and prove every host", () => {
    expect(said(own.certificate)).toEqual([]);
  });

  it("are taken in the forms that files have: with the chain, without the last newline, with Windows' line ends", () => {
    expect(said(own.certificate + own.ca)).toEqual([]);
    expect(said(own.certificate.trimEnd(), own.key.trimEnd())).toEqual([]);
    expect(said(own.certificate.replace(/\n/g, "\r\n"), own.key.replace(/\n/g, "\r\n"))).toEqual([]);
  });

  it("are read in the older form of RSA keys too, and told to be another's", () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const rsa = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    expect(said(own.certificate, rsa)).toEqual([expect.stringMatching(/^ASH-PKI-010 /)]);
  });

  it("are refused when the key is another's", () => {
    expect(said(own.certificate, other.key)).toEqual([
      expect.stringMatching(/^ASH-PKI-010 secret tls-cert .*another key than the secret tls-key/),
    ]);
  });

  it("are refused when the chain does not begin with the server's own", () => {
    expect(said(own.ca + own.certificate)).toContainEqual(
      expect.stringMatching(/^ASH-PKI-010 .*a chain begins with the server's own/),
    );
  });

  it("are refused on the day the certificate ends, and before it begins", () => {
    const end = new Date(NOW.getTime() + 90 * DAY);
    expect(said(own.certificate, own.key, new Date(end.getTime() - 1000))).toEqual([]);
    expect(said(own.certificate, own.key, end)).toEqual([
      "ASH-PKI-011 secret tls-cert the certificate of acme.example has expired",
    ]);
    expect(said(own.certificate, own.key, new Date(NOW.getTime() - DAY))).toEqual([
      "ASH-PKI-011 secret tls-cert the certificate of acme.example is not valid yet",
    ]);
  });

  it("are refused when one of those above the certificate has ended", async () => {
    const old = await issue(HOSTS, new Date(NOW.getTime() - 200 * DAY));
    expect(said(own.certificate + old.certificate)).toEqual([
      "ASH-PKI-011 secret tls-cert the certificate of acme.example has expired",
    ]);
  });

  it("are refused when the certificate does not prove a host, and told which", async () => {
    const narrow = await issue(["acme.example"]);
    expect(said(narrow.certificate, narrow.key)).toEqual([
      "ASH-PKI-012 secret tls-cert the certificate does not prove api.acme.example",
    ]);
  });

  it("are taken when a wildcard proves the host: one label, no more", async () => {
    const wide = await issue(["acme.example", "*.acme.example"]);
    expect(said(wide.certificate, wide.key)).toEqual([]);
    const judge = (hostname: string): number => {
      const [certificate, key] = declared as [DeclaredSecret, DeclaredSecret];
      const format = { kind: "certificate", key: key.name, hostnames: [hostname] } as const;
      const asking: DeclaredSecret = { ...certificate, recipe: { kind: "given", describe: "", format } };
      const values = new Map([
        ["tls-cert", wide.certificate],
        ["tls-key", wide.key],
      ]);
      return formatProblems([asking, key], values, NOW).length;
    };
    expect(judge("*.acme.example")).toBe(0);
    expect(judge("a.b.acme.example")).toBe(1);
    expect(judge("*.other.example")).toBe(1);
  });

  it("are refused when they are no PEM, or in each other's place, and no message repeats them", () => {
    expect(said("not a certificate at all", "not a key at all")).toEqual([
      "ASH-PKI-001 secret tls-cert the value has no certificate in it",
      "ASH-PKI-001 secret tls-key the value cannot be parsed as an unencrypted private key",
    ]);
    const swapped = said(own.key, own.certificate);
    expect(swapped).toHaveLength(2);
    const [, body = ""] = own.key.split("\n");
    expect(swapped.join()).not.toContain(body);
  });

  it("are refused when line ends were lost on the way", () => {
    expect(said(own.certificate.replace(/\n/g, "\\n"))).toEqual([
      "ASH-PKI-001 secret tls-cert the value has no certificate in it",
    ]);
  });

  it("are refused with an encrypted key: nobody is there to ask for its password", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const locked = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" });
    expect(said(own.certificate, locked.toString())).toEqual([expect.stringMatching(/^ASH-PKI-001 secret tls-key /)]);
  });
});

describe("what cannot be judged", () => {
  it("is passed over while it is missing: that is told elsewhere", () => {
    expect(formatProblems(declared, new Map(), NOW)).toEqual([]);
    expect(formatProblems(declared, new Map([["tls-cert", own.certificate]]), NOW)).toEqual([]);
  });

  it("is refused when the certificate's key is no secret of the platform", () => {
    const [certificate] = declared as [DeclaredSecret];
    const problems = formatProblems([certificate], new Map([["tls-cert", own.certificate]]), NOW);
    expect(problems.map(({ diagnostic }) => diagnostic.code)).toEqual(["ASH-SEC-004"]);
  });

  it("tells both secrets that could mend a pair", () => {
    const values = new Map([
      ["tls-cert", own.certificate],
      ["tls-key", other.key],
    ]);
    expect(formatProblems(declared, values, NOW)[0]?.secrets).toEqual(["tls-cert", "tls-key"]);
  });
});
