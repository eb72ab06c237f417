import type { ApiException, CoreV1Api } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import type { Cluster, NewNamespace, NewSecret, SecretData } from "../../constructs/state/cluster";
import { TroubleError } from "../../constructs/state/trouble";

/** Time after which a cluster counts as out of reach. */
const PATIENCE = 30_000;

const ABSENT = 404;
const EXISTS = 409;

/** A cluster, and where it is. */
export interface ConnectedCluster extends Cluster {
  readonly address: string;
}

/**
 * The cluster of a kubeconfig's current context.
 *
 * @param kubeconfig undefined: that of `KUBECONFIG`, of the home folder, or of the pod that this runs in
 * @throws TroubleError ASH-STATE-003 when the kubeconfig cannot be read or names no cluster
 */
export async function connectCluster(kubeconfig: string | undefined): Promise<ConnectedCluster> {
  const { CoreV1Api, KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  const where = kubeconfig ?? "kubeconfig";
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    throw new TroubleError("ASH-STATE-003", where, `the kubeconfig cannot be read: ${messageOf(error)}`);
  }
  const address = config.getCurrentCluster()?.server;
  if (address === undefined) throw new TroubleError("ASH-STATE-003", where, "the current context names no cluster");
  return clusterOf(config.makeApiClient(CoreV1Api), address);
}

function clusterOf(api: CoreV1Api, address: string): ConnectedCluster {
  // The one status that each request can answer to by itself; every other one is trouble.
  const ask = <Answer>(what: string, work: Promise<Answer>, expected: number): Promise<Answer | undefined> =>
    answered(address, what, work, expected);
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

/** Undefined for the expected status. Everything else that is no answer is trouble; a request's body is never told. */
async function answered<Answer>(
  address: string,
  what: string,
  work: Promise<Answer>,
  expected: number,
): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    return await Promise.race([work, patience]);
  } catch (error) {
    const status = statusOf(error);
    if (status === expected) return undefined;
    if (status === undefined) throw new TroubleError("ASH-STATE-003", address, `cannot ${what}: ${messageOf(error)}`);
    throw new TroubleError("ASH-STATE-004", address, `cannot ${what}: the answer was ${status}${reasonOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : undefined;
}

/** The API server's own words, for example which permission is missing. */
function reasonOf(error: unknown): string {
  const { body } = error as ApiException<unknown>;
  const parsed: unknown = typeof body === "string" ? parse(body) : body;
  const message = typeof parsed === "object" && parsed !== null && "message" in parsed ? parsed.message : undefined;
  return typeof message === "string" ? ` (${message})` : "";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message.split("\n")[0] ?? ""}${cause}`;
}
