import type { BindingFacts, RoleFacts } from "../cluster";
import { listOf, objectOf, textOf, textsOf } from "../json";
import type { KubernetesObject } from "./object";

const GROUP = "rbac.authorization.k8s.io";

/** Roles that the artifact defines. */
export function readRoles(objects: readonly KubernetesObject[]): readonly RoleFacts[] {
  return objects
    .filter(({ kind, group }) => group === GROUP && (kind === "Role" || kind === "ClusterRole"))
    .map(({ path, kind, body }) => ({
      path,
      isOfCluster: kind === "ClusterRole",
      rules: listOf(body["rules"]).map((item, index) => {
        const rule = objectOf(item);
        return {
          field: `rules[${index}]`,
          groups: textsOf(rule["apiGroups"]),
          resources: textsOf(rule["resources"]),
          verbs: textsOf(rule["verbs"]),
          names: textsOf(rule["resourceNames"]),
        };
      }),
    }));
}

/** Who has which role. */
export function readBindings(objects: readonly KubernetesObject[]): readonly BindingFacts[] {
  return objects
    .filter(({ kind, group }) => group === GROUP && (kind === "RoleBinding" || kind === "ClusterRoleBinding"))
    .map(({ path, kind, namespace, body }) => {
      const role = objectOf(body["roleRef"]);
      return {
        path,
        isOfCluster: kind === "ClusterRoleBinding",
        role: `${textOf(role["kind"]) ?? ""}/${textOf(role["name"]) ?? ""}`,
        subjects: listOf(body["subjects"]).map((item) => {
          const subject = objectOf(item);
          const name = textOf(subject["name"]) ?? "";
          return subject["kind"] === "ServiceAccount"
            ? `ServiceAccount/${textOf(subject["namespace"]) ?? namespace}/${name}`
            : `${textOf(subject["kind"]) ?? ""}/${name}`;
        }),
      };
    });
}
