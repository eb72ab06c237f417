import { isObject, objectOf, scalarText, type Json } from "../facts/json";
import { isSealed } from "./sealed";

type KeyOf = (item: Json) => string | undefined;

const by =
  (...keys: readonly string[]): KeyOf =>
  (item) => {
    // A key stands in paths, which everybody reads.
    const parts = keys.map((key) => (isSealed(item[key]) ? undefined : scalarText(item[key])));
    return parts.some((part) => part !== undefined) ? parts.filter((part) => part !== undefined).join("/") : undefined;
  };

/** The name of the one object inside: `{ secret: { name: … } }`. */
const byInner: KeyOf = (item) => {
  const [kind, inner] = Object.entries(item).find(([, value]) => isObject(value)) ?? [];
  const name = kind === undefined ? undefined : by("name", "secretName", "path")(objectOf(inner));
  return kind === undefined ? undefined : `${kind} ${name ?? ""}`.trim();
};

/** By what a list's members are told apart: Kubernetes' own merge keys, and what plays their part in Compose. */
const KEYS: Readonly<Record<string, readonly KeyOf[]>> = {
  ports: [
    by("name"),
    by("containerPort", "port", "target", "protocol"),
    by("host_ip", "published", "target", "protocol"),
  ],
  volumeMounts: [by("mountPath"), by("mountPath", "subPath")],
  volumeDevices: [by("devicePath")],
  volumeClaimTemplates: [(item) => by("name")(objectOf(item["metadata"]))],
  volumes: [by("name"), by("target")],
  configs: [by("target"), by("source")],
  secrets: [by("target"), by("source")],
  env_file: [by("path")],
  rules: [(item) => ("http" in item ? (scalarText(item["host"]) ?? "*") : undefined), by("name")],
  paths: [by("path"), by("path", "pathType")],
  tls: [by("secretName")],
  subjects: [by("kind", "namespace", "name")],
  items: [by("key")],
  sources: [byInner],
  envFrom: [byInner],
  conditions: [by("type")],
  onPodConditions: [by("type")],
  limits: [by("type")],
  hostAliases: [by("ip")],
  topologySpreadConstraints: [by("topologyKey")],
  ownerReferences: [by("uid"), by("kind", "name")],
};

const ANY: readonly KeyOf[] = [by("name"), by("key"), by("id")];

/** Lists in which order says nothing, and members have no name. */
const SETS = new Set(
  (
    "drop add cap_add cap_drop security_opt group_add accessModes policyTypes finalizers verbs resources apiGroups " +
    "resourceNames nonResourceURLs dnsNames ipAddresses uris emailAddresses usages hosts values namespaces hostnames " +
    "loadBalancerSourceRanges externalIPs except expose profiles aliases tmpfs devices mountOptions supplementalGroups " +
    "from to ingress egress rules tolerations matchExpressions allowedTopologies nodeSelectorTerms egressDeny ingressDeny " +
    "preferredDuringSchedulingIgnoredDuringExecution requiredDuringSchedulingIgnoredDuringExecution ports imagePullSecrets"
  ).split(" "),
);

/** Lists whose members have names and whose order counts all the same. */
const ORDERED = new Set(["initContainers", "envFrom", "env_file"]);

/** Whether a list's order says nothing although its members have no name. */
export const isSet = (field: string): boolean => SETS.has(field);

/** Whether a list's order counts although its members have names. */
export const isOrdered = (field: string): boolean => ORDERED.has(field);

/** A key for each member of both lists, unique in its own; undefined when there is no such key. */
export function memberKeys(
  field: string,
  before: readonly unknown[],
  after: readonly unknown[],
): readonly [readonly string[], readonly string[]] | undefined {
  if (![...before, ...after].every(isObject)) return undefined;
  const candidates = [...(Object.hasOwn(KEYS, field) ? (KEYS[field] ?? []) : []), ...ANY];
  for (const keyOf of candidates) {
    const sides = [before, after].map((list) => list.map((item) => keyOf(objectOf(item))));
    if (sides.every((keys) => !keys.includes(undefined) && new Set(keys).size === keys.length))
      return sides as [string[], string[]];
  }
  return undefined;
}
