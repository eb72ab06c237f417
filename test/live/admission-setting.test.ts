import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import { admissionObjects } from "../../policies/admission/admission";
import { baasIn } from "../support/baas";
import { describeLive } from "./support/engines";
import { type Cluster, clusterEngines, startCluster } from "./support/kubernetes";
import type { KubernetesObject } from "./support/kubernetes-client";
import { waitUntil } from "./support/process";

interface Container {
  readonly name: string;
  readonly image: string;
  readonly securityContext?: object;
}

/** A Deployment's pods, with as much as is changed here. */
interface DeploymentSpec {
  readonly template: { readonly spec: { readonly containers: readonly Container[] } };
}

const NAMESPACE = "baas-staging";

describeLive([...clusterEngines, "cert-manager-crds"], "a platform that asks for admission policies", () => {
  const { objects } = renderKubernetes(baasIn("staging", ["admission=deny"]), { admissionPolicies: admissionObjects });
  let cluster: Cluster;

  /** The stack's own Deployment with a container that runs as root. */
  const rooted = (namespace: string): KubernetesObject => {
    const rest = objects.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === "rest");
    const spec = structuredClone(rest?.["spec"]) as DeploymentSpec;
    const containers = spec.template.spec.containers.map((container) => ({
      ...container,
      securityContext: { ...container.securityContext, runAsUser: 0, runAsNonRoot: false },
    }));
    const { metadata } = rest as unknown as KubernetesObject;
    return {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "rooted", namespace, labels: metadata["labels"] },
      spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, containers } } },
    };
  };
  const answerTo = (object: KubernetesObject): Promise<string> =>
    cluster.client.apply(object, { dryRun: true }).then(() => "taken", String);

  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.installCrds("cert-manager-crds");
    await cluster.namespace("cert-manager");
    await cluster.namespace("elsewhere");
  });

  afterAll(() => cluster?.stop());

  it("is taken as it is rendered, its policies before what they judge", async () => {
    const policies = objects.findIndex(({ kind }) => kind === "ValidatingAdmissionPolicyBinding");
    const workloads = objects.findIndex(({ kind }) => kind === "Deployment");
    expect(policies).toBeGreaterThan(0);
    expect(workloads).toBeGreaterThan(policies);
    const apply = async (parts: typeof objects): Promise<void> => {
      for (const object of parts) await cluster.client.apply(object as unknown as KubernetesObject);
    };
    await apply(objects.slice(0, workloads));
    await waitUntil(
      async () => (await answerTo(rooted(NAMESPACE))).includes("BASE-001"),
      "the policies are held",
      60_000,
    );
    await apply(objects.slice(workloads));
  });

  it("gets the pods that its workloads ask for, whoever makes them", async () => {
    const asked = objects.filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet");
    expect(asked.length).toBeGreaterThanOrEqual(4);
    for (const { metadata } of asked) {
      const name = metadata.labels?.["app.kubernetes.io/name"];
      await waitUntil(
        async () =>
          (await cluster.client.list("v1", "Pod", NAMESPACE)).some(
            (pod) => (pod.metadata["labels"] as Record<string, string>)["app.kubernetes.io/name"] === name,
          ),
        `${metadata.name} has a pod`,
        60_000,
      );
    }
  });

  it("refuses a root container in its namespace, by the rule's name and cure", async () => {
    expect(await answerTo(rooted(NAMESPACE))).toMatch(
      /ValidatingAdmissionPolicy 'baas-staging-base-001' .*denied request: BASE-001: /s,
    );
  });

  it("leaves the namespaces of others alone", async () => {
    expect(await answerTo(rooted("elsewhere"))).toBe("taken");
  });
});
