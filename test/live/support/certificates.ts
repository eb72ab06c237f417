import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { succeed } from "./process";

/** A certificate and its private key, as files. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate is issued for. */
export interface LeafOptions {
  readonly commonName: string;
  /** The subject's O, which Kubernetes reads as the group. */
  readonly organization?: string;
  /** For example `DNS:localhost`, `IP:127.0.0.1`, `URI:spiffe://…`; none unless given. */
  readonly names?: readonly string[];
  /** For example `-1` for one that is over already; 1 unless given. */
  readonly days?: number;
}

/**
 * A certificate authority of OpenSSL's, for the engines' own needs and for refusals (a wrong authority, an expired leaf).
 * It is independent of the library's issuing code on purpose: what one made, the other must be able to judge.
 */
export class TestAuthority {
  private constructor(
    private readonly folder: string,
    private readonly files: CertificateFiles,
  ) {}

  /** Makes a new authority in a folder. */
  static async create(folder: string, name = "test-ca"): Promise<TestAuthority> {
    const files = { certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
    await succeed("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"],
      ...["-subj", `/CN=${name}`, "-addext", "keyUsage=critical,keyCertSign,cRLSign"],
      ...["-keyout", files.key, "-out", files.certificate],
    ]);
    return new TestAuthority(folder, files);
  }

  /** The authority's own certificate, which others trust. */
  get certificate(): string {
    return this.files.certificate;
  }

  /** Issues a certificate for both ends of TLS as `<file>.crt` and `<file>.key` (0600) in the authority's folder. */
  async issue(file: string, options: LeafOptions): Promise<CertificateFiles> {
    const path = (extension: string): string => join(this.folder, `${file}.${extension}`);
    const subject = `${options.organization === undefined ? "" : `/O=${options.organization}`}/CN=${options.commonName}`;
    await succeed("openssl", [
      ...["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject],
      ...["-keyout", path("key"), "-out", path("csr")],
    ]);
    const extensions = [
      "basicConstraints=critical,CA:FALSE",
      "keyUsage=critical,digitalSignature",
      "extendedKeyUsage=serverAuth,clientAuth",
      ...(options.names === undefined ? [] : [`subjectAltName=${options.names.join(",")}`]),
    ];
    writeFileSync(path("ext"), `${extensions.join("\n")}\n`);
    await succeed("openssl", [
      ...["x509", "-req", "-in", path("csr"), "-CA", this.files.certificate, "-CAkey", this.files.key],
      ...["-days", String(options.days ?? 1), "-extfile", path("ext"), "-out", path("crt")],
    ]);
    chmodSync(path("key"), 0o600);
    return { certificate: path("crt"), key: path("key") };
  }
}
