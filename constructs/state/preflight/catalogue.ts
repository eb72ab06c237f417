import type { Target } from "../../model/target";

/** What is known of a check before it is made. */
export interface CheckFacts {
  /** What holds when it is well. */
  readonly title: string;
  readonly target: Target;
  readonly why: string;
  readonly cure: string;
}

const cluster = (title: string, why: string, cure: string): CheckFacts => ({ title, target: "kubernetes", why, cure });
const host = (title: string, why: string, cure: string): CheckFacts => ({ title, target: "compose", why, cure });

const CHECKS = {
  "CLUSTER-001": cluster(
    "the server is as new as cluster.version says",
    "manifests use what that version has; an older server refuses or ignores it",
    "upgrade the cluster, or set cluster.version to its version if the library allows it",
  ),
  "CLUSTER-002": cluster(
    "the server knows every kind that the manifests use",
    "an object of an unknown kind is refused in the middle of an apply",
    "install what brings the kind, before the manifests are applied",
  ),
  "CLUSTER-003": cluster(
    "every prerequisite is as new as it must be",
    "fields of a newer version are dropped by an older one, in silence",
    "upgrade it",
  ),
  "CLUSTER-004": cluster(
    "every storage class that volumes ask for is there",
    "a claim without a class waits for ever, and so does its database",
    "set cluster.storageClass to one that is there, or mark one as the cluster's default",
  ),
  "CLUSTER-005": cluster(
    "every issuer that certificates name is there and Ready",
    "without certificates no server starts, and no client is let in",
    "make the issuer, mend it, or leave cluster.issuer out for a CA of the platform's own",
  ),
  "CLUSTER-006": cluster(
    "whoever runs this may make and change every object",
    "an apply that is refused half way leaves half a platform",
    "have the named rights given to the user of the kubeconfig, or apply as another",
  ),
  "CLUSTER-007": cluster(
    "pods with the labels of cluster.dns run where it says",
    "network policies let questions for names through to those pods alone",
    "set cluster.dns to the namespace and the labels of the cluster's DNS pods",
  ),
  "CLUSTER-008": cluster(
    "cluster.apiServerCidrs hold the addresses of the API server",
    "network policies see the server's own addresses, behind that of its Service",
    "set cluster.apiServerCidrs to ranges that hold the named addresses",
  ),
  "CLUSTER-009": cluster(
    "what leads in from outside is there: namespace, class or gateway",
    "a route that hangs on nothing is accepted and never served",
    "make what is named, or correct its name",
  ),
  "CLUSTER-010": cluster(
    "network policies are enforced",
    "the API server accepts policies whether anything enforces them or not",
    "make sure that the cluster's network plugin enforces NetworkPolicy: try a connection that none allows",
  ),
  "HOST-001": host(
    "the Docker engine is new enough and runs Linux containers",
    "older engines lack what the files use",
    "upgrade Docker Engine, or switch it to Linux containers",
  ),
  "HOST-002": host(
    "Docker Compose is new enough",
    "older ones refuse fields of the files",
    "install or upgrade the Compose plugin",
  ),
  "HOST-003": host(
    "every port that is published is free",
    "a gateway whose port is taken does not start",
    "stop what listens there, or choose another published port or compose.bindAddress",
  ),
  "HOST-004": host(
    "no network of the platform overlaps another of the host",
    "Docker refuses a network that overlaps another of its own; one that overlaps a route of the host cuts the host off from there",
    "set compose.networkCidr to a range that nothing else uses",
  ),
  "HOST-005": host(
    "the host has the memory that the limits allow",
    "what runs out of memory is killed, and it need not be the one that took it",
    "choose a smaller preset, or a host with more memory",
  ),
  "HOST-006": host(
    "the host has the processors that the limits allow",
    "Docker refuses a container whose limit is above the host's processors",
    "choose a smaller preset, or a host with more processors",
  ),
  "HOST-007": host(
    "the host's disk has room for the volumes",
    "a full disk stops every database on it",
    "free some space, or move Docker's data to a larger disk",
  ),
  "HOST-008": host(
    "the kernel enforces limits",
    "a limit that is not enforced is none",
    "switch on the kernel's control groups for memory, cpu and pids",
  ),
} as const satisfies Record<string, CheckFacts>;

/** Code of a check. It never changes its meaning. */
export type CheckCode = keyof typeof CHECKS;

/** Every check of a preflight by its code. */
export const PREFLIGHT_CHECKS: Readonly<Record<CheckCode, CheckFacts>> = CHECKS;
