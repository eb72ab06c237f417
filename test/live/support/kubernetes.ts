import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { TestAuthority } from "./certificates";
import type { CertificateFiles } from "./certificates";
import { enginePath } from "./engines";
import type { EngineName } from "./engines";
import { KubernetesClient } from "./kubernetes-client";
import type { KubernetesObject } from "./kubernetes-client";
import { Running, freePorts, isListening, temporaryFolder, waitUntil } from "./process";

/** The engines that a cluster is made of. */
export const clusterEngines = ["kubernetes", "etcd", "kwok"] as const satisfies readonly EngineName[];

/** How large a cluster is. */
export interface ClusterOptions {
  /** Fake nodes, each with 32 CPUs and 256 GiB; 3 unless given. */
  readonly nodes?: number;
  /** Storage classes to make, the first of them the default one; `standard` unless given. */
  readonly storageClasses?: readonly string[];
  /** Volumes of 1 TiB that are made for each class; 20 unless given. A claim binds one of them, since nothing provisions. */
  readonly volumes?: number;
}

/**
 * A real control plane on 127.0.0.1: etcd, API server (RBAC, every default admission plugin, Pod Security among them),
 * controller manager, scheduler. Its nodes are kwok's: pods are admitted, scheduled and become Ready, but no container runs.
 */
export class Cluster {
  constructor(
    readonly client: KubernetesClient,
    /** A kubeconfig file of a cluster administrator. */
    readonly kubeconfig: string,
    /** `https://127.0.0.1:port` */
    readonly server: string,
    /** The folder with `ca.crt`, keys, logs. */
    readonly folder: string,
    private readonly end: () => Promise<void>,
  ) {}

  /** Makes a namespace, and waits until a pod can be made in it (its default ServiceAccount exists). */
  async namespace(name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.client.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
    const exists = async (): Promise<boolean> =>
      (await this.client.get("v1", "ServiceAccount", "default", name)) !== undefined;
    await waitUntil(exists, `namespace ${name} has its default ServiceAccount`);
  }

  /** Applies the resource definitions in an engine's folder, and waits until the server serves them. */
  async installCrds(engine: EngineName): Promise<void> {
    const folder = enginePath(engine);
    const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file));
    const definitions = files
      .flatMap((file) => loadAll(readFileSync(join(folder, file), "utf8")) as (KubernetesObject | null)[])
      .filter((object): object is KubernetesObject => object?.kind === "CustomResourceDefinition");
    if (definitions.length === 0) throw new Error(`${folder} holds no CustomResourceDefinition`);
    await Promise.all(definitions.map((definition) => this.client.apply(definition)));
    await Promise.all(
      definitions.map(({ metadata }) =>
        this.condition("apiextensions.k8s.io/v1", "CustomResourceDefinition", metadata.name, "Established"),
      ),
    );
  }

  /** Waits until a condition of an object's status is true. */
  async condition(apiVersion: string, kind: string, name: string, type: string, namespace?: string): Promise<void> {
    const isTrue = async (): Promise<boolean> =>
      hasCondition(await this.client.get(apiVersion, kind, name, namespace), type);
    await waitUntil(isTrue, `${kind} ${name} is ${type}`, 30_000);
  }

  /** Ends every program, and removes the cluster's folder. */
  stop(): Promise<void> {
    return this.end();
  }
}

/** Whether an object's status says that a condition is true. */
export function hasCondition(object: KubernetesObject | undefined, type: string): boolean {
  const status = object?.["status"] as
    { readonly conditions?: readonly { readonly type: string; readonly status: string }[] } | undefined;
  return status?.conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;
}

