import type { Diagnostics } from "../../model/diagnostics";
import type { Budget } from "../../model/quota";
import { Cpu, Size } from "../../model/units";
import type { ObjectOf } from "./kubernetes-object";
import type { Labels } from "./plain";

/** What containers get that state nothing: never ours, but an operator's or a debugger's may stand among them. */
const DEFAULT = { cpu: Cpu.millicores(500), memory: Size.mebibytes(512) };
const DEFAULT_REQUEST = { cpu: Cpu.millicores(100), memory: Size.mebibytes(128) };

/**
 * What is left of a budget for its own namespace: a scope's budget covers the scopes below it, and those have
 * namespaces, and quotas, of their own.
 */
export function remainingBudget(budget: Budget, inner: readonly Budget[], path: string, problems: Diagnostics): Budget {
  const left = (field: string, whole: number, parts: readonly number[], show: (amount: number) => string): number => {
    const taken = parts.reduce((sum, part) => sum + part, 0);
    if (taken > whole) {
      problems.add("ASH-UNIT-005", {
        path: `${path}:budget.${field}`,
        message: "the budgets of the scopes inside are larger than the budget around them",
        value: show(taken),
        allowed: `at most ${show(whole)}`,
      });
    }
    return Math.max(0, whole - taken);
  };
  const size = (bytes: number): string => Size.bytes(bytes).toString();
  const { cpu, memory, storage, pods } = budget;
  const cpus = inner.map((part) => part.cpu.millicores);
  const storages = inner.flatMap((part) => (part.storage === undefined ? [] : [part.storage.bytes]));
  const counts = inner.flatMap((part) => (part.pods === undefined ? [] : [part.pods]));
  return {
    cpu: Cpu.millicores(left("cpu", cpu.millicores, cpus, (amount) => Cpu.millicores(amount).toString())),
    memory: Size.bytes(
      left(
        "memory",
        memory.bytes,
        inner.map((part) => part.memory.bytes),
        size,
      ),
    ),
    ...(storage === undefined ? {} : { storage: Size.bytes(left("storage", storage.bytes, storages, size)) }),
    ...(pods === undefined ? {} : { pods: left("pods", pods, counts, String) }),
  };
}

/** A namespace's ceiling. Requests and limits are both held against it. */
export function resourceQuota(namespace: string, labels: Labels, budget: Budget): ObjectOf<"ResourceQuota"> {
  const { cpu, memory, storage, pods } = budget;
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "budget", namespace, labels },
    spec: {
      hard: {
        "limits.cpu": cpu.toString(),
        "limits.memory": memory.toString(),
        ...(pods === undefined ? {} : { pods: String(pods) }),
        "requests.cpu": cpu.toString(),
        "requests.memory": memory.toString(),
        ...(storage === undefined ? {} : { "requests.storage": storage.toString() }),
      },
    },
  };
}

/** What a single container may take: no more than the namespace has, and something where it states nothing. */
export function limitRange(namespace: string, labels: Labels, budget: Budget): ObjectOf<"LimitRange"> {
  const within = (wish: { readonly cpu: Cpu; readonly memory: Size }) => ({
    cpu: Cpu.millicores(Math.min(wish.cpu.millicores, budget.cpu.millicores)).toString(),
    memory: Size.bytes(Math.min(wish.memory.bytes, budget.memory.bytes)).toString(),
  });
  return {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: { name: "containers", namespace, labels },
    spec: {
      limits: [
        { type: "Container", default: within(DEFAULT), defaultRequest: within(DEFAULT_REQUEST), max: within(budget) },
      ],
    },
  };
}
