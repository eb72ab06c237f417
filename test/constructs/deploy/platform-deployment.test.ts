import { generateKeyPairSync } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import type { Output } from "@pulumi/pulumi";
import type { PlatformDeploymentArgs } from "../../../constructs/deploy/deployment-args";
import { PlatformDeployment } from "../../../constructs/deploy/platform-deployment";
import { Platform } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";
import { createAuthority } from "../../../constructs/pki/authority";
import { issueLeaf } from "../../../constructs/pki/leaf";
import { patchKubernetes } from "../../../constructs/render/kubernetes/edit";
import { baasIn } from "../../support/baas";
import { Sample } from "../../support/sample";
import { type PutOut, recorded } from "./recorded-program";

/** What the providers of random and tls put out, always the same here. */
const MATERIAL: PutOut = {
  "random:index/randomPassword:RandomPassword": ({ length }) => ({ result: "p".repeat(Number(length)) }),
  "random:index/randomBytes:RandomBytes": ({ length }) => ({
    base64: Buffer.alloc(Number(length), 7).toString("base64"),
  }),
  "tls:index/privateKey:PrivateKey": () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    return { privateKeyPem: privateKey.export({ type: "sec1", format: "pem" }) };
  },
};

const deploy = (platform: Platform, args: Partial<PlatformDeploymentArgs> = {}, config: Record<string, string> = {}) =>
  recorded(() => new PlatformDeployment("acme", { platform, ...args }), config, MATERIAL);

const valueOf = <T>(output: Output<T>): Promise<T> => new Promise((done) => void output.apply(done));

describe("a deployment", () => {
  test("registers each object with every field of it, under the type of the typed SDK", async () => {
    const { result, resources } = await deploy(baasIn("dev"));
    const byName = new Map(resources.map((resource) => [resource.name, resource]));
    for (const { path, id, object } of result.artifact.resources) {
      const name = ["acme", ...path.split("/").slice(1), id].join("/");
      expect(byName.get(name)?.inputs).toEqual(JSON.parse(JSON.stringify(object)));
    }
    expect(byName.get("acme/db/StatefulSet")?.type).toBe("kubernetes:apps/v1:StatefulSet");
    expect(byName.get("acme/db/Certificate")?.type).toBe("kubernetes:cert-manager.io/v1:Certificate");
  });

  test("registers what a program with the typed class itself would", async () => {
    const { result, resources } = await deploy(baasIn("dev"));
    const object = result.artifact.objects.find(({ kind }) => kind === "Deployment");
    const own = await recorded(
      () => new kubernetes.apps.v1.Deployment("mine", object as unknown as kubernetes.types.input.apps.v1.Deployment),
    );
    const ours = resources.find(
      ({ type, inputs }) => type === own.resources[0]?.type && same(inputs, own.resources[0].inputs),
    );
    expect(ours?.name).toBe("acme/auth/Deployment");
    expect(result.resource("auth/Deployment")).toBeInstanceOf(kubernetes.apps.v1.Deployment);
  });

  test("mirrors the platform's tree", async () => {
    const { resources } = await deploy(baasIn("dev"));
    const parts = resources.filter(({ type }) => type.startsWith("ashlar:")).map(({ type, name }) => `${type} ${name}`);
    expect(parts).toEqual(
      expect.arrayContaining([
        "ashlar:index:PlatformDeployment acme",
        "ashlar:index:Component acme/db",
        "ashlar:index:Peer acme/db/provision",
      ]),
    );
    expect(new Set(parts).size).toBe(parts.length);
  });

  test("makes the same twice", async () => {
    const names = async () =>
      (await deploy(baasIn("prod"), { secrets: "pulumi" })).resources.map(({ name }) => name).sort();
    expect(await names()).toEqual(await names());
  });

  test("hands out its resources by name", async () => {
    const { result } = await deploy(baasIn("dev"));
    expect(await valueOf(result.resource("db/StatefulSet").urn)).toContain("acme/db/StatefulSet");
    expect(() => result.resource("db/StatefulSte")).toThrow(/ASH-DEPLOY-004.*write db\/StatefulSet/);
    expect(result.names).toContain("db/provision/Job");
  });
});

