import type { BindingFacts, DanglingFacts } from "../cluster";
import { isObject, listOf, objectOf, scalarText, textOf, wholeNumber } from "../json";
import type { WorkloadFacts } from "../workload";
import type { KubernetesObject } from "./object";
import type { PodIndex } from "./pod-index";
import { isEmptySelector, readSelector, selectorText } from "./selector";

/** Kinds of others that start no pods. Any other kind may be read by an operator that does. */
const INERT = /(?:^|\.)(?:k8s\.io|cert-manager\.io|external-secrets\.io|gateway\.networking\.k8s\.io)$/;

/** What is named and is not there. What a cluster, or an operator in it, may hold by itself is not told. */
export function readDangling(
  workloads: readonly WorkloadFacts[],
  objects: readonly KubernetesObject[],
  bindings: readonly BindingFacts[],
  index: PodIndex,
): readonly DanglingFacts[] {
  const paths = new Map(objects.map((object) => [object.path, object]));
  const operated = new Set(
    objects.filter(({ group }) => group.includes(".") && !INERT.test(group)).map(({ namespace }) => namespace),
  );
  const pods = (object: KubernetesObject, selector: unknown, field: string): readonly DanglingFacts[] => {
    if (!isObject(selector) || operated.has(object.namespace)) return [];
    const { members } = index.pods(selector, object.namespace);
    const read = readSelector(selector);
    if (members.size > 0 || isEmptySelector(read)) return [];
    return [{ object: object.path, path: `${object.path}:${field}`, what: selectorText(read) }];
  };
  return [
    ...objects.flatMap((object) => {
      switch (object.kind) {
        case "Service":
          return object.group === "" ? danglingService(object, workloads, index, pods) : [];
        case "NetworkPolicy":
          return object.group === "networking.k8s.io"
            ? [...pods(object, object.spec["podSelector"], "spec.podSelector"), ...danglingPeers(object, pods)]
            : [];
        case "PodDisruptionBudget":
          return pods(object, object.spec["selector"], "spec.selector");
        case "Ingress":
          return danglingBackends(object, paths);
        case "HorizontalPodAutoscaler":
          return danglingTarget(object, paths);
        default:
          return [];
      }
    }),
    ...danglingAccounts(workloads, paths),
    ...danglingRoles(bindings, paths),
  ];
}

type ObjectPaths = ReadonlyMap<string, KubernetesObject>;

type Pods = (object: KubernetesObject, selector: unknown, field: string) => readonly DanglingFacts[];

function danglingService(
  service: KubernetesObject,
  workloads: readonly WorkloadFacts[],
  index: PodIndex,
  pods: Pods,
): readonly DanglingFacts[] {
  const selector = service.spec["selector"];
  if (!isObject(selector) || Object.keys(selector).length === 0) return [];
  const missing = pods(service, { matchLabels: selector }, "spec.selector");
  if (missing.length > 0) return missing;
  const found = [...index.pods({ matchLabels: selector }, service.namespace).members].flatMap(
    (at) => workloads[at] ?? [],
  );
  if (found.length === 0) return [];
  return listOf(service.spec["ports"]).flatMap((item, position) => {
    const target = textOf(objectOf(item)["targetPort"]);
    // A number need not be declared; a name is found among what containers declare, or nowhere.
    if (target === undefined || wholeNumber(target) !== undefined) return [];
    const isDeclared = found.some(({ containers }) =>
      containers.some(({ ports }) => ports.some(({ name }) => name === target)),
    );
    return isDeclared
      ? []
      : [
          {
            object: service.path,
            path: `${service.path}:spec.ports[${position}].targetPort`,
            what: `a port ${target}`,
          },
        ];
  });
}

/** Peers in a policy's own namespace; those of others are started by somebody else. */
function danglingPeers(policy: KubernetesObject, pods: Pods): readonly DanglingFacts[] {
  return (["ingress", "egress"] as const).flatMap((way) =>
    listOf(policy.spec[way]).flatMap((item, position) =>
      listOf(objectOf(item)[way === "ingress" ? "from" : "to"]).flatMap((peer, place) => {
        const { podSelector, namespaceSelector } = objectOf(peer);
        const side = way === "ingress" ? "from" : "to";
        return isObject(namespaceSelector)
          ? []
          : pods(policy, podSelector, `spec.${way}[${position}].${side}[${place}].podSelector`);
      }),
    ),
  );
}

function danglingBackends(ingress: KubernetesObject, paths: ObjectPaths): readonly DanglingFacts[] {
  const { spec, path, namespace } = ingress;
  const backends: (readonly [string, unknown])[] = [["spec.defaultBackend", spec["defaultBackend"]]];
  listOf(spec["rules"]).forEach((rule, at) => {
    listOf(objectOf(objectOf(rule)["http"])["paths"]).forEach((item, place) => {
      backends.push([`spec.rules[${at}].http.paths[${place}].backend`, objectOf(item)["backend"]]);
    });
  });
  return backends.flatMap(([field, backend]) => {
    const reference = objectOf(objectOf(backend)["service"]);
    const name = textOf(reference["name"]);
    if (name === undefined) return [];
    const service = `${namespace}/Service/${name}`;
    const found = paths.get(service);
    if (found === undefined)
      return [{ object: path, path: `${path}:${field}`, what: `the service ${namespace}/${name}` }];
    const { number, name: portName } = objectOf(reference["port"]);
    const ports = listOf(found.spec["ports"]).map(objectOf);
    const isThere = ports.some((port) =>
      portName === undefined ? port["port"] === number : port["name"] === portName,
    );
    const port = scalarText(portName ?? number) ?? "";
    return isThere
      ? []
      : [{ object: path, path: `${path}:${field}`, what: `a port ${port} of the service ${namespace}/${name}` }];
  });
}

function danglingTarget(scaler: KubernetesObject, paths: ObjectPaths): readonly DanglingFacts[] {
  const { kind, name } = objectOf(scaler.spec["scaleTargetRef"]);
  const target = `${scaler.namespace}/${textOf(kind) ?? ""}/${textOf(name) ?? ""}`;
  // Something of an operator's can be scaled too, and need not be here.
  if (paths.has(target) || !["Deployment", "StatefulSet", "ReplicaSet"].includes(textOf(kind) ?? "")) return [];
  return [{ object: scaler.path, path: `${scaler.path}:spec.scaleTargetRef`, what: target }];
}

function danglingAccounts(workloads: readonly WorkloadFacts[], paths: ObjectPaths): readonly DanglingFacts[] {
  return workloads.flatMap(({ path, scope, pod: { account } }) =>
    account === undefined || account === "default" || paths.has(`${scope}/ServiceAccount/${account}`)
      ? []
      : [{ object: path, path: `${path}:serviceAccountName`, what: `the service account ${scope}/${account}` }],
  );
}

/** A role of a namespace comes with what needs it; a cluster has roles of its own. */
function danglingRoles(bindings: readonly BindingFacts[], paths: ObjectPaths): readonly DanglingFacts[] {
  return bindings.flatMap(({ path, role, isOfCluster }) => {
    if (isOfCluster || !role.startsWith("Role/")) return [];
    const namespace = path.split("/")[0] ?? "";
    return paths.has(`${namespace}/${role}`)
      ? []
      : [{ object: path, path: `${path}:roleRef`, what: `the role ${namespace}/${role.slice("Role/".length)}` }];
  });
}
