import { objectOf } from "../../facts/json";
import type { FoundDanger } from "../danger";
import type { Comparison } from "./pairs";

/** Groups of objects that a cluster has by itself; all other ones belong to operators, which act on a removal. */
const BUILT_IN = /^(?:|apps|batch|autoscaling|policy|(?:[a-z]+\.)*k8s\.io)$/;
const TOLD = new Set(["Namespace", "Service", "Ingress", "Secret", "CustomResourceDefinition"]);

/** What stops to be there: programs, ways to them, Secrets, whole namespaces, and what operators look after. */
export function removalDangers(comparison: Comparison): readonly FoundDanger[] {
  const { plain } = comparison;
  const workloads = comparison.removed
    .filter((workload) => workload.kind !== "job")
    .map(({ path, kind }): FoundDanger => {
      const message = kind === "stateful" ? "a program that keeps data is removed" : "the program is removed";
      return { kind: kind === "stateful" ? "data" : "removed", path: plain(path), message };
    });
  const namespaces = comparison.objects.flatMap(({ path, before, after }): readonly FoundDanger[] => {
    if (before === undefined || after !== undefined) return [];
    const { kind, group } = before;
    if (kind === "Namespace" || kind === "CustomResourceDefinition")
      return [{ kind: "data", path, message: `the ${kind} is removed, with everything that is in it` }];
    if (!BUILT_IN.test(group) && "storage" in objectOf(before.spec))
      return [{ kind: "data", path, message: `the ${kind} is removed, with its disks` }];
    return TOLD.has(kind) || (!BUILT_IN.test(group) && group !== "cert-manager.io")
      ? [{ kind: "removed", path, message: `the ${kind} is removed` }]
      : [];
  });
  return [...workloads, ...namespaces];
}
