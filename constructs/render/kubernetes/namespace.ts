import type { Construct } from "constructs";
import type { Platform } from "../../model/platform";
import type { Budget } from "../../model/quota";
import { Scope, scopeSegments } from "../../model/scope";
import type { KubernetesResource, ObjectOf } from "./kubernetes-object";
import { platformLabels } from "./labels";
import { allowDns, defaultDeny } from "./network-policy";
import { namespaceName } from "./place";
import { limitRange, remainingBudget, resourceQuota } from "./quota";
import type { RenderContext } from "./render-context";

interface NamespaceFacts {
  readonly path: string;
  readonly name: string;
  readonly budget: Budget | undefined;
  /** Budgets of the scopes right below, which have namespaces of their own. */
  readonly inner: Budget[];
}

/** The namespaces of a platform and its scopes, each with its walls. */
export function namespaceResources(context: RenderContext): readonly KubernetesResource[] {
  const { platform, problems } = context;
  const labels = platformLabels(platform);
  return namespacesOf(platform).flatMap(({ path, name, budget, inner }) => {
    const left = budget === undefined ? undefined : remainingBudget(budget, inner, path, problems);
    const objects = [
      namespaceObject(name, platform),
      defaultDeny(name, labels),
      allowDns(name, labels, context),
      ...(left === undefined ? [] : [resourceQuota(name, labels, left), limitRange(name, labels, left)]),
    ];
    return objects.map((object) => ({
      path,
      id: object.kind === "NetworkPolicy" ? `${object.kind}.${object.metadata.name}` : object.kind,
      object,
    }));
  });
}

function namespacesOf(platform: Platform): readonly NamespaceFacts[] {
  const root = { path: platform.node.id, name: namespaceName(platform, []), budget: platform.budget, inner: [] };
  const byScope = new Map<Construct, NamespaceFacts>([[platform, root]]);
  // A scope is added after those around it, because it is constructed inside them.
  for (const scope of platform.graph.scopes) {
    const name = namespaceName(platform, scopeSegments(scope));
    byScope.set(scope, { path: scope.node.path, name, budget: scope.budget, inner: [] });
    const outer = scope.node.scope === undefined ? undefined : byScope.get(Scope.of(scope.node.scope));
    if (scope.budget !== undefined) outer?.inner.push(scope.budget);
  }
  return [...byScope.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A namespace that refuses every pod which Pod Security "restricted" does not allow. */
function namespaceObject(name: string, platform: Platform): ObjectOf<"Namespace"> {
  const version = `v${platform.spec.cluster.version}`;
  const levels = ["audit", "enforce", "warn"].flatMap((mode): [string, string][] => [
    [`pod-security.kubernetes.io/${mode}`, "restricted"],
    [`pod-security.kubernetes.io/${mode}-version`, version],
  ]);
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { ...platformLabels(platform), ...Object.fromEntries<string>(levels) } },
  };
}