describe("secrets: pulumi", () => {
  const platformWith = (): Platform => {
    const platform = new Platform("acme", { environment: "dev" });
    new Sample(platform, "server", {});
    new Secret(platform, "password", { kind: "password", length: 32 });
    const key = new Secret(platform, "signing-key", { kind: "signing-key", algorithm: "ES256" });
    new Secret(platform, "seed", { kind: "hex", bytes: 16 });
    new Secret(platform, "number", { kind: "uuid" });
    new Secret(platform, "mail", { kind: "given", describe: "password of the mail account", minLength: 12 });
    Secret.derived(platform, "keys", [key], { kind: "public-jwks" });
    return platform;
  };
  const given = { "ashlar-secrets:mail": "c0rrect-horse-battery" };

  /** What a Secret would hold, as text. */
  const held = async (platform: Platform, name: string, config: Record<string, string> = given): Promise<string> => {
    const { resources } = await deploy(platform, { secrets: "pulumi" }, config);
    const inputs = resources.find((resource) => resource.name === `acme/Secret.${name}`)?.inputs;
    // The mocks show a secret as an object that marks it.
    const data = JSON.stringify(inputs?.["data"]);
    const [, value = ""] = /"value":"([^"]*)"\}?\}?$/.exec(data) ?? /"value":"([^"]*)"/.exec(data) ?? [];
    return Buffer.from(value, "base64").toString();
  };

  test("makes generated ones, each by its recipe", async () => {
    expect(await held(platformWith(), "password")).toBe("p".repeat(32));
    expect(await held(platformWith(), "seed")).toBe("07".repeat(16));
    expect(await held(platformWith(), "number")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(JSON.parse(await held(platformWith(), "signing-key"))).toMatchObject({
      kty: "EC",
      crv: "P-256",
      alg: "ES256",
    });
  });

  test("computes derived ones from those, and they are no resources", async () => {
    const { resources } = await deploy(platformWith(), { secrets: "pulumi" }, given);
    const made = resources.filter(({ type }) => /^(random|tls):/.test(type)).map(({ name }) => name);
    expect(made.sort()).toEqual([
      "acme/secret.number",
      "acme/secret.password",
      "acme/secret.seed",
      "acme/secret.signing-key",
    ]);
    const keys = JSON.parse(await held(platformWith(), "keys")) as { readonly keys: readonly object[] };
    expect(keys.keys).toHaveLength(1);
    expect(keys.keys[0]).not.toHaveProperty("d");
  });

  test("takes given ones from the configuration, and generated ones that somebody gives", async () => {
    expect(await held(platformWith(), "mail")).toBe("c0rrect-horse-battery");
    const config = { ...given, "ashlar-secrets:password": "an-0lder-password" };
    expect(await held(platformWith(), "password", config)).toBe("an-0lder-password");
  });

  test("takes a certificate that is given, which is held against its key", async () => {
    const now = new Date();
    const authority = await createAuthority({ commonName: "public CA", now });
    const names = { commonName: "acme.example", dnsNames: ["acme.example"] };
    const own = await issueLeaf(authority, { ...names, usages: ["server"], days: 90, now });
    const platform = new Platform("acme", { environment: "dev" });
    new Sample(platform, "server", {});
    const key = new Secret(platform, "key", { kind: "given", describe: "key", format: { kind: "private-key" } });
    const format = { kind: "certificate", key: key.secretName, hostnames: ["acme.example"] } as const;
    new Secret(platform, "certificate", { kind: "given", describe: "certificate", format });
    const config = { "ashlar-secrets:certificate": own.certificate, "ashlar-secrets:key": own.key };
    expect(await held(platform, "certificate", config)).toBe(own.certificate);
  });

  test("asks for all that is missing or wrong, before anything is registered", async () => {
    const config = { "ashlar-secrets:mai": "x", "ashlar-secrets:keys": "{}" };
    const resources = recorded(() => {
      expect(() => new PlatformDeployment("acme", { platform: platformWith(), secrets: "pulumi" })).toThrow(
        /ASH-INPUT-002.*cannot be given[^]*ASH-INPUT-001.*write ashlar-secrets:mail[^]*ASH-INPUT-003.*password of the mail account/,
      );
    }, config);
    expect((await resources).resources.filter(({ type }) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  });
});

describe("bad input is refused before anything is registered:", () => {
  /** What a deployment throws, and what was registered by then. */
  const refusal = async (make: () => PlatformDeployment) => {
    const { result, resources } = await recorded(() => {
      try {
        make();
        return "";
      } catch (error) {
        return String(error);
      }
    });
    return { said: result, registered: resources.filter(({ type }) => type !== "pulumi:pulumi:Stack") };
  };

  test("certificates by Pulumi for a platform with other ones", async () => {
    const { said, registered } = await refusal(
      () => new PlatformDeployment("acme", { platform: baasIn("dev"), pki: "pulumi-tls" }),
    );
    expect(said).toContain("ASH-DEPLOY-003");
    expect(registered).toEqual([]);
  });

  test("an alias of nothing", async () => {
    const { said, registered } = await refusal(
      () => new PlatformDeployment("acme", { platform: baasIn("dev"), aliases: { database: "db" } }),
    );
    expect(said).toContain("ASH-DEPLOY-004");
    expect(registered).toEqual([]);
  });

  test("an object of a kind that the SDK does not have", async () => {
    const platform = new Platform("acme", { environment: "dev" });
    const sample = new Sample(platform, "server", {});
    patchKubernetes(sample, [{ op: "replace", path: "/apiVersion", value: "apps/v9" }], { kind: "Deployment" });
    const { said, registered } = await refusal(() => new PlatformDeployment("acme", { platform }));
    expect(said).toMatch(/ASH-DEPLOY-001.*apps\/v9 Deployment/);
    expect(registered).toEqual([]);
  });
});

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
