import { isOpen, readPolicy, type Allowed, type PolicyRule } from "../../facts/kubernetes/network-policy";
import type { KubernetesObject } from "../../facts/kubernetes/object";
import { PodIndex } from "../../facts/kubernetes/pod-index";
import { isEmptySelector, readSelector } from "../../facts/kubernetes/selector";
import type { WorkloadFacts } from "../../facts/workload";
import type { FoundDanger } from "../danger";
import type { Comparison } from "./pairs";

/**
 * Namespaces whose every pod was limited, and is no more. Today's pods may have policies of their own; what comes later
 * has none, so that it starts out open.
 */
export function namespacePolicyDangers({ pair, all, objects }: Comparison): readonly FoundDanger[] {
  if (!objects.some(({ before, after }) => (after ?? before)?.kind === "NetworkPolicy")) return [];
  const olds = limitsOf(pair.before.facts.workloads, all.before);
  const news = limitsOf(pair.after.facts.workloads, all.after);
  return [...olds].flatMap(([namespace, old]) => {
    if (isGone(namespace, all)) return [];
    const now = news.get(namespace);
    return [
      ...lost(old.ingress, now?.ingress, namespace, "be called by"),
      ...lost(old.egress, now?.egress, namespace, "call"),
    ];
  });
}

function lost(before: Allowed, after: Allowed, namespace: string, verb: string): readonly FoundDanger[] {
  if (isOpen(before) || !isOpen(after)) return [];
  const who = `who a pod of the namespace may ${verb}`;
  const message =
    after === undefined
      ? `no policy for all pods limits any more ${who}: one that comes later is open`
      : `a policy for all pods lifts every limit on ${who}`;
  return [{ kind: "network", path: `Namespace/${namespace}`, message }];
}

interface Limits {
  ingress: Allowed;
  egress: Allowed;
}

/** What the policies that select all pods of a namespace say together, by namespace. */
function limitsOf(
  workloads: readonly WorkloadFacts[],
  objects: readonly KubernetesObject[],
): ReadonlyMap<string, Limits> {
  const index = new PodIndex(workloads, objects);
  const limits = new Map<string, Limits>();
  for (const policy of objects) {
    if (policy.kind !== "NetworkPolicy" || policy.group !== "networking.k8s.io") continue;
    if (!isEmptySelector(readSelector(policy.spec["podSelector"]))) continue;
    const rules = readPolicy(policy, index);
    const known = limits.get(policy.namespace) ?? { ingress: undefined, egress: undefined };
    limits.set(policy.namespace, {
      ingress: joined(known.ingress, rules.ingress),
      egress: joined(known.egress, rules.egress),
    });
  }
  return limits;
}

const joined = (a: Allowed, b: Allowed): readonly PolicyRule[] | undefined =>
  a === undefined ? b : b === undefined ? a : [...a, ...b];

/** Whether a namespace is given up with all that was in it, so that nothing comes later. */
function isGone(namespace: string, { before, after }: Comparison["all"]): boolean {
  const isOf = ({ path }: KubernetesObject): boolean =>
    path === `Namespace/${namespace}` || path.startsWith(`${namespace}/`);
  // A folder of policies alone says nothing of what else the namespace holds.
  return !after.some(isOf) && before.some((object) => isOf(object) && object.kind !== "NetworkPolicy");
}
