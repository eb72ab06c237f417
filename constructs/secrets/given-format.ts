import type { X509Certificate } from "node:crypto";
import type { Code } from "../model/codes";
import { AshlarError, diagnostic, type Diagnostic, type DiagnosticInput } from "../model/diagnostics";
import type { SecretFormat } from "../model/secret";
import { commonNameOf, parseAlternativeNames } from "../pki/name-text";
import { readCertificates, readPrivateKey } from "../pki/pem";
import type { DeclaredSecret } from "./order";

/** What is wrong with a given value, and the secrets that could mend it. */
export interface FormatProblem {
  readonly secrets: readonly string[];
  readonly diagnostic: Diagnostic;
}

/**
 * Holds given values against the formats that their recipes ask for. Values that are missing are passed over.
 *
 * @param values what is known so far, by secret
 * @returns ASH-PKI-001 (no PEM of this kind), ASH-PKI-010 (certificate and key of two makers), ASH-PKI-011 (expired, or
 * not valid yet), ASH-PKI-012 (a host name that it does not prove), ASH-SEC-004 (its key is no secret of the platform).
 * No message has a value in it
 */
export function formatProblems(
  declared: readonly DeclaredSecret[],
  values: ReadonlyMap<string, string>,
  now: Date,
): readonly FormatProblem[] {
  const judge = new Judge(declared, values, now);
  for (const { name, recipe } of declared) {
    if (recipe.kind === "given" && recipe.format !== undefined) judge.judge(name, recipe.format);
  }
  return judge.problems;
}

type CertificateFormat = SecretFormat & { readonly kind: "certificate" };

class Judge {
  public readonly problems: FormatProblem[] = [];

  public constructor(
    private readonly declared: readonly DeclaredSecret[],
    private readonly values: ReadonlyMap<string, string>,
    private readonly now: Date,
  ) {}

  public judge(name: string, format: SecretFormat): void {
    const value = this.values.get(name);
    if (value === undefined) return;
    switch (format.kind) {
      case "certificate":
        this.#certificate(name, value, format);
        break;
      case "private-key":
        this.#read(name, () => readPrivateKey(value, "value"));
        break;
      default:
        format satisfies never;
    }
  }

  #certificate(name: string, value: string, { key, hostnames }: CertificateFormat): void {
    const [leaf, ...above] = this.#read(name, () => readCertificates(value, "value")) ?? [];
    if (leaf === undefined) return;
    for (const certificate of [leaf, ...above]) this.#period(name, certificate);
    const uncovered = [...new Set(hostnames)].sort().filter((hostname) => !proves(leaf, hostname));
    if (uncovered.length > 0) {
      this.#add("ASH-PKI-012", [name], {
        message: `the certificate does not prove ${uncovered.join(", ")}`,
        value: parseAlternativeNames(leaf.subjectAltName).dnsNames,
        allowed: hostnames.join(", "),
      });
    }
    this.#key(name, key, leaf);
  }

  /** Whether the certificate was issued for the key, and what keeps that from being known. */
  #key(name: string, key: string, leaf: X509Certificate): void {
    const declaration = this.declared.find((secret) => secret.name === key);
    if (declaration === undefined) {
      this.#add("ASH-SEC-004", [name], {
        message: "the certificate's key is a secret that nobody declares",
        value: key,
      });
      return;
    }
    const value = this.values.get(key);
    if (value === undefined) return;
    const { recipe } = declaration;
    const isJudged = recipe.kind === "given" && recipe.format?.kind === "private-key";
    const read = (): ReturnType<typeof readPrivateKey> => readPrivateKey(value, "value");
    const privateKey = isJudged ? quietly(read) : this.#read(key, read);
    if (privateKey === undefined || leaf.checkPrivateKey(privateKey)) return;
    this.#add("ASH-PKI-010", [name, key], {
      message: `the certificate was issued for another key than the secret ${key} is; a chain begins with the server's own certificate`,
    });
  }

  #period(name: string, certificate: X509Certificate): void {
    const [from, until] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
    const subject = commonNameOf(certificate.subject);
    if (this.now < from) {
      const message = `the certificate of ${subject} is not valid yet`;
      this.#add("ASH-PKI-011", [name], { message, value: `from ${from.toISOString()}` });
    } else if (this.now >= until) {
      const message = `the certificate of ${subject} has expired`;
      this.#add("ASH-PKI-011", [name], { message, value: `until ${until.toISOString()}` });
    }
  }

  #read<Result>(name: string, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!AshlarError.is(error)) throw error;
      for (const { code, message } of error.diagnostics) this.#add(code, [name], { message });
      return undefined;
    }
  }

  #add(code: Code, secrets: readonly [string, ...string[]], input: Omit<DiagnosticInput, "path">): void {
    const path = `secret ${secrets[0]}`;
    this.problems.push({ secrets, diagnostic: diagnostic(code, { path, ...input }) });
  }
}

function quietly<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!AshlarError.is(error)) throw error;
    return undefined;
  }
}

/** By its alternative names alone: no client looks at the common name any more. */
function proves(certificate: X509Certificate, hostname: string): boolean {
  if (!hostname.startsWith("*.")) return certificate.checkHost(hostname, { subject: "never" }) !== undefined;
  const { dnsNames } = parseAlternativeNames(certificate.subjectAltName);
  return dnsNames.some((name) => name.toLowerCase() === hostname);
}
