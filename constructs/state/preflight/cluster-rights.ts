import { check, type Check } from "./check";
import { groupOf } from "./cluster-apis";
import type { ClusterNeeds } from "./cluster-needs";
import type { ClusterView, Right } from "./cluster-view";

/** How many questions are on their way at once. */
const AT_ONCE = 16;

/** An apply patches what is there and creates what is not; an init reads and creates Secrets. */
const APPLY = ["create", "patch"];
const INIT = ["get", "create"];

/** Whether whoever asks may do what an apply and an init do, a check for each place. */
export async function checkRights(needs: ClusterNeeds, cluster: ClusterView): Promise<readonly Check[]> {
  const wanted = await rightsOf(needs, cluster);
  const places = [...new Set(wanted.map(({ namespace }) => namespace))].sort();
  const checks: Check[] = [];
  for (const namespace of places) {
    const here = wanted.filter((right) => right.namespace === namespace);
    const missing = (await mayEverything(namespace, cluster)) ? [] : await missingRights(here, cluster);
    const subject = namespace === undefined ? "rights in the cluster" : `rights in ${namespace}`;
    const message =
      missing.length === 0 ? "are enough to apply and to init" : `lack: ${missing.map(rightText).join(", ")}`;
    checks.push(check("CLUSTER-006", missing.length === 0 ? "ok" : "failed", subject, message));
  }
  return checks;
}

async function rightsOf(needs: ClusterNeeds, cluster: ClusterView): Promise<readonly Right[]> {
  const rights: Right[] = [];
  for (const { apiVersion, kind, namespaces } of needs.kinds) {
    const known = await cluster.kinds(apiVersion);
    const resource = "seen" in known ? known.seen?.get(kind)?.plural : undefined;
    // A kind that is not known is told by another check; nobody can have rights to it.
    if (resource === undefined) continue;
    const verbs = kind === "Namespace" ? await namespaceVerbs(needs.ownNamespaces, cluster) : APPLY;
    const group = groupOf(apiVersion);
    rights.push(...namespaces.flatMap((namespace) => verbs.map((verb) => ({ verb, group, resource, namespace }))));
  }
  const secrets = needs.secretNamespaces.flatMap((namespace) =>
    INIT.map((verb) => ({ verb, group: "", resource: "secrets", namespace })),
  );
  return [...rights, ...secrets];
}

/** Namespaces are often made by somebody else: then it is enough to change them. */
async function namespaceVerbs(names: readonly string[], cluster: ClusterView): Promise<readonly string[]> {
  const found = await Promise.all(names.map((name) => cluster.read("v1", "Namespace", name)));
  const areThere = found.every((item) => "seen" in item && item.seen !== undefined);
  return areThere ? APPLY.filter((verb) => verb !== "create") : APPLY;
}

/** Most who may apply may do everything, and one question tells. */
function mayEverything(namespace: string | undefined, cluster: ClusterView): Promise<boolean> {
  return cluster.may({ verb: "*", group: "*", resource: "*", namespace });
}

async function missingRights(rights: readonly Right[], cluster: ClusterView): Promise<readonly Right[]> {
  const missing: Right[] = [];
  for (let start = 0; start < rights.length; start += AT_ONCE) {
    const some = rights.slice(start, start + AT_ONCE);
    const allowed = await Promise.all(some.map((right) => cluster.may(right)));
    missing.push(...some.filter((_, index) => allowed[index] === false));
  }
  return missing;
}

const rightText = ({ verb, group, resource }: Right): string => `${verb} ${resource}${group === "" ? "" : `.${group}`}`;
