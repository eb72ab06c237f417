import type { ClusterFacts, DisruptionFacts, EntranceFacts, SelectorFacts } from "../cluster";
import { isObject, listOf, objectOf, scalarText, textOf, textsOf, wholeNumber } from "../json";
import type { WorkloadFacts } from "../workload";
import { readDangling } from "./dangling";
import type { KubernetesObject } from "./object";
import type { PodIndex } from "./pod-index";
import { readBindings, readRoles } from "./roles";
import { matches, readSelector } from "./selector";

/** What objects say to a cluster beside the workloads. */
export function readCluster(
  workloads: readonly WorkloadFacts[],
  objects: readonly KubernetesObject[],
  index: PodIndex,
): ClusterFacts {
  const bindings = readBindings(objects);
  return {
    objects: objects.map(({ path, kind, body }) => ({ path, kind, apiVersion: textOf(body["apiVersion"]) ?? "" })),
    roles: readRoles(objects),
    bindings,
    dangling: readDangling(workloads, objects, bindings, index),
    entrances: objects.filter(({ kind }) => kind === "Ingress").map(readEntrance),
    disruptions: objects
      .filter(({ kind }) => kind === "PodDisruptionBudget")
      .map((object) => readDisruption(object, workloads, index)),
    selectors: readSelectors(workloads, objects, index),
  };
}

/** Controllers of clouds end TLS by a certificate that an annotation names. */
const CLOUD_TLS = [
  "alb.ingress.kubernetes.io/certificate-arn",
  "networking.gke.io/managed-certificates",
  "ingress.gcp.kubernetes.io/pre-shared-cert",
];

const SNIPPET = /^nginx\.(?:ingress\.kubernetes\.io|org)\/.*snippets?$/;

function readEntrance({ path, spec, annotations }: KubernetesObject): EntranceFacts {
  const tls = listOf(spec["tls"]).map((item) => textsOf(objectOf(item)["hosts"]));
  const hosts = listOf(spec["rules"]).map((rule) => textOf(objectOf(rule)["host"]) ?? "");
  const isCovered = (host: string): boolean =>
    CLOUD_TLS.some((name) => annotations.has(name)) ||
    tls.some((names) => names.length === 0 || host === "" || names.some((name) => covers(name, host)));
  return {
    path,
    plainHosts: (hosts.length === 0 ? [""] : [...new Set(hosts)]).filter((host) => !isCovered(host)),
    snippets: [...annotations.keys()].filter((name) => SNIPPET.test(name)),
  };
}

/** Whether a certificate's name, which may begin with a wildcard, is that of a host. */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith("*.") && host.slice(host.indexOf(".")) === name.slice(1));
}

function readDisruption(
  { path, spec, namespace }: KubernetesObject,
  workloads: readonly WorkloadFacts[],
  index: PodIndex,
): DisruptionFacts {
  const selector = spec["selector"];
  const kept = isObject(selector)
    ? [...index.pods(selector, namespace).members].flatMap((member) => workloads[member] ?? [])
    : [];
  const pods = kept.reduce((sum, { replicas }) => sum + replicas, 0);
  const most = scalarText(spec["maxUnavailable"]);
  const least = scalarText(spec["minAvailable"]);
  const isBlocking =
    most === undefined
      ? least === "100%" || (pods > 0 && (wholeNumber(least) ?? 0) >= pods)
      : most === "0" || most === "0%";
  return { path, workloads: kept.map((workload) => workload.path), isBlocking };
}

/** Kinds that keep hold of pods by a selector. A job's is made by the cluster. */
const HOLDERS = new Set(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"]);

function readSelectors(
  workloads: readonly WorkloadFacts[],
  objects: readonly KubernetesObject[],
  index: PodIndex,
): readonly SelectorFacts[] {
  const byPath = new Map(workloads.map((workload) => [workload.path, workload]));
  return objects.flatMap(({ path, kind, spec, namespace }) => {
    const own = byPath.get(path);
    const selector = spec["selector"];
    if (own === undefined || !HOLDERS.has(kind) || !isObject(selector)) return [];
    const others = [...index.pods(selector, namespace).members].flatMap((member) => workloads[member] ?? []);
    return {
      path,
      findsItself: matches(readSelector(selector), own.labels),
      others: others.filter((workload) => workload !== own && workload.path !== path).map((workload) => workload.path),
    };
  });
}
