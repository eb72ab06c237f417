import { admissionObjects } from "../../policies/admission/admission";
import type { PolicySettings } from "../../policies/settings";
import type { Document } from "../policies/fixtures/edit";
import { baasObjects, BREACHES, broken, type Breach } from "../policies/packs/breaches";
import { describeLive } from "./support/engines";
import { type Cluster, clusterEngines, startCluster } from "./support/kubernetes";
import type { KubernetesObject } from "./support/kubernetes-client";
import { waitUntil } from "./support/process";

const NAMESPACE = "baas-prod";
const good = baasObjects("prod");
/** What the policies judge, of what the stack renders. */
const JUDGED = new Set(["Deployment", "StatefulSet", "Job", "CronJob", "Service"]);
const breaches = BREACHES.baseline
  .concat(BREACHES.quotas)
  .flatMap((breach) => (breach.refused === undefined ? [] : [[breach.what, breach, breach.refused] as const]));

const key = (object: Document): string => `${String(object["kind"])}/${(object["metadata"] as { name: string }).name}`;

describeLive(clusterEngines, "the admission policies on the real API server", () => {
  let cluster: Cluster;

  const tryOut = async (object: unknown): Promise<string> =>
    cluster.client
      .apply(object as KubernetesObject, { dryRun: true })
      .then(({ warnings }) => warnings.join("\n"), String);

  /** Applies the policies and waits until the server holds them: it compiles them a moment later. */
  const install = async (settings: PolicySettings = {}): Promise<void> => {
    const objects = admissionObjects({ name: "acme", namespaces: [NAMESPACE], settings });
    for (const object of objects) await cluster.client.apply(object, { force: true });
  };

  const brokenBy = (breach: Pick<Breach, "edits">, refused: string): Document =>
    broken(good, breach).find((object) => key(object) === refused) ?? {};

  /** A Deployment that broke a rule before anybody judged it. */
  const before = (replicas: number, labels: Readonly<Record<string, string>> = {}): KubernetesObject => {
    const capability = BREACHES.baseline.find(({ policy }) => policy === "base-004");
    const { spec } = brokenBy(capability ?? { edits: () => [] }, "Deployment/rest") as unknown as {
      spec: { template: { metadata: { labels: object } } };
    };
    const { template } = spec;
    const changed = {
      ...template,
      metadata: { ...template.metadata, labels: { ...template.metadata.labels, ...labels } },
    };
    return {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "before", namespace: NAMESPACE },
      spec: { ...spec, replicas, template: changed },
    };
  };

  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.namespace(NAMESPACE);
    await cluster.namespace("elsewhere");
    await cluster.client.apply(before(0));
    await install();
    const last = BREACHES.baseline.at(-1);
    await waitUntil(
      async () => (await tryOut(brokenBy(last ?? { edits: () => [] }, "Service/rest"))).includes("BASE-015"),
      "the last policy is held",
      60_000,
    );
  });

  afterAll(() => cluster.stop());

  it("are compiled without a complaint", async () => {
    const policies = await cluster.client.list("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy");
    expect(policies.length).toBeGreaterThan(10);
    const complaints = policies.flatMap(({ metadata, status }) => {
      const { typeChecking } = (status ?? {}) as { typeChecking?: { expressionWarnings?: readonly unknown[] } };
      return (typeChecking?.expressionWarnings ?? []).map((warning) => [metadata.name, warning]);
    });
    expect(complaints).toEqual([]);
  });

  it.each(
    Object.values(good)
      .filter((object) => JUDGED.has(String(object["kind"])))
      .map((object) => [key(object), object] as const),
  )("admit %s as the library renders it", async (_, object) => {
    expect((await tryOut(object)).replace(/.*BASE-010.*/g, "").trim()).toBe("");
  });

  it.each(breaches)("refuse %s, as the packs do", async (_, breach, refused) => {
    const code = breach.policy.toUpperCase();
    const answer = await tryOut(brokenBy(breach, refused));
    expect(answer).toContain(`denied request: ${code}: `);
    expect(answer.match(/denied request: (\S+):/g)).toEqual([`denied request: ${code}:`]);
  });

  it("let what was there before be scaled, and judge a change of its pods", async () => {
    expect(await tryOut(before(3))).not.toContain("denied");
    expect(await tryOut(before(0, { changed: "yes" }))).toContain("denied request: BASE-004");
  });

  it("leave other namespaces alone", async () => {
    const [, breach] = breaches[0] ?? [];
    const object = brokenBy(breach ?? { edits: () => [] }, "Deployment/rest") as unknown as KubernetesObject;
    const moved = { ...object, metadata: { ...object.metadata, namespace: "elsewhere" } };
    expect(await tryOut(moved)).toBe("");
  });

  it("refuse a bare pod that gets a token because nobody said no", async () => {
    const { template } = (good["Deployment/rest"] as unknown as { spec: { template: Document & { spec: Document } } })
      .spec;
    const { automountServiceAccountToken: _, serviceAccountName: __, ...spec } = template.spec;
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "bare", namespace: NAMESPACE }, spec };
    expect(await tryOut(pod)).toContain("BASE-011");
    expect(await tryOut({ ...pod, spec: { ...spec, automountServiceAccountToken: false } })).not.toContain("denied");
  });

  it("follow the settings of their rules", async () => {
    await install({
      "BASE-004": { allowed: ["NET_BIND_SERVICE", "SYS_ADMIN"] },
      "BASE-022": { allowed: ["registry.example/acme"] },
      "BASE-009": { level: "advisory" },
      "BASE-002": { level: "advisory" },
    });
    const capability = BREACHES.baseline.find(({ policy }) => policy === "base-004");
    const tag = BREACHES.baseline.find(({ policy }) => policy === "base-009");
    const answers = async (): Promise<readonly string[]> =>
      Promise.all(
        [capability, tag].map((breach) => tryOut(brokenBy(breach ?? { edits: () => [] }, "Deployment/rest"))),
      );
    await waitUntil(
      async () => (await answers()).every((answer) => answer.includes("BASE-022")),
      "the new settings hold",
      60_000,
    );
    const [ofCapability = "", ofTag = ""] = await answers();
    expect(ofCapability).not.toContain("BASE-004");
    expect(ofTag).not.toContain("denied request: BASE-009");
    await install({ "BASE-002": { level: "advisory" } });
    // A container that is privileged may gain rights, or the server itself refuses it before any policy is asked.
    const container = "Deployment/rest.spec.template.spec.containers[postgrest].securityContext";
    const privileged = brokenBy(
      {
        edits: () => [
          [`${container}.privileged`, true],
          [`${container}.allowPrivilegeEscalation`, undefined],
        ],
      },
      "Deployment/rest",
    );
    const answer = async (): Promise<string> => tryOut(privileged);
    await waitUntil(
      async () => !(await answer()).includes("BASE-022"),
      "the settings are the usual ones again",
      60_000,
    );
    expect(await answer()).toContain("denied request: BASE-003: ");
  });
});
