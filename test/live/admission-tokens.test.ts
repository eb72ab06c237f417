import type { V1Container } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { admissionObjects } from "../../policies/admission/admission";
import { describeLive } from "./support/engines";
import { type Cluster, clusterEngines, startCluster } from "./support/kubernetes";
import type { KubernetesObject } from "./support/kubernetes-client";
import { waitUntil } from "./support/process";

const NAMESPACE = "team";
const MANAGER = "system:kube-controller-manager";
const IMPOSTOR = "system:serviceaccount:team:replicaset-controller";
const SAYS_NOTHING: unique symbol = Symbol("no automountServiceAccountToken");

/** What makes pods, by itself or by way of something else. */
const KINDS = {
  DaemonSet: "apps/v1",
  Deployment: "apps/v1",
  Job: "batch/v1",
  CronJob: "batch/v1",
  ReplicaSet: "apps/v1",
  ReplicationController: "v1",
  StatefulSet: "apps/v1",
} as const;
type Kind = keyof typeof KINDS;
const kinds = Object.keys(KINDS) as Kind[];

/** An operator's container, which breaks no rule. */
const container = {
  name: "operator",
  image: `registry.example/operator:1.4.0@sha256:${"a".repeat(64)}`,
  resources: { requests: { cpu: "20m", memory: "32Mi" }, limits: { cpu: "20m", memory: "32Mi" } },
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
  },
};

function podSpec(mount: boolean | typeof SAYS_NOTHING): object {
  return {
    ...(mount === SAYS_NOTHING ? {} : { automountServiceAccountToken: mount }),
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
    containers: [container],
  };
}

interface Template {
  readonly mount?: boolean | typeof SAYS_NOTHING;
  readonly labels?: Readonly<Record<string, string>>;
}

function workload(kind: Kind, name: string, { mount = true, labels = {} }: Template = {}): KubernetesObject {
  const all = { app: `${kind}-${name}`.toLowerCase(), ...labels };
  const isJob = kind === "Job" || kind === "CronJob";
  const job = {
    template: {
      metadata: { labels: all },
      spec: { ...podSpec(mount), ...(isJob ? { restartPolicy: "Never" } : {}) },
    },
  };
  const selector = kind === "ReplicationController" ? all : { matchLabels: all };
  const spec =
    kind === "CronJob" ? { schedule: "* * * * *", jobTemplate: { spec: job } } : isJob ? job : { ...job, selector };
  return { apiVersion: KINDS[kind], kind, metadata: { name, namespace: NAMESPACE }, spec };
}

/** A pod that somebody makes with an owner's name in it. */
function podOf(kind: string, owner: string, hash?: string): KubernetesObject & { readonly metadata: object } {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: "claims",
      namespace: NAMESPACE,
      ...(hash === undefined ? {} : { labels: { "pod-template-hash": hash } }),
      ownerReferences: [{ ...ownerOf(kind, owner) }],
    },
    spec: podSpec(true),
  };
}

function ownerOf(kind: string, name: string): object {
  const uid = "11111111-1111-1111-1111-111111111111";
  return { apiVersion: KINDS[kind as Kind] ?? "apps/v1", kind, name, uid, controller: true };
}