/** Starts a cluster. It is ready: its nodes are Ready and its storage classes are there. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const folder = temporaryFolder("cluster");
  const programs: Running[] = [];
  let client: KubernetesClient | undefined;
  const end = async (): Promise<void> => {
    client?.close();
    for (const program of programs.reverse()) await program.stop(3_000);
    folder.remove();
  };
  try {
    const inside = (name: string): string => join(folder.path, name);
    const [etcd = 0, peer = 0, api = 0, manager = 0, scheduler = 0, kwok = 0] = await freePorts(6);
    const server = `https://127.0.0.1:${api}`;
    const start = async (name: string, program: string, args: readonly string[]): Promise<Running> => {
      const running = await Running.start(program, args, { log: inside(`${name}.log`), cwd: folder.path });
      programs.push(running);
      return running;
    };
    const keys = makeKeys(folder.path);

    const etcdProgram = await start("etcd", enginePath("etcd", "bin/etcd"), [
      ...["--data-dir", inside("etcd"), "--unsafe-no-fsync", "--log-level", "warn"],
      ...["--listen-client-urls", `http://127.0.0.1:${etcd}`, "--advertise-client-urls", `http://127.0.0.1:${etcd}`],
      ...[
        "--listen-peer-urls",
        `http://127.0.0.1:${peer}`,
        "--initial-advertise-peer-urls",
        `http://127.0.0.1:${peer}`,
      ],
      ...["--initial-cluster", `default=http://127.0.0.1:${peer}`],
    ]);
    const { admin, serving, authority } = await keys;
    await etcdProgram.until(() => isListening(etcd), "its port is open");
    const apiProgram = await start("kube-apiserver", enginePath("kubernetes", "bin/kube-apiserver"), [
      `--etcd-servers=http://127.0.0.1:${etcd}`,
      ...["--bind-address=127.0.0.1", `--secure-port=${api}`, "--endpoint-reconciler-type=none"],
      ...["--service-cluster-ip-range=10.96.0.0/16", "--authorization-mode=Node,RBAC", "--allow-privileged=true"],
      ...[
        `--client-ca-file=${authority}`,
        `--tls-cert-file=${serving.certificate}`,
        `--tls-private-key-file=${serving.key}`,
      ],
      ...[`--service-account-issuer=${server}`, `--service-account-signing-key-file=${inside("sa.key")}`],
      `--service-account-key-file=${inside("sa.pub")}`,
    ]);
    const kubeconfig = inside("kubeconfig");
    writeFileSync(kubeconfig, kubeconfigOf(server, authority, admin), { mode: 0o600 });
    const read = (file: string): string => readFileSync(file, "utf8");
    client = new KubernetesClient({
      port: api,
      authority: read(authority),
      certificate: read(admin.certificate),
      key: read(admin.key),
    });
    const ready = client;
    await apiProgram.until(async () => (await ready.raw("/readyz")) === "ok", "/readyz answers ok", 60_000);

    const nodes = options.nodes ?? 3;
    await Promise.all([
      start("kube-controller-manager", enginePath("kubernetes", "bin/kube-controller-manager"), [
        ...[
          `--kubeconfig=${kubeconfig}`,
          "--bind-address=127.0.0.1",
          `--secure-port=${manager}`,
          "--leader-elect=false",
        ],
        ...["--use-service-account-credentials=true", `--service-account-private-key-file=${inside("sa.key")}`],
        ...[`--root-ca-file=${authority}`, "--cluster-name=ashlar-test"],
      ]),
      start("kube-scheduler", enginePath("kubernetes", "bin/kube-scheduler"), [
        ...[
          `--kubeconfig=${kubeconfig}`,
          "--bind-address=127.0.0.1",
          `--secure-port=${scheduler}`,
          "--leader-elect=false",
        ],
      ]),
      start("kwok", enginePath("kwok", "bin/kwok"), [
        ...[
          `--kubeconfig=${kubeconfig}`,
          "--manage-all-nodes=false",
          "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
        ],
        ...[
          "--cidr=10.244.0.0/16",
          "--node-ip=10.0.0.1",
          "--node-lease-duration-seconds=40",
          `--server-address=127.0.0.1:${kwok}`,
        ],
      ]),
      ...Array.from({ length: nodes }, (_, index) => ready.apply(node(`node-${index + 1}`))),
      ...(options.storageClasses ?? ["standard"]).flatMap((name, index) => [
        ready.apply(storageClass(name, index === 0)),
        ...Array.from({ length: options.volumes ?? 20 }, (_, number) => ready.apply(volume(name, number + 1))),
      ]),
    ]);
    const allReady = async (): Promise<boolean> =>
      (await ready.list("v1", "Node")).filter((each) => hasCondition(each, "Ready")).length === nodes &&
      (await ready.get("v1", "ServiceAccount", "default", "default")) !== undefined;
    await waitUntil(allReady, `${nodes} nodes are Ready and the controllers work (logs in ${folder.path})`, 60_000);
    return new Cluster(client, kubeconfig, server, folder.path, end);
  } catch (error) {
    await end();
    throw error;
  }
}

async function makeKeys(
  folder: string,
): Promise<{ readonly authority: string; readonly serving: CertificateFiles; readonly admin: CertificateFiles }> {
  const pki = join(folder, "pki");
  mkdirSync(pki);
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  writeFileSync(join(folder, "sa.key"), privateKey, { mode: 0o600 });
  writeFileSync(join(folder, "sa.pub"), publicKey);
  const authority = await TestAuthority.create(pki);
  const [serving, admin] = await Promise.all([
    authority.issue("kube-apiserver", {
      commonName: "kube-apiserver",
      names: ["IP:127.0.0.1", "IP:10.96.0.1", "DNS:localhost", "DNS:kubernetes.default.svc"],
    }),
    authority.issue("admin", { commonName: "admin", organization: "system:masters" }),
  ]);
  return { authority: authority.certificate, serving, admin };
}

// kubeconfig is YAML, and JSON is YAML.
function kubeconfigOf(server: string, authority: string, admin: CertificateFiles): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server, "certificate-authority": authority } }],
    users: [{ name: "admin", user: { "client-certificate": admin.certificate, "client-key": admin.key } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "admin" } }],
    "current-context": "test",
  });
}

function node(name: string): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { "kwok.x-k8s.io/node": "fake" },
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "topology.kubernetes.io/zone": name,
      },
    },
    status: {
      allocatable: { cpu: "32", memory: "256Gi", pods: "250", "ephemeral-storage": "1Ti" },
      capacity: { cpu: "32", memory: "256Gi", pods: "250", "ephemeral-storage": "1Ti" },
    },
  };
}

function storageClass(name: string, isDefault: boolean): KubernetesObject {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) } },
    provisioner: "kubernetes.io/no-provisioner",
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
  };
}

function volume(storageClassName: string, number: number): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `${storageClassName}-${number}` },
    spec: {
      storageClassName,
      capacity: { storage: "1Ti" },
      accessModes: ["ReadWriteOnce", "ReadWriteMany"],
      persistentVolumeReclaimPolicy: "Retain",
      hostPath: { path: `/volumes/${storageClassName}-${number}` },
    },
  };
}
