import type { Prerequisite } from "../../model/prerequisite";
import { check, isAtLeast, judge, versionNumbers, type Check } from "./check";
import type { ClusterNeeds, NeededKind } from "./cluster-needs";
import type { ClusterView, SeenObject } from "./cluster-view";

/** The server's own version. */
export async function checkVersion({ facts }: ClusterNeeds, cluster: ClusterView): Promise<readonly Check[]> {
  const subject = "server";
  return judge("CLUSTER-001", subject, await cluster.version(), (version) => {
    const enough = isAtLeast(version, facts.version);
    const message = `is ${version}, cluster.version is ${facts.version}`;
    if (enough === undefined) return check("CLUSTER-001", "unknown", subject, `tells no version: ${version}`);
    return check("CLUSTER-001", enough ? "ok" : "failed", subject, message);
  });
}

/** Whether each kind is known. What is missing because a prerequisite is missing is told once, by its name. */
export async function checkKinds(needs: ClusterNeeds, cluster: ClusterView): Promise<readonly Check[]> {
  const versions = [...new Set(needs.kinds.map(({ apiVersion }) => apiVersion))];
  const checks = await Promise.all(
    versions.map(async (apiVersion) => {
      const wanted = needs.kinds.filter((kind) => kind.apiVersion === apiVersion).map(({ kind }) => kind);
      const bringer = needs.prerequisites.find(({ apiGroups }) => apiGroups.includes(groupOf(apiVersion)));
      return judge("CLUSTER-002", apiVersion, await cluster.kinds(apiVersion), (known) => {
        const missing = wanted.filter((kind) => known?.has(kind) !== true);
        if (missing.length === 0) return check("CLUSTER-002", "ok", apiVersion, `knows ${wanted.join(", ")}`);
        const message = known === undefined ? "is not known" : `knows no ${missing.join(", ")}`;
        return check(
          "CLUSTER-002",
          "failed",
          apiVersion,
          message,
          bringer === undefined ? undefined : installed(bringer),
        );
      });
    }),
  );
  return checks.flat();
}

function installed({ name, version, why }: Prerequisite): string {
  return `install ${name} ${version} or newer, with its resource definitions: it ${why}`;
}

/** Where resource definitions carry the version of what brought them, the surest first. */
const VERSION_PLACES = [
  // What the Gateway API's own definitions say; labels are whoever's who installed them.
  { in: "annotations", key: "gateway.networking.k8s.io/bundle-version" },
  { in: "labels", key: "app.kubernetes.io/version" },
  { in: "labels", key: "helm.sh/chart" },
] as const;

/** How new each prerequisite is, as its resource definitions say. That it is there at all is told by its kinds. */
export async function checkPrerequisites(needs: ClusterNeeds, cluster: ClusterView): Promise<readonly Check[]> {
  const checks = await Promise.all(needs.prerequisites.map((item) => checkPrerequisite(item, needs, cluster)));
  return checks.flat();
}

async function checkPrerequisite(
  { name, version: least, apiGroups }: Prerequisite,
  { kinds }: ClusterNeeds,
  cluster: ClusterView,
): Promise<readonly Check[]> {
  const used = kinds.find(({ apiVersion }) => apiGroups.includes(groupOf(apiVersion)));
  if (used === undefined) return [];
  const definition = await definitionName(used, cluster);
  if (definition === undefined) return [];
  const found = await cluster.read("apiextensions.k8s.io/v1", "CustomResourceDefinition", definition);
  return judge("CLUSTER-003", name, found, (object) => {
    const version = versionOf(object);
    if (version === undefined) {
      const cure = `make sure that it is ${least} or newer`;
      return check("CLUSTER-003", "unknown", name, `${definition} does not tell its version`, cure);
    }
    const enough = isAtLeast(version, least) === true;
    const message = `is ${version}, and must be ${least} or newer`;
    return check("CLUSTER-003", enough ? "ok" : "failed", name, message, `upgrade ${name} to ${least} or newer`);
  });
}

/** Undefined when the kind is not there. */
async function definitionName({ apiVersion, kind }: NeededKind, cluster: ClusterView): Promise<string | undefined> {
  const known = await cluster.kinds(apiVersion);
  const plural = "seen" in known ? known.seen?.get(kind)?.plural : undefined;
  return plural === undefined ? undefined : `${plural}.${groupOf(apiVersion)}`;
}

function versionOf(definition: SeenObject | undefined): string | undefined {
  return VERSION_PLACES.map((place) => definition?.metadata[place.in]?.[place.key]).find(
    (value) => value !== undefined && versionNumbers(value) !== undefined,
  );
}

/** The group of an API version; the core's is empty. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}