describeLive(clusterEngines, "an admission policy that allows a workload the API's token", () => {
  let cluster: Cluster;

  const answerTo = (object: KubernetesObject): Promise<string> =>
    cluster.client.apply(object, { dryRun: true, force: true }).then(() => "taken", String);

  const api = async (user?: string) => {
    const { CoreV1Api, KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    config.loadFromFile(cluster.kubeconfig);
    const [admin] = config.users;
    if (user !== undefined && admin !== undefined) config.users = [{ ...admin, impersonateUser: user }];
    return config.makeApiClient(CoreV1Api);
  };
  const createdBy = async (user: string, pod: KubernetesObject): Promise<string> =>
    (await api(user))
      .createNamespacedPod({ namespace: NAMESPACE, body: pod, dryRun: "All" })
      .then(() => "taken", String);

  const podsOf = async (kind: Kind, name: string): Promise<readonly KubernetesObject[]> => {
    const pods = await cluster.client.list("v1", "Pod", NAMESPACE);
    const app = `${kind}-${name}`.toLowerCase();
    return pods.filter(({ metadata }) => (metadata["labels"] as Record<string, string> | undefined)?.["app"] === app);
  };

  beforeAll(async () => {
    cluster = await startCluster({ nodes: 1 });
    await cluster.namespace(NAMESPACE);
    await cluster.namespace("other");
    const allowed = kinds.map((kind) => `${NAMESPACE}/${kind}/operator`);
    const settings = { "BASE-011": { allowed } };
    for (const object of admissionObjects({ name: "acme", namespaces: [NAMESPACE, "other"], settings }))
      await cluster.client.apply(object);
    const open = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "open", namespace: NAMESPACE },
      spec: { type: "NodePort", ports: [{ port: 80 }] },
    };
    await waitUntil(async () => (await answerTo(open)).includes("BASE-015"), "the last policy is held", 60_000);
    // Where controllers have no accounts of their own, their one user has the rights of all.
    await cluster.client.apply({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "makers" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [MANAGER, IMPOSTOR].map((name) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "User", name })),
    });
    for (const kind of kinds) await cluster.client.apply(workload(kind, "operator"));
    await cluster.client.apply(workload("Deployment", "silent", { mount: SAYS_NOTHING }));
  });

  afterAll(() => cluster?.stop());

  it.each(kinds)(
    "admits the pods that controllers make for the allowed %s, with their token",
    async (kind) => {
      // A CronJob's first minute begins when it likes.
      await waitUntil(async () => (await podsOf(kind, "operator")).length > 0, `${kind} operator has a pod`, 90_000);
      const [pod] = await podsOf(kind, "operator");
      expect(JSON.stringify(pod?.["spec"])).toContain('"serviceAccountToken":{');
    },
    100_000,
  );

  it.each(kinds)("refuses a %s of another name, and one of that name in another namespace", async (kind) => {
    expect(await answerTo(workload(kind, "stranger"))).toContain("denied request: BASE-011: ");
    const { metadata, ...rest } = workload(kind, "operator");
    const elsewhere = { ...rest, metadata: { ...metadata, namespace: "other" } } as KubernetesObject;
    expect(await answerTo(elsewhere)).toContain("denied request: BASE-011: ");
  });

  it("refuses the pods of a Deployment that says nothing, because they get a token", async () => {
    const reason = async (): Promise<string> => {
      const sets = await cluster.client.list("apps/v1", "ReplicaSet", NAMESPACE);
      return JSON.stringify(sets.filter(({ metadata }) => metadata.name.startsWith("silent-")));
    };
    await waitUntil(async () => (await reason()).includes("BASE-011"), "its pods are refused", 30_000);
    expect(await podsOf("Deployment", "silent")).toEqual([]);
  });

  it.each([
    ["a part of the workload's name", podOf("Deployment", "o")],
    ["the Deployment's name", podOf("Deployment", "operator")],
    ["a ReplicaSet's name", podOf("ReplicaSet", "operator-5f", "5f")],
    ["a Job's name", podOf("Job", "operator-29000000")],
    ["the StatefulSet's name", podOf("StatefulSet", "operator")],
  ])("refuses a pod into which somebody has written %s as its owner", async (_, pod) => {
    expect(await answerTo(pod)).toContain("denied request: BASE-011: ");
    expect(await createdBy(IMPOSTOR, pod)).toContain("denied request: BASE-011: ");
  });

  it("believes the owner's name of the manager of all controllers, if it is the whole name", async () => {
    expect(await createdBy(MANAGER, podOf("ReplicaSet", "operator-5f", "5f"))).toBe("taken");
    expect(await createdBy(MANAGER, podOf("Job", "operator-29000000"))).toBe("taken");
    for (const stranger of [
      podOf("ReplicaSet", "operator-5f"),
      podOf("ReplicaSet", "operator-5f", "f"),
      podOf("ReplicaSet", "operator-x-5f", "5f"),
      podOf("ReplicaSet", "my-operator-5f", "5f"),
      podOf("Job", "operator-x"),
      podOf("Job", "operator-1-29000000"),
      podOf("Gadget", "operator"),
    ])
      expect(await createdBy(MANAGER, stranger)).toContain("BASE-011: ");
  });

  it("believes no controller about an owner for whom it makes nothing", async () => {
    const account = "system:serviceaccount:kube-system:job-controller";
    expect(await createdBy(account, podOf("Job", "operator-29000000"))).toBe("taken");
    expect(await createdBy(account, podOf("ReplicaSet", "operator-5f", "5f"))).toContain("BASE-011: ");
  });

  it("leaves nobody an allowed workload's name, for what its template does not say", async () => {
    const set = (mount: Template["mount"], hash: string): KubernetesObject =>
      workload("ReplicaSet", "operator-5f", { mount: mount ?? true, labels: { "pod-template-hash": hash } });
    expect(await answerTo(set(SAYS_NOTHING, "5f"))).toContain("denied request: BASE-011: ");
    expect(await answerTo(set(false, "5f"))).toBe("taken");
    expect(await answerTo(set(SAYS_NOTHING, "6a"))).toBe("taken");
    const owned = set(true, "5f");
    const ownerReferences = [ownerOf("Deployment", "operator")];
    expect(await answerTo({ ...owned, metadata: { ...owned.metadata, ownerReferences } })).toContain("BASE-011: ");
    expect(await answerTo(workload("Job", "operator-29", { mount: SAYS_NOTHING }))).toContain("BASE-011: ");
    expect(await answerTo(workload("Job", "operator-29", { mount: false }))).toBe("taken");
  });

  it("lets somebody debug a pod that holds a token, in a container that cannot carry resources", async () => {
    const [pod] = await podsOf("Deployment", "operator");
    const name = pod?.metadata.name ?? "";
    const core = await api();
    const debug = async (debugger_: Partial<V1Container>): Promise<string> => {
      const body = await core.readNamespacedPod({ namespace: NAMESPACE, name });
      const { resources: _, ...bare } = container;
      if (body.spec !== undefined) body.spec.ephemeralContainers = [{ ...bare, name: "debugger", ...debugger_ }];
      const request = core.replaceNamespacedPodEphemeralcontainers({ namespace: NAMESPACE, name, body, dryRun: "All" });
      return request.then(() => "taken", String);
    };
    expect(await debug({})).toBe("taken");
    expect(await debug({ resources: container.resources })).toContain("cannot be set for an Ephemeral Container");
    expect(await debug({ securityContext: { ...container.securityContext, runAsUser: 0 } })).toContain("BASE-001: ");
    expect(await debug({ image: "registry.example/operator:latest" })).toContain("BASE-009: ");
  });

  it("leaves a Job that was allowed to be suspended and labelled by anybody", async () => {
    const job = workload("Job", "operator");
    const changed = { ...job, spec: { ...(job["spec"] as object), suspend: true } };
    expect(await answerTo(changed)).toBe("taken");
    const made = (await cluster.client.list("batch/v1", "Job", NAMESPACE)).find(({ metadata }) =>
      /^operator-\d+$/.test(metadata.name),
    );
    const { name = "" } = made?.metadata ?? {};
    const suspended = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name, namespace: NAMESPACE },
      spec: { suspend: true },
    };
    expect(await answerTo(suspended)).toBe("taken");
  });
});
