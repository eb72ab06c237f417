import type { CoreV1Api } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import type { Cluster, NewNamespace, NewSecret, SecretData } from "../../constructs/state/cluster";
import { ask as askCluster } from "./ask";
import { chooseCluster } from "./kubeconfig";

const ABSENT = 404;
const EXISTS = 409;

/** A cluster, and where it is. */
export interface ConnectedCluster extends Cluster {
  readonly address: string;
}

/**
 * The cluster that a kubeconfig leads to.
 *
 * @param kubeconfig undefined: that of `KUBECONFIG`, of the home folder, or of the pod that this runs in
 * @param context undefined: the current one
 * @throws TroubleError ASH-STATE-003 when the kubeconfig cannot be read, or names no such context or no cluster
 */
export async function connectCluster(kubeconfig: string | undefined, context?: string): Promise<ConnectedCluster> {
  const { CoreV1Api } = await import("@kubernetes/client-node");
  const { config, address } = await chooseCluster({ kubeconfig, context });
  return clusterOf(config.makeApiClient(CoreV1Api), address);
}

function clusterOf(api: CoreV1Api, address: string): ConnectedCluster {
  // The one status that each request can answer to by itself; every other one is trouble.
  const ask = async <Value>(what: string, work: Promise<Value>, expected: number): Promise<Value | undefined> => {
    const answer = await askCluster(address, what, work, [expected]);
    return "value" in answer ? answer.value : undefined;
  };
  return {
    address,
    createNamespace: async ({ name, labels }: NewNamespace) => {
      const body = { metadata: { name, labels: { ...labels } } };
      return (await ask(`create namespace ${name}`, api.createNamespace({ body }), EXISTS)) !== undefined;
    },
    readSecret: async (namespace, name) => {
      const request = api.readNamespacedSecret({ namespace, name });
      const secret = await ask(`read secret ${namespace}/${name}`, request, ABSENT);
      if (secret === undefined) return undefined;
      const data = Object.entries(secret.data ?? {});
      return new Map(data.map(([key, text]) => [key, Buffer.from(text, "base64")]));
    },
    createSecret: async ({ namespace, name, type, labels, data }: NewSecret) => {
      const body = { metadata: { name, labels: { ...labels } }, type, data: encoded(data) };
      const request = api.createNamespacedSecret({ namespace, body });
      return (await ask(`create secret ${namespace}/${name}`, request, EXISTS)) !== undefined;
    },
  };
}

function encoded(data: SecretData): Record<string, string> {
  return Object.fromEntries([...data].map(([key, content]) => [key, content.toString("base64")]));
}
