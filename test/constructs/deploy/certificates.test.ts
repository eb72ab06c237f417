import { generateKeyPairSync } from "node:crypto";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PlatformDeploymentArgs } from "../../../constructs/deploy/deployment-args";
import { PlatformDeployment } from "../../../constructs/deploy/platform-deployment";
import { KeyIssuer } from "../../../constructs/issuer/key-issuer";
import { Platform } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";
import { behindSidecar, Sample } from "../../support/sample";
import { type PutOut, recorded } from "./recorded-program";

/** Keys are real; certificates are never looked into here. */
const MATERIAL: PutOut = {
  "random:index/randomPassword:RandomPassword": ({ length }) => ({ result: "p".repeat(Number(length)) }),
  "random:index/randomBytes:RandomBytes": ({ length }) => ({
    base64: Buffer.alloc(Number(length), 7).toString("base64"),
  }),
  "tls:index/privateKey:PrivateKey": () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    return {
      privateKeyPem: privateKey.export({ type: "sec1", format: "pem" }),
      privateKeyPemPkcs8: privateKey.export({ type: "pkcs8", format: "pem" }),
    };
  },
  "tls:index/selfSignedCert:SelfSignedCert": () => ({ certPem: "of the CA" }),
  "tls:index/certRequest:CertRequest": () => ({ certRequestPem: "a request" }),
  "tls:index/locallySignedCert:LocallySignedCert": () => ({ certPem: "of an identity" }),
};

/** With what options each resource of `tls` and `random` is registered, by name. */
async function optionsOf(
  platform: Platform,
  args: Partial<PlatformDeploymentArgs>,
): Promise<ReadonlyMap<string, CustomResourceOptions>> {
  const seen = new Map<string, CustomResourceOptions>();
  await recorded(
    () =>
      new PlatformDeployment(
        "acme",
        { platform, ...args },
        {
          transformations: [
            ({ type, name, opts }) => {
              if (/^(random|tls):/.test(type)) seen.set(name, opts);
              return undefined;
            },
          ],
        },
      ),
    {},
    MATERIAL,
  );
  return seen;
}

/** A server with an identity, and a secret. */
const serving = (): Platform => {
  const platform = new Platform("acme", { environment: "prod", pki: "local" });
  new Sample(platform, "server", { serve: behindSidecar({}) });
  new Secret(platform, "password", { kind: "password", length: 32 });
  return platform;
};
const ours = { secrets: "pulumi", pki: "pulumi-tls" } as const;
const DAY = 86_400_000;

describe("certificates by Pulumi are renewed by what the engine itself compares:", () => {
  /** Resources whose trigger is another one than on the first day, and which are therefore replaced. */
  const replacedAfter = async (start: Date, days: number): Promise<readonly string[]> => {
    const first = await optionsOf(serving(), { ...ours, now: start });
    const later = await optionsOf(serving(), { ...ours, now: new Date(start.getTime() + days * DAY) });
    return [...later].flatMap(([name, { replacementTrigger }]) =>
      replacementTrigger === first.get(name)?.replacementTrigger ? [] : [name],
    );
  };
  // Two days after an identities' period began; the CA's goes on for years.
  const start = new Date((2 + 275 * 75) * DAY);

  test("nothing on the day they were made, nor while their period lasts", async () => {
    expect(await replacedAfter(start, 0)).toEqual([]);
    expect(await replacedAfter(start, 272)).toEqual([]);
  });

  test("every identity's certificate before its last ninety days begin; keys, requests and the CA stay", async () => {
    const replaced = await replacedAfter(start, 274);
    expect(replaced).toContain("acme/identity.server-tls/LocallySignedCert");
    expect(replaced.filter((name) => !name.endsWith("/LocallySignedCert"))).toEqual([]);
  });

  test("the CA's certificate before its last year begins; every key stays, so that what is signed stays valid", async () => {
    const replaced = await replacedAfter(start, 3650 - 365);
    expect(replaced).toContain("acme/authority/SelfSignedCert");
    expect(replaced.filter((name) => !/\/(SelfSigned|LocallySigned)Cert$/.test(name))).toEqual([]);
  });

  test("and are therefore never protected, only the CA's key is", async () => {
    const options = await optionsOf(serving(), { ...ours, protect: true });
    const guarded = [...options].filter(([, { protect }]) => protect === true).map(([name]) => name);
    expect(guarded).toContain("acme/authority/PrivateKey");
    expect(guarded).toContain("acme/secret.password");
    expect(guarded.filter((name) => /Cert$|CertRequest$|identity\./.test(name))).toEqual([]);
  });
});

describe("a renamed construct takes what Pulumi made for it along:", () => {
  const withKeys = (id: string): Platform => {
    const platform = new Platform("acme", { environment: "dev" });
    new KeyIssuer(platform, id);
    return platform;
  };

  /** The chain of names by which the engine looks for a resource: its own aliases, else its parent's. */
  const aliasesOf = ({ aliases, parent }: CustomResourceOptions): unknown => ({
    own: aliases,
    parent: (parent as unknown as { readonly __aliases?: readonly unknown[] }).__aliases?.length,
  });

  test("one whose only resources are keys is known by its older name", async () => {
    const args = { secrets: "pulumi", aliases: { issuer: "keys" } } as const;
    const options = await optionsOf(withKeys("issuer"), args);
    const key = options.get("acme/issuer/secret.signing-key");
    expect(key && aliasesOf(key)).toEqual({ own: [], parent: 1 });
  });

  test("a single key, and all resources of an identity, may be named as well", async () => {
    const aliases = { "issuer/secret.signing-key": "keys/secret.signing-key" };
    const options = await optionsOf(withKeys("issuer"), { secrets: "pulumi", aliases });
    expect(options.get("acme/issuer/secret.signing-key")?.aliases).toEqual([{ name: "acme/keys/secret.signing-key" }]);
    const identities = await optionsOf(serving(), {
      ...ours,
      aliases: { "identity.server-tls": "identity.sample-tls" },
    });
    expect(identities.get("acme/identity.server-tls/PrivateKey")?.aliases).toEqual([
      { name: "acme/identity.sample-tls/PrivateKey" },
    ]);
  });

  test("where init makes the secrets there is no such resource, and the alias is refused", async () => {
    await recorded(() => {
      const make = () => new PlatformDeployment("acme", { platform: withKeys("issuer"), aliases: { issuer: "keys" } });
      expect(make).toThrow(/ASH-DEPLOY-004.*"issuer"/);
    });
  });

  test("nor is there one of a secret that the configuration gives", async () => {
    const config = { "ashlar-secrets:issuer-signing-key": "{}" };
    await recorded(() => {
      const make = () =>
        new PlatformDeployment("acme", {
          platform: withKeys("issuer"),
          secrets: "pulumi",
          aliases: { "issuer/secret.signing-key": "keys/secret.signing-key" },
        });
      expect(make).toThrow(/ASH-DEPLOY-004/);
    }, config);
  });
});
