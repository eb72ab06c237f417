import { X509Certificate } from "node:crypto";
import type { PlatformDeploymentArgs } from "../../constructs/deploy/deployment-args";
import { PlatformDeployment } from "../../constructs/deploy/platform-deployment";
import { KeyIssuer } from "../../constructs/issuer/key-issuer";
import { Platform } from "../../constructs/model/platform";
import { behindSidecar, Sample } from "../support/sample";
import { describeLive } from "./support/engines";
import { RegisteringStandIn } from "./support/packs-stand-in";
import { type EngineStack, engineStack } from "./support/pulumi-engine";
import { MaterialStandIn } from "./support/pulumi-material-stand-in";
import { attach, type AttachedProvider } from "./support/pulumi-stand-in";

const DAY = 86_400_000;
/** Two days after an identities' period began. */
const START = (2 + 275 * 75) * DAY;

/** No cluster is needed: what is looked at are keys and certificates, which stand in the state alone. */
describeLive(["pulumi"], "keys and certificates in the real engine", () => {
  const attached: Record<string, AttachedProvider> = {};
  let engine: EngineStack;
  let issuer = "keys";
  let args: Partial<PlatformDeploymentArgs> = {};

  beforeAll(async () => {
    attached["kubernetes"] = await attach(new RegisteringStandIn());
    attached["random"] = await attach(new MaterialStandIn("random"));
    attached["tls"] = await attach(new MaterialStandIn("tls"));
    engine = await engineStack(
      "dev",
      () => {
        const platform = new Platform("acme", { environment: "dev", pki: "local" });
        new Sample(platform, "server", { serve: behindSidecar({}) });
        new KeyIssuer(platform, issuer);
        const deployment = new PlatformDeployment("acme", {
          platform,
          secrets: "pulumi",
          pki: "pulumi-tls",
          protect: true,
          ...args,
        });
        return Promise.resolve({ ca: deployment.ca });
      },
      attached,
    );
  });

  afterAll(() => {
    engine?.remove();
    for (const provider of Object.values(attached)) provider.stop();
  });

  interface Held {
    readonly urn: string;
    readonly id?: string;
    readonly outputs?: Readonly<Record<string, unknown>>;
  }

  /** What the state holds of keys and certificates, by logical name. */
  const held = async (): Promise<ReadonlyMap<string, Held>> => {
    const { deployment } = await engine.stack.exportStack();
    const { resources = [] } = deployment as { readonly resources?: readonly Held[] };
    return new Map(
      resources
        .filter(({ urn }) => urn.includes("tls:index/"))
        .map((each) => [each.urn.split("::").at(-1) ?? "", each]),
    );
  };

  /** Names of those that are others than before. */
  const changed = (before: ReadonlyMap<string, Held>, after: ReadonlyMap<string, Held>): readonly string[] =>
    [...after].filter(([name, { id }]) => before.get(name)?.id !== id).map(([name]) => name);

  const at = (days: number): void => {
    args = { ...args, now: new Date(START + days * DAY) };
  };
  const up = async () => (await engine.stack.up()).summary.resourceChanges;

  test("nothing is renewed while the period lasts", async () => {
    at(0);
    await up();
    at(272);
    expect(Object.keys((await up()) ?? {})).toEqual(["same"]);
  });

  test("when it is over, one up replaces each identity's certificate once, protected or not; keys stay", async () => {
    const before = await held();
    at(274);
    const { changeSummary } = await engine.stack.preview();
    expect(changeSummary).toMatchObject({ replace: 1 });
    expect(await up()).toMatchObject({ replace: 1 });
    const after = await held();
    expect(changed(before, after)).toEqual(["acme/identity.server-tls/LocallySignedCert"]);
    expect(Object.keys((await up()) ?? {})).toEqual(["same"]);
  });

  test("the CA is renewed with its key: old and new vouch for what either has signed", async () => {
    const before = await held();
    at(3650 - 365);
    await up();
    const after = await held();
    expect([...changed(before, after)].sort()).toEqual([
      "acme/authority/SelfSignedCert",
      "acme/identity.server-tls/LocallySignedCert",
    ]);
    const pem = (from: typeof after, name: string): X509Certificate =>
      new X509Certificate(String(from.get(`acme/${name}`)?.outputs?.["certPem"]));
    const [oldCa, newCa] = [pem(before, "authority/SelfSignedCert"), pem(after, "authority/SelfSignedCert")];
    const leaf = "identity.server-tls/LocallySignedCert";
    expect(newCa.serialNumber).not.toBe(oldCa.serialNumber);
    for (const signed of [pem(before, leaf), pem(after, leaf)]) {
      for (const ca of [oldCa, newCa]) expect(signed.checkIssued(ca) && signed.verify(ca.publicKey)).toBe(true);
    }
  });

  test("a renamed construct that has nothing but keys keeps them, by its alias", async () => {
    const before = await held();
    issuer = "issuer";
    args = { ...args, aliases: { issuer: "keys" } };
    const { changeSummary } = await engine.stack.preview();
    expect(changeSummary).not.toHaveProperty("replace");
    await up();
    const after = await held();
    expect(after.get("acme/issuer/secret.signing-key")?.id).toBe(before.get("acme/keys/secret.signing-key")?.id);
    expect(after.has("acme/keys/secret.signing-key")).toBe(false);
  });
});
