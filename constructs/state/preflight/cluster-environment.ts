import { check, judge, type Check, type CheckStatus } from "./check";
import { isInside } from "./cidr";
import { field, items, text, type ClusterNeeds, type NamedObject } from "./cluster-needs";
import type { ClusterView, SeenObject } from "./cluster-view";

const DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";
const DEFAULT_INGRESS = "ingressclass.kubernetes.io/is-default-class";

/** Storage classes that volumes name, and the default one for those that name none. */
export async function checkStorage({ storageClasses }: ClusterNeeds, cluster: ClusterView): Promise<readonly Check[]> {
  if (storageClasses.length === 0) return [];
  const found = await cluster.list("storage.k8s.io/v1", "StorageClass");
  return judge("CLUSTER-004", "storage classes", found, (classes) =>
    storageClasses.map((name) => {
      if (name !== undefined) return namedClass("CLUSTER-004", "storage class", name, classes);
      const defaults = classes.filter(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === "true");
      const names = defaults.map(({ metadata }) => metadata.name).join(", ");
      const subject = "default storage class";
      if (defaults.length === 1) return check("CLUSTER-004", "ok", subject, `is ${names}`);
      if (defaults.length > 1) return check("CLUSTER-004", "warning", subject, `is not one but several: ${names}`);
      return check("CLUSTER-004", "failed", subject, `there is none; there are: ${namesOf(classes)}`);
    }),
  );
}

function namedClass(
  code: "CLUSTER-004" | "CLUSTER-009",
  what: string,
  name: string,
  classes: readonly SeenObject[],
): Check {
  const isThere = classes.some(({ metadata }) => metadata.name === name);
  return check(
    code,
    isThere ? "ok" : "failed",
    `${what} ${name}`,
    isThere ? "is there" : `is not there; there are: ${namesOf(classes)}`,
  );
}

const namesOf = (objects: readonly SeenObject[]): string =>
  objects.map(({ metadata }) => metadata.name).join(", ") || "none";

/** Issuers that are named and not made by the manifests. */
export async function checkIssuers({ issuers }: ClusterNeeds, cluster: ClusterView): Promise<readonly Check[]> {
  const checks = await Promise.all(issuers.map((issuer) => checkReady("CLUSTER-005", issuer, "Ready", cluster)));
  return checks.flat();
}

/** Whether an object is there, and says of itself that it works. */
async function checkReady(
  code: "CLUSTER-005" | "CLUSTER-009",
  { apiVersion, kind, name, namespace }: NamedObject,
  condition: string,
  cluster: ClusterView,
): Promise<readonly Check[]> {
  const subject = `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
  const known = await cluster.kinds(apiVersion);
  if ("seen" in known && known.seen?.has(kind) !== true) {
    return [check(code, "failed", subject, `is not there: the server knows no ${kind} of ${apiVersion}`)];
  }
  return judge(code, subject, await cluster.read(apiVersion, kind, name, namespace), (object) => {
    if (object === undefined) return check(code, "failed", subject, "is not there");
    const [status, message] = conditionOf(object, condition);
    return check(code, status, subject, message);
  });
}

function conditionOf(object: SeenObject, type: string): readonly [CheckStatus, string] {
  const conditions = items(field(object["status"], "conditions"));
  const found = conditions.find((condition) => field(condition, "type") === type);
  if (found === undefined) return ["failed", `does not say whether it is ${type}: nothing has taken care of it yet`];
  if (field(found, "status") === "True") return ["ok", `is ${type}`];
  return [
    "failed",
    `is not ${type}: ${text(field(found, "message")) ?? text(field(found, "reason")) ?? "it gives no reason"}`,
  ];
}

/** Pods of the cluster's DNS. */
export async function checkDns({ facts, hasPolicies }: ClusterNeeds, cluster: ClusterView): Promise<readonly Check[]> {
  if (!hasPolicies) return [];
  const { namespace, podLabels: labels } = facts.dns;
  const shown = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  const subject = `pods ${shown} in ${namespace}`;
  return judge("CLUSTER-007", subject, await cluster.list("v1", "Pod", { namespace, labels }), (pods) => {
    const message = pods.length === 0 ? "there are none: no name could be looked up" : `there are ${pods.length}`;
    return check("CLUSTER-007", pods.length === 0 ? "failed" : "ok", subject, message);
  });
}

/** Addresses of the API server, where a pod calls it or a range is said. */
export async function checkApiServer(needs: ClusterNeeds, cluster: ClusterView): Promise<readonly Check[]> {
  const { facts, callsApiServer } = needs;
  const { apiServerCidrs } = facts;
  if (!callsApiServer && apiServerCidrs.length === 0) return [];
  const subject = "API server";
  const choice = { namespace: "default", labels: { "kubernetes.io/service-name": "kubernetes" } };
  const found = await cluster.list("discovery.k8s.io/v1", "EndpointSlice", choice);
  return judge("CLUSTER-008", subject, found, (slices) => {
    const endpoints = slices.flatMap((slice) => items(slice["endpoints"]));
    const addresses = endpoints.flatMap((endpoint) => items(field(endpoint, "addresses"))).map(String);
    if (addresses.length === 0) return check("CLUSTER-008", "unknown", subject, "its Service tells no addresses");
    const outside = addresses.filter((address) => !apiServerCidrs.some((range) => isInside(address, range)));
    if (outside.length === 0)
      return check("CLUSTER-008", "ok", subject, `${addresses.join(", ")} are within the ranges`);
    const ranges = apiServerCidrs.join(", ") || "none";
    const message = `${outside.join(", ")} are in none of the ranges (${ranges})`;
    return check("CLUSTER-008", callsApiServer ? "failed" : "warning", subject, message);
  });
}

/** What leads in: the namespace that gateways accept from, classes of Ingresses, gateways that routes hang on. */
export async function checkWayIn(needs: ClusterNeeds, cluster: ClusterView): Promise<readonly Check[]> {
  const { facts, ingressClasses, gateways } = needs;
  const from = facts.ingressFrom?.namespace;
  const checks = await Promise.all([
    ...(from === undefined ? [] : [checkNamespace(from, cluster)]),
    ...(ingressClasses.length === 0 ? [] : [checkIngressClasses(ingressClasses, cluster)]),
    ...gateways.map((gateway) => checkReady("CLUSTER-009", gateway, "Programmed", cluster)),
  ]);
  return checks.flat();
}

async function checkNamespace(name: string, cluster: ClusterView): Promise<readonly Check[]> {
  const subject = `namespace ${name}`;
  return judge("CLUSTER-009", subject, await cluster.read("v1", "Namespace", name), (namespace) =>
    namespace === undefined
      ? check("CLUSTER-009", "failed", subject, "is not there, and gateways accept from nowhere else")
      : check("CLUSTER-009", "ok", subject, "is there"),
  );
}

async function checkIngressClasses(
  names: readonly (string | undefined)[],
  cluster: ClusterView,
): Promise<readonly Check[]> {
  const found = await cluster.list("networking.k8s.io/v1", "IngressClass");
  return judge("CLUSTER-009", "ingress classes", found, (classes) =>
    names.map((name) => {
      if (name !== undefined) return namedClass("CLUSTER-009", "ingress class", name, classes);
      const chosen = classes.find(({ metadata }) => metadata.annotations?.[DEFAULT_INGRESS] === "true");
      const subject = "default ingress class";
      if (chosen !== undefined) return check("CLUSTER-009", "ok", subject, `is ${chosen.metadata.name}`);
      // Controllers may take what names no class.
      return check("CLUSTER-009", "warning", subject, `there is none; there are: ${namesOf(classes)}`);
    }),
  );
}
