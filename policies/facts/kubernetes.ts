import { leadsOn } from "./edge";
import type { ConfigFacts, ExposureFacts, Facts, UnreadFact } from "./facts";
import { objectOf, scalarText, textMap, textOf, wholeNumber } from "./json";
import { readCluster } from "./kubernetes/cluster";
import { isolationOf, readEdges } from "./kubernetes/edges";
import { readExposures } from "./kubernetes/exposures";
import { readPolicies } from "./kubernetes/network-policy";
import { readObjects, type KubernetesObject } from "./kubernetes/object";
import { PodIndex } from "./kubernetes/pod-index";
import { readScopes } from "./kubernetes/quotas";
import { readClaims } from "./kubernetes/volumes";
import { readWorkload, type ClusterContext } from "./kubernetes/workload";
import { readPublicEdges } from "./public-edges";

/**
 * The facts of Kubernetes objects, as plain data: a parsed manifest, or the properties of a Pulumi resource. Kinds that
 * say nothing about running programs are passed over; what is missing counts as the API server's default. Never throws.
 *
 * @param at the moment by which it is judged what has expired, in milliseconds since the epoch; now unless said
 */
export function kubernetesFacts(values: readonly unknown[], at: number = Date.now()): Facts {
  const objects = readObjects(values);
  const configs = objects.filter(({ kind, group }) => kind === "ConfigMap" && group === "");
  const cluster: ClusterContext = {
    configMaps: new Map(configs.map((object) => [`${object.namespace}/${object.name}`, textMap(object.body["data"])])),
    tokens: readTokens(objects),
    scaled: readScaled(objects),
  };
  const bare = objects.flatMap((object) => readWorkload(object, cluster) ?? []);
  bare.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const index = new PodIndex(bare, objects);
  const policies = readPolicies(bare, objects, index);
  const workloads = bare.map((workload, position) => ({ ...workload, ...isolationOf(policies, position) }));
  const exposures = readExposures(workloads, objects, index);
  const publicPorts = new Set(exposures.map(({ workload, port }) => `${workload ?? ""}:${port ?? ""}`));
  return {
    target: "kubernetes",
    at,
    workloads,
    edges: [...readEdges(workloads, policies, publicPorts), ...readPublicEdges(workloads, exposures)].filter(leadsOn),
    exposures,
    volumes: readClaims(workloads, objects),
    scopes: readScopes(workloads, objects),
    configs: configs.map(readConfig),
    takenPorts: [],
    cluster: readCluster(workloads, objects, index),
    unread: [...readUnread(objects), ...readLost(exposures)],
  };
}

function readConfig(object: KubernetesObject): ConfigFacts {
  const texts = textMap(object.body["data"]);
  return { path: object.path, files: [...texts].map(([key, text]) => ({ key, text })) };
}

/** Policies of other kinds, which may allow or forbid what the ordinary ones do not. */
function readUnread(objects: readonly KubernetesObject[]): readonly UnreadFact[] {
  return objects
    .filter(({ kind, group }) => kind.endsWith("NetworkPolicy") && group !== "networking.k8s.io")
    .map(({ kind, path }) => ({ path, reason: `a ${kind} is not read` }));
}

/** Ways in to pods that somebody else makes, an operator for example: nothing says what serves there. */
function readLost(exposures: readonly ExposureFacts[]): readonly UnreadFact[] {
  return exposures
    .filter(({ workload }) => workload === undefined)
    .map(({ path, text }) => ({ path, reason: `no pod of the artifact stands behind ${text}` }));
}

/** Service accounts that say whether their token is mounted. */
function readTokens(objects: readonly KubernetesObject[]): ReadonlyMap<string, boolean> {
  const tokens = new Map<string, boolean>();
  for (const { kind, namespace, name, body } of objects) {
    const mounted = body["automountServiceAccountToken"];
    if (kind === "ServiceAccount" && typeof mounted === "boolean") tokens.set(`${namespace}/${name}`, mounted);
  }
  return tokens;
}

/** The most that autoscalers may ask for. */
function readScaled(objects: readonly KubernetesObject[]): ReadonlyMap<string, number> {
  const scaled = new Map<string, number>();
  for (const { kind, namespace, spec } of objects) {
    if (kind !== "HorizontalPodAutoscaler") continue;
    const target = objectOf(spec["scaleTargetRef"]);
    const most = wholeNumber(spec["maxReplicas"]);
    const path = `${namespace}/${textOf(target["kind"]) ?? ""}/${scalarText(target["name"]) ?? ""}`;
    if (most !== undefined) scaled.set(path, most);
  }
  return scaled;
}
