import { check, type Check } from "./check";
import { checkKinds, checkPrerequisites, checkVersion } from "./cluster-apis";
import { checkApiServer, checkDns, checkIssuers, checkStorage, checkWayIn } from "./cluster-environment";
import type { ClusterNeeds } from "./cluster-needs";
import { checkRights } from "./cluster-rights";
import type { ClusterView } from "./cluster-view";

/**
 * Looks whether a cluster has what a platform needs, and whether the facts that the platform says of it are true. It
 * changes nothing.
 *
 * @throws TroubleError ASH-STATE-003 and ASH-STATE-004: see {@link ClusterView}
 */
export async function preflightCluster(needs: ClusterNeeds, cluster: ClusterView): Promise<readonly Check[]> {
  // The first question alone: a cluster out of reach is told once.
  const version = await checkVersion(needs, cluster);
  const others = await Promise.all([
    checkKinds(needs, cluster),
    checkPrerequisites(needs, cluster),
    checkStorage(needs, cluster),
    checkIssuers(needs, cluster),
    checkRights(needs, cluster),
    checkDns(needs, cluster),
    checkApiServer(needs, cluster),
    checkWayIn(needs, cluster),
  ]);
  return [...version, ...others.flat(), ...policies(needs)];
}

/** The one thing that no question to the API server can tell. */
function policies({ hasPolicies }: ClusterNeeds): readonly Check[] {
  if (!hasPolicies) return [];
  return [check("CLUSTER-010", "unknown", "network policies", "whether anything enforces them cannot be seen")];
}
