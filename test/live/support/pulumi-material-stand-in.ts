import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomInt,
} from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { succeed, temporaryFolder } from "./process";
import { SdkInputTypes } from "./pulumi-input-types";
import {
  type Change,
  isSame,
  type Properties,
  type Resource,
  type StandIn,
  type State,
  UNKNOWN,
} from "./pulumi-stand-in";

/** Makes what one type of resource puts out, of its inputs. */
type Maker = (inputs: Properties) => Promise<{ readonly id: string; readonly outputs: Properties }>;

/**
 * Stands in for the plugins of `random` and `tls`, which are in no package registry. It is test equipment: values and keys
 * are real, of Node's and OpenSSL's making, and a preview knows none of them.
 */
export class MaterialStandIn implements StandIn {
  /** Every secret value that was put out. */
  public readonly values: string[] = [];
  public readonly sdk: string;
  readonly #types: SdkInputTypes;

  public constructor(
    name: "random" | "tls",
    private readonly makers: Readonly<Record<string, Maker>> = name === "random" ? RANDOM : TLS,
  ) {
    this.sdk = `@pulumi/${name}`;
    this.#types = new SdkInputTypes(this.sdk);
  }

  public check({ type, inputs }: Resource): readonly { readonly property: string; readonly reason: string }[] {
    const [, file = "", kind = ""] = type.replace("index/", "").split(":");
    const unknown = this.makers[kind] === undefined ? undefined : this.#types.unknownInputs(file, kind, inputs);
    if (unknown === undefined) return [{ property: "", reason: `${this.sdk} has no type ${type}` }];
    return unknown.map((property) => ({ property, reason: `${this.sdk} has no input ${property} of ${type}` }));
  }

  /** Nothing of these is changed in place: another input is another value. */
  public diff({ inputs }: Resource, old: Properties): Change {
    const replaces = Object.keys({ ...old, ...inputs }).filter((key) => !isSame(inputs[key], old[key]));
    return { changes: replaces.length > 0, replaces, deleteBeforeReplace: false };
  }

  public async create({ type, inputs }: Resource, preview: boolean): Promise<State> {
    const kind = type.split(":").at(-1) ?? "";
    const maker = this.makers[kind];
    if (maker === undefined) throw new Error(`no ${type}`);
    if (preview)
      return {
        id: "",
        outputs: { ...inputs, ...Object.fromEntries((PUT_OUT[kind] ?? []).map((key) => [key, UNKNOWN])) },
      };
    const { id, outputs } = await maker(inputs);
    for (const key of SECRET[kind] ?? []) this.values.push(String(outputs[key]));
    return { id, outputs: { ...inputs, ...outputs } };
  }

  public update({ type }: Resource): Promise<State> {
    throw new Error(`${type} is replaced, never updated`);
  }

  /** What was made is nowhere but in the state. */
  public async read(
    { inputs }: Resource,
    id: string,
    known: Properties,
  ): Promise<State & { readonly inputs: Properties }> {
    return { id, inputs, outputs: known };
  }

  public async delete(): Promise<void> {
    // They exist in the state alone.
  }
}

