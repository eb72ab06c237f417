import {
  QUOTA_KEYS,
  type LimitFacts,
  type QuotaCondition,
  type QuotaFacts,
  type QuotaKey,
  type ScopeFacts,
} from "../facts";
import { listOf, objectOf, textOf, textsOf } from "../json";
import { kubernetesBytes, kubernetesCpu, kubernetesQuantity } from "../quantity";
import type { WorkloadFacts } from "../workload";
import type { KubernetesObject } from "./object";

/** Short and long names of what a quota counts. */
const KEYS: ReadonlyMap<string, QuotaKey> = new Map<string, QuotaKey>([
  ...QUOTA_KEYS.map((key) => [key, key] as const),
  ["cpu", "requests.cpu"],
  ["memory", "requests.memory"],
  ["count/pods", "pods"],
  ["count/persistentvolumeclaims", "persistentvolumeclaims"],
]);

/** Every namespace that the artifact names or puts workloads in, with what limits it. */
export function readScopes(
  workloads: readonly WorkloadFacts[],
  objects: readonly KubernetesObject[],
): readonly ScopeFacts[] {
  const scopes = new Map<string, { quotas: QuotaFacts[]; limits: LimitFacts[] }>();
  const scope = (name: string): { quotas: QuotaFacts[]; limits: LimitFacts[] } => {
    const found = scopes.get(name) ?? { quotas: [], limits: [] };
    scopes.set(name, found);
    return found;
  };
  for (const { scope: name } of workloads) scope(name);
  for (const object of objects) {
    if (object.group !== "") continue;
    if (object.kind === "Namespace") scope(object.name);
    if (object.kind === "ResourceQuota") scope(object.namespace).quotas.push(readQuota(object));
    if (object.kind === "LimitRange") scope(object.namespace).limits.push(...readLimits(object));
  }
  const sorted = [...scopes].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, facts]) => ({ name, path: `Namespace/${name}`, ...facts }));
}

function readQuota(object: KubernetesObject): QuotaFacts {
  const hard = new Map<QuotaKey, number>();
  const unreadable: string[] = [];
  for (const [name, value] of Object.entries(objectOf(object.spec["hard"]))) {
    const key = KEYS.get(name);
    if (key === undefined) continue;
    const amount = amountOf(key, value);
    if (amount === undefined) unreadable.push(name);
    // `cpu` and `requests.cpu` are the same thing; the tighter one counts.
    else hard.set(key, Math.min(amount, hard.get(key) ?? amount));
  }
  return { path: object.path, scope: object.namespace, hard, conditions: readConditions(object), unreadable };
}

function amountOf(key: QuotaKey, value: unknown): number | undefined {
  if (key.endsWith(".cpu")) return kubernetesCpu(value);
  return key === "pods" || key === "persistentvolumeclaims" ? kubernetesQuantity(value) : kubernetesBytes(value);
}

/** Named scopes and expressions on them; the ones that do not tell pods apart by what is known here are left out. */
function readConditions({ spec }: KubernetesObject): readonly QuotaCondition[] {
  const conditions: QuotaCondition[] = [];
  const add = (scopeName: string, operator: string, values: readonly string[]): void => {
    const negated = operator === "DoesNotExist" || operator === "NotIn";
    const is = negated ? "is-not" : "is";
    const not = negated ? "is" : "is-not";
    if (scopeName === "Terminating") conditions.push({ on: "deadline", operator: is, values: [] });
    if (scopeName === "NotTerminating") conditions.push({ on: "deadline", operator: not, values: [] });
    if (scopeName === "BestEffort") conditions.push({ on: "best-effort", operator: is, values: [] });
    if (scopeName === "NotBestEffort") conditions.push({ on: "best-effort", operator: not, values: [] });
    if (scopeName !== "PriorityClass") return;
    const listed = operator === "In" || operator === "NotIn";
    conditions.push({ on: "priority-class", operator: listed ? (negated ? "not-in" : "in") : is, values });
  };
  for (const name of textsOf(spec["scopes"])) add(name, "Exists", []);
  for (const item of listOf(objectOf(spec["scopeSelector"])["matchExpressions"])) {
    const { scopeName, operator, values } = objectOf(item);
    add(textOf(scopeName) ?? "", textOf(operator) ?? "", textsOf(values));
  }
  return conditions;
}

function readLimits(object: KubernetesObject): readonly LimitFacts[] {
  return listOf(object.spec["limits"])
    .map(objectOf)
    .filter((item) => item["type"] === "Container")
    .map((item) => {
      const max = amounts(item["max"]);
      const defaultLimit = amounts(item["default"]);
      const defaultRequest = amounts(item["defaultRequest"]);
      // As the API server fills in: an unsaid default is the maximum, an unsaid default request the default.
      const limit = { cpu: defaultLimit.cpu ?? max.cpu, memory: defaultLimit.memory ?? max.memory };
      return {
        path: object.path,
        scope: object.namespace,
        max,
        min: amounts(item["min"]),
        defaultLimit: limit,
        defaultRequest: { cpu: defaultRequest.cpu ?? limit.cpu, memory: defaultRequest.memory ?? limit.memory },
      };
    });
}

function amounts(value: unknown): LimitFacts["max"] {
  const item = objectOf(value);
  return { cpu: kubernetesCpu(item["cpu"]), memory: kubernetesBytes(item["memory"]) };
}
