import { connectCluster } from "../../cli/cluster/client-node";
import type { KubernetesArtifact } from "../../constructs/render/kubernetes/kubernetes";
import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import { initKubernetes } from "../../constructs/state/init-kubernetes";
import type { InitReport } from "../../constructs/state/init-report";
import { LocalStore } from "../../constructs/state/local-store";
import { baasIn } from "../support/baas";
import { describeLive } from "./support/engines";
import { clusterEngines, hasCondition, startCluster, type Cluster } from "./support/kubernetes";
import type { KubernetesObject } from "./support/kubernetes-client";
import { podSecurityViolations } from "./support/pod-security";
import { temporaryFolder, waitUntil } from "./support/process";

/** Each environment, and a way in of its own. */
const ENVIRONMENTS = [
  ["dev", []],
  ["staging", ['gateway.via={"kind":"gateway-api","gateway":{"name":"public","namespace":"gateways"}}']],
  [
    "prod",
    [
      'gateway.via={"kind":"ingress","className":"nginx","issuer":{"name":"letsencrypt"}}',
      'gateway.publicTls={"kind":"issuer","issuer":{"name":"letsencrypt"}}',
    ],
  ],
] as const;

describeLive(
  [...clusterEngines, "cert-manager-crds", "gateway-api-crds", "psa-check"],
  "Kubernetes takes the baas stack",
  () => {
    let cluster: Cluster;
    const folder = temporaryFolder("kubernetes");

    beforeAll(async () => {
      cluster = await startCluster({ nodes: 3 });
      await cluster.installCrds("cert-manager-crds");
      await cluster.installCrds("gateway-api-crds");
      await cluster.namespace("cert-manager");
    });

    afterAll(async () => {
      await cluster?.stop();
      folder.remove();
    });

    describe.each(ENVIRONMENTS)("in %s", (environment, settings) => {
      const artifact: KubernetesArtifact = renderKubernetes(baasIn(environment, settings));
      const objects = artifact.objects as unknown as readonly KubernetesObject[];
      const namespace = artifact.name;

      const init = async (): Promise<InitReport> => {
        const namespaces = artifact.objects
          .filter((object) => object.kind === "Namespace")
          .map(({ metadata }) => ({ name: metadata.name, labels: metadata.labels ?? {} }));
        return initKubernetes(artifact.material, await connectCluster(cluster.kubeconfig), {
          now: new Date(),
          given: new Map(),
          encrypted: [],
          store: new LocalStore(folder.path),
          namespaces,
        });
      };

      test("init makes the Secrets that the manifests name, and makes none twice", async () => {
        const first = await init();
        expect(first.changes.filter((change) => change.kind === "secret").map((change) => change.action)).toEqual(
          expect.arrayContaining(["created"]),
        );
        const before = await cluster.client.list("v1", "Secret", namespace);
        const second = await init();
        expect(second.changes.filter((change) => change.action !== "kept")).toEqual([]);
        expect(await cluster.client.list("v1", "Secret", namespace)).toEqual(before);
      });

      test("every object is applied without a warning", async () => {
        for (const object of objects) {
          const { warnings } = await cluster.client.apply(object);
          expect({ object: nameOf(object), warnings }).toEqual({ object: nameOf(object), warnings: [] });
        }
      });

      test("the namespace enforces restricted", async () => {
        const stored = await cluster.client.get("v1", "Namespace", namespace);
        expect(stored?.metadata["labels"]).toMatchObject({ "pod-security.kubernetes.io/enforce": "restricted" });
      });

      test("every workload's pods are admitted, scheduled and ready", async () => {
        const expected = objects.filter((object) => ["Deployment", "StatefulSet", "Job"].includes(object.kind));
        expect(expected.length).toBeGreaterThanOrEqual(4);
        const names = expected.map((object) => object.metadata.name);
        await waitUntil(
          async () => {
            const pods = await cluster.client.list("v1", "Pod", namespace);
            return names.every((name) => pods.some((pod) => ownedBy(pod, name) && isSettled(pod)));
          },
          `pods of ${names.join(", ")} in ${namespace} are scheduled and ready`,
          90_000,
        );
      });

      test("applied again, nothing changes", async () => {
        expect(objects.length).toBeGreaterThan(20);
        for (const object of objects) {
          const { apiVersion, kind, metadata } = object;
          // A controller may write between the two: then it is asked once more.
          await waitUntil(
            async () => {
              const before = await cluster.client.get(apiVersion, kind, metadata.name, metadata.namespace);
              const { object: after } = await cluster.client.apply(object);
              return before !== undefined && before.metadata.resourceVersion === after.metadata.resourceVersion;
            },
            `a second apply of ${nameOf(object)} changes nothing`,
          );
        }
      });

      test("a Pod Security evaluator that is not the server's finds nothing either", async () => {
        expect(await podSecurityViolations(artifact.files.map((file) => file.text).join("---\n"))).toEqual([]);
      });

      test("what the quota forbids is refused by the cluster", async () => {
        const quota = await cluster.client.get("v1", "ResourceQuota", "budget", namespace);
        const hard = (quota?.["spec"] as { readonly hard: Readonly<Record<string, string>> }).hard;
        const huge = pod("greedy", namespace, { cpu: hard["limits.cpu"] ?? "", memory: hard["limits.memory"] ?? "" });
        await expect(cluster.client.apply(huge)).rejects.toThrow(/exceeded quota: budget/);
      });

      test("a pod that wants more than Pod Security allows is refused by the cluster", async () => {
        const root = pod("root", namespace, { cpu: "10m", memory: "16Mi" }, { runAsNonRoot: false, runAsUser: 0 });
        await expect(cluster.client.apply(root)).rejects.toThrow(/violates PodSecurity "restricted/);
      });
    });
  },
);

function nameOf(object: KubernetesObject): string {
  return `${object.kind}/${object.metadata.name}`;
}

function ownedBy(pod: KubernetesObject, workload: string): boolean {
  const owners = (pod.metadata["ownerReferences"] ?? []) as readonly { readonly name: string }[];
  // A Deployment's pods belong to its ReplicaSet, which is named after it and a hash.
  return owners.some((owner) => owner.name === workload || new RegExp(`^${workload}-[a-z0-9]{5,10}$`).test(owner.name));
}

function isSettled(pod: KubernetesObject): boolean {
  const phase = (pod["status"] as { readonly phase?: string } | undefined)?.phase;
  return phase === "Succeeded" || hasCondition(pod, "Ready");
}

function pod(
  name: string,
  namespace: string,
  amount: Readonly<Record<"cpu" | "memory", string>>,
  change: Readonly<Record<string, unknown>> = {},
): KubernetesObject {
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
    ...change,
  };
  const resources = { requests: amount, limits: amount };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: { containers: [{ name: "main", image: "example.invalid/program:1", securityContext, resources }] },
  };
}