const RANDOM: Readonly<Record<string, Maker>> = {
  RandomPassword: async ({ length, overrideSpecial = "!@#$%&*()-_=+[]{}<>:?" }) => {
    const alphabet = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${String(overrideSpecial)}`;
    const result = Array.from({ length: Number(length) }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
    return { id: "none", outputs: { result, bcryptHash: "$2a$10$stand-in" } };
  },
  RandomBytes: async ({ length }) => {
    const bytes = randomBytes(Number(length));
    return { id: "none", outputs: { base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
  },
};

const TLS: Readonly<Record<string, Maker>> = {
  PrivateKey: async ({ algorithm, ecdsaCurve, rsaBits }) => {
    const { privateKey } =
      algorithm === "RSA"
        ? generateKeyPairSync("rsa", { modulusLength: Number(rsaBits) })
        : generateKeyPairSync("ec", { namedCurve: ecdsaCurve === "P256" ? "P-256" : String(ecdsaCurve) });
    const sec1 = privateKey.export({ type: algorithm === "RSA" ? "pkcs1" : "sec1", format: "pem" } as never) as string;
    const pkcs8 = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    const publicKeyPem = createPublicKey(privateKey).export({ type: "spki", format: "pem" }) as string;
    const id = createHash("sha1").update(publicKeyPem).digest("hex");
    return { id, outputs: { privateKeyPem: sec1, privateKeyPemPkcs8: pkcs8, publicKeyPem } };
  },
  SelfSignedCert: (inputs) =>
    inFolder(async (path) => {
      writeFileSync(path("key"), pkcs8Of(inputs["privateKeyPem"]), { mode: 0o600 });
      await succeed("openssl", [
        ...[
          "req",
          "-x509",
          "-new",
          "-key",
          path("key"),
          "-out",
          path("crt"),
          "-subj",
          subjectOf(inputs),
          "-days",
          daysOf(inputs),
        ],
        ...["-addext", "keyUsage=critical,digitalSignature,keyCertSign,cRLSign"],
      ]);
      return certificate(path("crt"));
    }),
  CertRequest: (inputs) =>
    inFolder(async (path) => {
      writeFileSync(path("key"), pkcs8Of(inputs["privateKeyPem"]), { mode: 0o600 });
      const list = (key: string, kind: string): readonly string[] =>
        ((inputs[key] ?? []) as string[]).map((name) => `${kind}:${name}`);
      const names = [...list("dnsNames", "DNS"), ...list("uris", "URI")].join(",");
      await succeed("openssl", [
        ...["req", "-new", "-key", path("key"), "-out", path("csr"), "-subj", subjectOf(inputs)],
        ...["-addext", `subjectAltName=${names}`],
      ]);
      const certRequestPem = readFileSync(path("csr"), "utf8");
      return { id: createHash("sha1").update(certRequestPem).digest("hex"), outputs: { certRequestPem } };
    }),
  LocallySignedCert: (inputs) =>
    inFolder(async (path) => {
      writeFileSync(path("csr"), String(inputs["certRequestPem"]));
      writeFileSync(path("ca.crt"), String(inputs["caCertPem"]));
      writeFileSync(path("ca.key"), pkcs8Of(inputs["caPrivateKeyPem"]), { mode: 0o600 });
      writeFileSync(
        path("ext"),
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n",
      );
      await succeed("openssl", [
        ...["x509", "-req", "-in", path("csr"), "-CA", path("ca.crt"), "-CAkey", path("ca.key"), "-out", path("crt")],
        ...["-days", daysOf(inputs), "-extfile", path("ext"), "-copy_extensions", "copyall"],
      ]);
      return certificate(path("crt"));
    }),
};

/** What a preview cannot know of each type. */
const PUT_OUT: Readonly<Record<string, readonly string[]>> = {
  RandomPassword: ["result", "bcryptHash"],
  RandomBytes: ["base64", "hex"],
  PrivateKey: ["privateKeyPem", "privateKeyPemPkcs8", "publicKeyPem"],
  SelfSignedCert: ["certPem"],
  CertRequest: ["certRequestPem"],
  LocallySignedCert: ["certPem"],
};

const SECRET: Readonly<Record<string, readonly string[]>> = {
  RandomPassword: ["result"],
  RandomBytes: ["base64", "hex"],
  PrivateKey: ["privateKeyPem", "privateKeyPemPkcs8"],
};

async function inFolder<Result>(work: (path: (file: string) => string) => Promise<Result>): Promise<Result> {
  const folder = temporaryFolder("pulumi-tls");
  try {
    return await work((file) => join(folder.path, file));
  } finally {
    folder.remove();
  }
}

function certificate(file: string): { readonly id: string; readonly outputs: Properties } {
  const certPem = readFileSync(file, "utf8");
  return { id: createHash("sha1").update(certPem).digest("hex"), outputs: { certPem, readyForRenewal: false } };
}

function pkcs8Of(pem: unknown): string {
  return createPrivateKey(String(pem)).export({ type: "pkcs8", format: "pem" }) as string;
}

function subjectOf(inputs: Properties): string {
  const { commonName = "" } = (inputs["subject"] ?? {}) as { readonly commonName?: string };
  return `/CN=${commonName}`;
}

function daysOf(inputs: Properties): string {
  return String(Math.round(Number(inputs["validityPeriodHours"]) / 24));
}
