import { listOf, objectOf, textsOf } from "../facts/json";
import { isWithin } from "./fields";
import { isUnplaced, isUnsureOf, objectIn } from "./joins";
import type { PropertyPath } from "./known";
import type { ReadResource } from "./resource";

/** Objects with their unknown values taken for what is best for some rules: what is broken even so, is broken. */
export interface World {
  readonly rules: ReadonlySet<string>;
  readonly read: readonly ReadResource[];
}

/** Rules about who reaches whom: a network policy can only make their findings fewer. */
const REACH: ReadonlySet<string> = new Set(["MTLS-001", "MTLS-002", "MTLS-003", "MTLS-007", "BASE-014"]);
/** Rules about sums: an object less can only make them smaller. */
const SUMS: ReadonlySet<string> = new Set(["QUOTA-001", "QUOTA-002", "QUOTA-003", "QUOTA-004"]);
/** TLS alone is what the public can be given. */
const PUBLIC: ReadonlySet<string> = new Set(["MTLS-001"]);

/**
 * The worlds that a guess of single values does not reach.
 *
 * @param named the objects, with a text for each unknown value
 * @param least the objects, with 0 for each unknown value
 */
export function worldsOf(named: readonly ReadResource[], least: readonly ReadResource[]): readonly World[] {
  const worlds: World[] = [];
  const policies = named.filter(({ kind }) => kind === "NetworkPolicy");
  if (policies.some(({ unknown }) => unknown.length > 0) || (policies.length > 0 && named.some(isUnplaced)))
    worlds.push({ rules: REACH, read: closed(named, policies) });
  const small = least.filter((resource) => !isUncountable(resource));
  if (small.length < least.length) worlds.push({ rules: SUMS, read: small });
  if (named.some(isUnsureService)) worlds.push({ rules: PUBLIC, read: named.map(published) });
  return worlds;
}

/** Fields of one amount: with 0 for it, the rest of the object still counts. */
const AMOUNT =
  /(?:^|\.)(?:replicas|parallelism|completions|maxSurge|resources\.(?:limits|requests)\.[^.]+|requests\.storage)$/;
/** Fields that decide how many pods and disks there are, which of them count, and what each takes. */
const COUNTED =
  /(?:^|\.)(?:spec|template|jobTemplate|containers(?:\.\d+)?|initContainers(?:\.\d+)?|resources|limits|requests|strategy(?:\.type)?|updateStrategy|rollingUpdate|restartPolicy|concurrencyPolicy|activeDeadlineSeconds|priorityClassName|volumes(?:\.\d+)?|volumeClaimTemplates(?:\.\d+)?|volumeClaimTemplate|ephemeral)$/;
/** What may be anything without a pod or a disk more or less. */
const UNCOUNTED = new Set(["ResourceQuota", "Namespace", "NetworkPolicy", "Service", "ConfigMap"]);

/** Whether something is unknown by which an object may take less than with 0 in its place. */
function isUncountable({ kind, unknown }: ReadResource): boolean {
  if (UNCOUNTED.has(kind)) return false;
  if (kind === "LimitRange" || kind === "HorizontalPodAutoscaler") return unknown.length > 0;
  return unknown.some((path) => path[0] === "spec" && counts(path));
}

function counts(path: PropertyPath): boolean {
  const text = path.join(".");
  // `resources` or a `spec` of something else: a variable may name an amount, a template of metadata none.
  if (/\.(?:env|envFrom|ports|volumeMounts|securityContext|affinity|metadata)(?:\.|$)/.test(text)) return false;
  return !AMOUNT.test(text) && COUNTED.test(text);
}

/** Every policy limits as much as it may, and lets in no one of whom it is not known. */
function closed(named: readonly ReadResource[], policies: readonly ReadResource[]): readonly ReadResource[] {
  const shut = policies.filter(isUnplaced);
  const placed = policies.length > shut.length;
  const namespaces = new Set(named.map((resource) => objectIn(resource)?.namespace ?? ""));
  const nowhere = new Set(named.filter(isUnplaced).map((resource) => objectIn(resource)?.namespace ?? ""));
  // A policy of an unknown namespace may be in any, and one of a known namespace where an object will be.
  const others = [...namespaces].filter((name) => (nowhere.has(name) ? placed : shut.length > 0));
  return [
    ...named.map((resource) => (policies.includes(resource) ? limited(resource) : resource)),
    ...others.map(shutter),
  ];
}

function limited(policy: ReadResource): ReadResource {
  const spec = objectOf(policy.object["spec"]);
  if (!isUnsureOf(policy, "spec")) return policy;
  const known = (side: "ingress" | "egress"): readonly unknown[] =>
    isUnsureOf(policy, "spec.podSelector")
      ? []
      : listOf(spec[side]).filter(
          (_, at) => !policy.unknown.some((path) => isWithin(`spec.${side}.${at}`, path.join("."))),
        );
  const types = textsOf(spec["policyTypes"]);
  const isOut = listOf(spec["egress"]).length > 0 || isUnsureOf(policy, "spec.egress");
  return {
    ...policy,
    object: {
      ...policy.object,
      spec: {
        podSelector: isUnsureOf(policy, "spec.podSelector") ? {} : spec["podSelector"],
        policyTypes: isUnsureOf(policy, "spec.policyTypes")
          ? ["Ingress", "Egress"]
          : types.length > 0
            ? types
            : ["Ingress", ...(isOut ? ["Egress"] : [])],
        ingress: known("ingress"),
        egress: known("egress"),
      },
    },
  };
}

/** A policy that lets nobody in or out. */
function shutter(namespace: string): ReadResource {
  const object = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "not-known-yet", namespace },
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  };
  return { urn: "", kind: "NetworkPolicy", object, unknown: [] };
}

function isUnsureService(resource: ReadResource): boolean {
  return resource.kind === "Service" && isUnsureOf(resource, "spec.type");
}

function published(resource: ReadResource): ReadResource {
  if (!isUnsureService(resource)) return resource;
  const spec = { ...objectOf(resource.object["spec"]), type: "LoadBalancer" };
  return { ...resource, object: { ...resource.object, spec } };
}
