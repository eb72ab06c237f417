import { X509Certificate } from "node:crypto";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { PlatformDeploymentArgs } from "../../constructs/deploy/deployment-args";
import { PlatformDeployment } from "../../constructs/deploy/platform-deployment";
import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import { baasIn } from "../support/baas";
import { describeLive } from "./support/engines";
import { type Cluster, clusterEngines, startCluster } from "./support/kubernetes";
import type { KubernetesObject } from "./support/kubernetes-client";
import { type EngineStack, engineStack } from "./support/pulumi-engine";
import { KubernetesStandIn } from "./support/pulumi-kubernetes-stand-in";
import { MaterialStandIn } from "./support/pulumi-material-stand-in";
import { attach, type AttachedProvider, isSame } from "./support/pulumi-stand-in";

/** What a test deploys: changed between runs of the same stack. */
interface Wanted {
  settings: readonly string[];
  args: Partial<PlatformDeploymentArgs>;
}

/** A resource as the engine is about to register it. */
interface Registered {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

describeLive([...clusterEngines, "cert-manager-crds", "pulumi"], "the Pulumi engine deploys the stack baas", () => {
  let cluster: Cluster;
  let kubernetes: KubernetesStandIn;
  const random = new MaterialStandIn("random");
  const tls = new MaterialStandIn("tls");
  const attached: Record<string, AttachedProvider> = {};

  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.installCrds("cert-manager-crds");
    kubernetes = await KubernetesStandIn.start(cluster);
    attached["kubernetes"] = await attach(kubernetes);
    attached["random"] = await attach(random);
    attached["tls"] = await attach(tls);
  });

  afterAll(async () => {
    for (const provider of Object.values(attached)) provider.stop();
    await cluster?.stop();
  });

