import type { Document } from "../fixtures/edit";

/** A role of the name `web`. */
export function role(kind: "Role" | "ClusterRole", ...rules: readonly Document[]): Document {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind,
    metadata: { name: "web", ...(kind === "Role" ? { namespace: "acme" } : {}) },
    rules,
  };
}

/** Who has a role, by the name `web`. */
export function binding(
  kind: "RoleBinding" | "ClusterRoleBinding",
  roleRef: Document,
  ...subjects: Document[]
): Document {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind,
    metadata: { name: "web", ...(kind === "RoleBinding" ? { namespace: "acme" } : {}) },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", ...roleRef },
    subjects,
  };
}
