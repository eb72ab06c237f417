import type { Seen } from "../../constructs/state/preflight/check";
import type {
  ClusterView,
  ListChoice,
  Right,
  SeenKind,
  SeenObject,
} from "../../constructs/state/preflight/cluster-view";
import { ask, type Answer } from "./ask";
import { chooseCluster, type ClusterChoice } from "./kubeconfig";

const FORBIDDEN = 403;
const ABSENT = 404;

/** More than is counted of anything. */
const MOST = 500;

/** A cluster that is only looked at, and where it is. */
export interface ViewedCluster extends ClusterView {
  readonly address: string;
}

/**
 * A cluster as a preflight sees it.
 *
 * @throws TroubleError ASH-STATE-003 when the kubeconfig cannot be read or names no cluster
 */
export async function viewCluster(choice: ClusterChoice): Promise<ViewedCluster> {
  const { AuthorizationV1Api, CoreV1Api, CustomObjectsApi, KubernetesObjectApi, VersionApi } =
    await import("@kubernetes/client-node");
  const { config, address } = await chooseCluster(choice);
  const objects = KubernetesObjectApi.makeApiClient(config);
  const core = config.makeApiClient(CoreV1Api);
  const custom = config.makeApiClient(CustomObjectsApi);
  const versions = config.makeApiClient(VersionApi);
  const authorization = config.makeApiClient(AuthorizationV1Api);

  const kinds = async (apiVersion: string): Promise<Seen<ReadonlyMap<string, SeenKind> | undefined>> => {
    const [group = "", version = ""] = apiVersion.split("/");
    const request = version === "" ? core.getAPIResources() : custom.getAPIResources({ group, version });
    const answer = await ask(address, `list the kinds of ${apiVersion}`, request, [FORBIDDEN, ABSENT]);
    return seen(answer, ({ resources }) => {
      // Subresources have the kind of what they belong to, and a name with a slash.
      const own = resources.filter(({ name }) => !name.includes("/"));
      return new Map(own.map(({ kind, name }) => [kind, { plural: name }]));
    });
  };
  const known = new Map<string, ReturnType<typeof kinds>>();

  return {
    address,
    version: async () => {
      const answer = await ask(address, "read the version", versions.getCode(), [FORBIDDEN]);
      const found = seen(answer, ({ gitVersion }) => gitVersion);
      return "seen" in found ? { seen: found.seen ?? "" } : found;
    },
    kinds: (apiVersion) => {
      const answer = known.get(apiVersion) ?? kinds(apiVersion);
      known.set(apiVersion, answer);
      return answer;
    },
    read: async (apiVersion, kind, name, namespace) => {
      const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
      const request = objects.read<SeenObjectOf>({ apiVersion, kind, metadata });
      const answer = await ask(address, `read ${kind} ${name}`, request, [FORBIDDEN, ABSENT]);
      return seen(answer, (object) => object as unknown as SeenObject);
    },
    list: async (apiVersion, kind, { namespace, labels }: ListChoice = {}) => {
      const selector = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
      const request = objects.list(
        apiVersion,
        kind,
        namespace,
        ...([undefined, undefined, undefined, undefined] as const),
        selector.length === 0 ? undefined : selector.join(","),
        MOST,
      );
      const answer = await ask(address, `list ${kind}`, request, [FORBIDDEN, ABSENT]);
      const found = seen(answer, (list) => list.items as unknown as readonly SeenObject[]);
      return "seen" in found ? { seen: found.seen ?? [] } : found;
    },
    may: async ({ verb, group, resource, namespace }: Right) => {
      const resourceAttributes = { verb, group, resource, ...(namespace === undefined ? {} : { namespace }) };
      const body = { spec: { resourceAttributes } };
      const request = authorization.createSelfSubjectAccessReview({ body });
      const answer = await ask(address, "ask what this user may do", request, []);
      return "value" in answer && answer.value.status?.allowed === true;
    },
  };
}

interface SeenObjectOf {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: { readonly name: string };
}

/** Undefined for what is not there. */
function seen<Value, Part>(answer: Answer<Value>, part: (value: Value) => Part): Seen<Part | undefined> {
  if ("value" in answer) return { seen: part(answer.value) };
  if (answer.status === ABSENT) return { seen: undefined };
  return { hidden: `may not be looked at: ${answer.reason || `the answer was ${answer.status}`}` };
}