  describe.each([
    // cert-manager's certificates, nothing protected.
    ["dev", { settings: [], args: { secrets: "pulumi" } }],
    // A CA in the state, and a database that nobody deletes by mistake.
    ["prod", { settings: ["pki=local"], args: { secrets: "pulumi", pki: "pulumi-tls", protect: true } }],
  ] as const)("in %s", (environment, first) => {
    let engine: EngineStack;
    const wanted: Wanted = { ...first };
    const namespace = `baas-${environment}`;

    beforeAll(async () => {
      engine = await engineStack(
        environment,
        async () => {
          const platform = baasIn(environment, wanted.settings);
          const { outputs, ca } = new PlatformDeployment("acme", { platform, ...wanted.args });
          return { ...outputs, ...(ca === undefined ? {} : { ca }) };
        },
        attached,
      );
    });

    beforeEach(() => {
      kubernetes.steps.length = 0;
    });

    afterAll(() => engine?.remove());

    /** What an update would do, and every resource as it would be registered. */
    const preview = async () => {
      const registered: Registered[] = [];
      const onEvent = ({ resourcePreEvent }: EngineEvent): void => {
        const state = resourcePreEvent?.metadata.new;
        // A step that takes something away has no new state: null, whatever its type says.
        if (!state) return;
        const name = state.urn.split("::").at(-1) ?? "";
        registered.push({ type: state.type, name, parent: state.parent, inputs: state.inputs as Registered["inputs"] });
      };
      const { changeSummary } = await engine.stack.preview({ onEvent });
      return { changes: changeSummary, registered };
    };

    const up = async (): Promise<Readonly<Record<string, number>>> =>
      (await engine.stack.up()).summary.resourceChanges as Readonly<Record<string, number>>;

    const objects = () => renderKubernetes(baasIn(environment, wanted.settings)).resources;

    test("a preview shows every object as it is rendered, and tries it on the API server", async () => {
      const { changes, registered } = await preview();
      expect(Object.keys(changes)).toEqual(["create"]);
      const shown = new Map(registered.map((resource) => [resource.name, resource]));
      for (const { path, id, object } of objects()) {
        const name = ["acme", ...path.split("/").slice(1), id].join("/");
        const { type, inputs, parent } = shown.get(name) ?? {};
        // Concrete, to the last field: nothing is left to be known later.
        expect({ name, same: isSame(inputs, JSON.parse(JSON.stringify(object))) }).toEqual({ name, same: true });
        const version = object.apiVersion === "v1" ? "core/v1" : object.apiVersion;
        expect(type).toBe(`kubernetes:${version}:${object.kind}`);
        expect(parent?.split("::").at(-1)).toBe(["acme", ...path.split("/").slice(1)].join("/"));
      }
      const tried = kubernetes.steps.filter(({ verb }) => verb === "dry-run").map(({ name }) => name);
      const rendered = objects().map(({ path, id }) => ["acme", ...path.split("/").slice(1), id].join("/"));
      expect([...tried].sort()).toEqual([...rendered].sort());
      expect(kubernetes.steps.filter(({ verb }) => verb !== "dry-run")).toEqual([]);
      expect(await cluster.client.get("v1", "Namespace", namespace)).toBeUndefined();
    });

    test("an up makes all of it, each thing after what it waits for", async () => {
      expect(Object.keys(await up())).toEqual(["create"]);
      const at = (verb: string, name: string): number =>
        kubernetes.steps.findIndex((step) => step.verb === verb && step.name === `acme/${name}`);
      for (const [before, after] of [
        ["Namespace", "db/ConfigMap"],
        ["NetworkPolicy.default-deny", "db/StatefulSet"],
        ["db/StatefulSet", "db/provision/Job"],
        ["db/provision/Job", "auth/Deployment"],
        ["Secret.auth-admin", "auth/Deployment"],
      ] as const) {
        expect(at("ready", before)).toBeGreaterThanOrEqual(0);
        expect(at("apply", after)).toBeGreaterThan(at("ready", before));
      }
    });

    test("a second up changes nothing", async () => {
      expect(Object.keys(await up())).toEqual(["same"]);
      expect(kubernetes.steps).toEqual([]);
    });

    /** Every secret value of the deployment, as it was made and as the cluster holds it. */
    const secretValues = async (): Promise<readonly string[]> => {
      const secrets = await cluster.client.list("v1", "Secret", namespace);
      const held = secrets.flatMap(({ data }) => Object.values(data as object) as string[]);
      // A certificate is no secret: it is what everybody is handed.
      return [...random.values, ...tls.values, ...held].filter((value) => !isCertificate(value));
    };

    /** The values that the state's files show, in any of the forms in which they could be written. */
    const shownInState = (values: readonly string[]): readonly string[] => {
      const state = engine.state();
      const forms = (value: string) => [value, base64(value), JSON.stringify(value).slice(1, -1)];
      return values.filter((value) => forms(value).some((text) => state.includes(text)));
    };

    test("the secrets are those that ashlar init would make, and none stands in the state in plain text", async () => {
      const secrets = await cluster.client.list("v1", "Secret", namespace);
      const admin = secrets.find(({ metadata }) => metadata.name === "auth-admin");
      expect(Buffer.from(valueOf(admin, "value"), "base64").toString()).toMatch(/^[A-Za-z0-9_-]{40}$/);
      expect(engine.state()).toContain("acme/auth/secret.admin");
      const values = await secretValues();
      expect(values.length).toBeGreaterThan(3);
      expect(shownInState(values)).toEqual([]);
    });

    if (environment === "prod") {
      test("certificates are issued by the CA in the outputs, for the names that clients call", async () => {
        const { ca } = await engine.stack.outputs();
        const authority = new X509Certificate(String(ca?.value));
        const secret = await cluster.client.get("v1", "Secret", "db-tls", namespace);
        const certificate = new X509Certificate(Buffer.from(valueOf(secret, "tls.crt"), "base64"));
        expect(authority.ca).toBe(true);
        expect(certificate.checkIssued(authority)).toBe(true);
        expect(certificate.verify(authority.publicKey)).toBe(true);
        expect(certificate.checkHost("db.baas-prod.svc")).toBe("db.baas-prod.svc");
        expect(certificate.subjectAltName).toContain("URI:spiffe://prod.baas.internal/db");
      });
    }

    test("a change is the change of what it is about, and jobs of another content are other jobs", async () => {
      const jobs = async (): Promise<readonly string[]> =>
        (await cluster.client.list("batch/v1", "Job", namespace))
          // A CronJob starts others by itself.
          .filter(({ metadata }) => metadata["ownerReferences"] === undefined)
          .map(({ metadata }) => metadata.name);
      const before = await jobs();
      wanted.settings = [...wanted.settings, "database.extensions=vector"];
      const { changes } = await preview();
      expect(changes).not.toHaveProperty("create");
      expect(changes).not.toHaveProperty("delete");
      expect(changes["replace"]).toBeGreaterThan(0);
      const done = await up();
      expect(done).toMatchObject({ replace: changes["replace"] });
      const after = await jobs();
      expect(after).toHaveLength(before.length);
      expect(after).not.toEqual(before);
      expect(Object.keys(await up())).toEqual(["same"]);
    });

    test("a refresh finds nothing, and finds what somebody changed by hand; the next up mends it", async () => {
      const quiet = await engine.stack.refresh();
      expect(Object.keys(quiet.summary.resourceChanges ?? {})).toEqual(["same"]);
      const byHand = {
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name: "budget", namespace },
        spec: { hard: { "limits.cpu": "999" } },
      };
      await cluster.client.apply(byHand, { force: true, fieldManager: "somebody" });
      const found = await engine.stack.refresh();
      expect(found.summary.resourceChanges).toMatchObject({ update: 1 });
      // Whoever owns the field lets go of it, as kubectl's edit would not; then ours is applied again.
      await cluster.client.apply({ ...byHand, spec: {} }, { force: true, fieldManager: "somebody" });
      expect(await up()).toMatchObject({ update: 1 });
      expect(Object.keys(await up())).toEqual(["same"]);
      expect(shownInState(await secretValues())).toEqual([]);
    });

    if (wanted.args.protect === true) {
      test("a destroy of what holds data is refused while it is protected", async () => {
        await expect(engine.stack.destroy()).rejects.toThrow(/protect/);
        expect(await cluster.client.get("apps/v1", "StatefulSet", "db", namespace)).toBeDefined();
        wanted.args = { ...wanted.args, protect: false };
        expect(Object.keys(await up())).not.toContain("delete");
      });
    }

    test("a destroy leaves nothing", async () => {
      await engine.stack.destroy();
      expect(await cluster.client.get("v1", "Namespace", namespace)).toBeUndefined();
      const { deployment } = await engine.stack.exportStack();
      expect((deployment as { readonly resources?: readonly unknown[] }).resources ?? []).toEqual([]);
    });
  });

  test("without secrets: pulumi, the Secrets are left to ashlar init", async () => {
    const engine = await engineStack(
      "staging",
      async () => {
        const deployment = new PlatformDeployment("acme", { platform: baasIn("staging") });
        return { names: deployment.names };
      },
      attached,
    );
    const types: string[] = [];
    await engine.stack.preview({
      onEvent: ({ resourcePreEvent }) => void types.push(resourcePreEvent?.metadata.type ?? ""),
    });
    engine.remove();
    expect(types).toContain("kubernetes:apps/v1:StatefulSet");
    expect(types.filter((type) => /:Secret$|^random:|^tls:/.test(type))).toEqual([]);
  });
});

function valueOf(secret: KubernetesObject | undefined, key: string): string {
  return (secret?.["data"] as Readonly<Record<string, string>> | undefined)?.[key] ?? "";
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function isCertificate(value: string): boolean {
  return [value, Buffer.from(value, "base64").toString()].some((text) => text.startsWith("-----BEGIN CERTIFICATE"));
}
