import { listOf, objectOf, scalarText, textsOf } from "../../facts/json";
import type { KubernetesObject } from "../../facts/kubernetes/object";
import type { FoundDanger } from "../danger";
import { hostPathDangers } from "./host-paths";
import type { Comparison } from "./pairs";

/** Rights that somebody gains: of the API, over the machine, or by a namespace that asks less of its pods. */
export function rightsDangers(comparison: Comparison): readonly FoundDanger[] {
  return [...grants(comparison), ...levels(comparison), ...powers(comparison), ...hostPathDangers(comparison)];
}

const rights = (path: string, message: string): FoundDanger => ({ kind: "rights", path, message });

function grants(comparison: Comparison): readonly FoundDanger[] {
  return comparison.objects.flatMap(({ path, before, after }) => {
    if (after === undefined) return [];
    const olds = new Set(before === undefined ? [] : grantsOf(before));
    return grantsOf(after)
      .filter((grant) => !olds.has(grant))
      .map((grant) => rights(path, grant));
  });
}

/** A role as single permissions, a binding as single holders. */
function grantsOf({ kind, body }: KubernetesObject): readonly string[] {
  if (kind === "Role" || kind === "ClusterRole") {
    return listOf(body["rules"]).flatMap((item) => {
      const rule = objectOf(item);
      const names = textsOf(rule["resourceNames"]);
      const which = names.length === 0 ? "" : ` named ${names.join(", ")}`;
      const groups = textsOf(rule["apiGroups"]);
      const resources = (groups.length === 0 ? [""] : groups).flatMap((group) =>
        textsOf(rule["resources"]).map((resource) => (group === "" ? resource : `${resource}.${group}`)),
      );
      return textsOf(rule["verbs"]).flatMap((verb) =>
        [...resources, ...textsOf(rule["nonResourceURLs"])].map((what) => `it allows to ${verb} ${what}${which}`),
      );
    });
  }
  if (kind !== "RoleBinding" && kind !== "ClusterRoleBinding") return [];
  const role = objectOf(body["roleRef"]);
  return listOf(body["subjects"]).map((item) => {
    const subject = objectOf(item);
    const who = [subject["kind"], subject["namespace"], subject["name"]].flatMap((part) => scalarText(part) ?? []);
    return `it gives ${scalarText(role["kind"]) ?? ""} ${scalarText(role["name"]) ?? ""} to ${who.join("/")}`;
  });
}

const LEVELS = ["privileged", "baseline", "restricted"];
const ENFORCE = "pod-security.kubernetes.io/enforce";

/** What a namespace asks of its pods. */
function levels(comparison: Comparison): readonly FoundDanger[] {
  return comparison.objects.flatMap(({ path, before, after }) => {
    if (before === undefined || after === undefined || after.kind !== "Namespace") return [];
    const [old, now] = [before, after].map(({ labels }) => labels.get(ENFORCE) ?? "privileged");
    return LEVELS.indexOf(now ?? "") < LEVELS.indexOf(old ?? "")
      ? [rights(path, `it asks its pods to be ${now ?? ""}, no longer ${old ?? ""}`)]
      : [];
  });
}

/** What a program may do to its machine, or to the cluster. */
function powers(comparison: Comparison): readonly FoundDanger[] {
  const { plain } = comparison;
  return comparison.workloads.flatMap(({ before, after }) => [
    ...(after.tokenMounted && !before.tokenMounted ? [rights(plain(after.path), "it gets a token of the API")] : []),
    ...after.containers.flatMap((container) => {
      const old = before.containers.find(({ name }) => name === container.name);
      if (old === undefined) return [];
      const path = plain(container.path);
      const added = container.capabilities.added.filter((name) => !old.capabilities.added.includes(name));
      return [
        ...(container.privileged && !old.privileged ? [rights(path, "it is privileged")] : []),
        ...(container.user === 0 && old.user !== 0 ? [rights(path, "it runs as root")] : []),
        ...added.map((name) => rights(path, `it gains the capability ${name}`)),
      ];
    }),
  ]);
}
