import { listOf, objectOf, scalarText, textMap, textOf, wholeNumber, type Json } from "../json";
import { listenersOf } from "../listener";
import type { WorkloadFacts, WorkloadKind } from "../workload";
import { readPodContainer, type PodContext } from "./container";
import { readVolumes, type ConfigMaps } from "./mounts";
import type { KubernetesObject } from "./object";
import { accountOf, readPod } from "./pod";

/** A kind that makes pods: its API group, how its workload lives, and where its pod template stands. */
interface PodKind {
  readonly group: string;
  readonly kind: WorkloadKind;
  template(object: KubernetesObject): unknown;
}

const template = ({ spec }: KubernetesObject): unknown => spec["template"];

const POD_KINDS: Readonly<Record<string, PodKind>> = {
  Deployment: { group: "apps", kind: "service", template },
  ReplicaSet: { group: "apps", kind: "service", template },
  StatefulSet: { group: "apps", kind: "stateful", template },
  DaemonSet: { group: "apps", kind: "daemon", template },
  ReplicationController: { group: "", kind: "service", template },
  Job: { group: "batch", kind: "job", template },
  CronJob: {
    group: "batch",
    kind: "cron",
    template: ({ spec }) => objectOf(objectOf(spec["jobTemplate"])["spec"])["template"],
  },
  Pod: { group: "", kind: "service", template: ({ body }) => body },
};

/** What a workload needs to know of the other objects. */
export interface ClusterContext {
  readonly configMaps: ConfigMaps;
  /** Whether a service account, by `<namespace>/<name>`, mounts its token; absent: it does. */
  readonly tokens: ReadonlyMap<string, boolean>;
  /** Most replicas that an autoscaler may ask for, by `<namespace>/<kind>/<name>`. */
  readonly scaled: ReadonlyMap<string, number>;
}

/** The workload of an object; undefined when it makes no pods. Its isolation is filled in with the edges. */
export function readWorkload(object: KubernetesObject, cluster: ClusterContext): WorkloadFacts | undefined {
  const podKind = Object.hasOwn(POD_KINDS, object.kind) ? POD_KINDS[object.kind] : undefined;
  if (podKind === undefined || (object.group !== podKind.group && object.group !== "")) return undefined;
  if (isOwned(object)) return undefined;
  const pod = objectOf(podKind.template(object));
  const spec = objectOf(pod["spec"]);
  const metadata = objectOf(pod["metadata"]);
  const context: PodContext = {
    path: object.path,
    namespace: object.namespace,
    security: objectOf(spec["securityContext"]),
    annotations: textMap(metadata["annotations"]),
    volumes: readVolumes(spec, object.namespace, cluster.configMaps),
    configMaps: cluster.configMaps,
  };
  const containers = [
    ...listOf(spec["initContainers"]).map((item) =>
      readPodContainer(
        item,
        objectOf(item)["restartPolicy"] === "Always" ? "sidecar" : "init",
        "initContainers",
        context,
      ),
    ),
    ...listOf(spec["containers"]).map((item) => readPodContainer(item, "app", "containers", context)),
  ];
  const kind = object.kind === "Pod" && runsToItsEnd(spec) ? "job" : podKind.kind;
  return {
    path: object.path,
    ref: { kind: object.kind, namespace: object.namespace, name: object.name },
    scope: object.namespace,
    kind,
    isLongRunning: kind !== "job" && kind !== "cron",
    ...copiesOf(object, kind, cluster),
    labels: textMap(metadata["labels"]),
    containers,
    tokenMounted: mountsToken(spec, object.namespace, cluster),
    hostNamespaces: hostNamespacesOf(spec),
    hostDevices: [],
    hasDeadline: wholeNumber(spec["activeDeadlineSeconds"]) !== undefined,
    priorityClass: textOf(spec["priorityClassName"]),
    pod: readPod(spec),
    networks: [],
    isCutOff: false,
    isolation: { ingress: false, egress: false },
    isWideOpen: true,
    listeners: listenersOf(containers),
  };
}

/** Made by another object of the list, for example a replica set of a deployment: counting both would count twice. */
function isOwned(object: KubernetesObject): boolean {
  return listOf(objectOf(object.body["metadata"])["ownerReferences"]).some((owner) => {
    const kind = textOf(objectOf(owner)["kind"]);
    return kind !== undefined && Object.hasOwn(POD_KINDS, kind);
  });
}

function runsToItsEnd(spec: Json): boolean {
  return spec["restartPolicy"] === "Never" || spec["restartPolicy"] === "OnFailure";
}

/** How many pods run at once, and how many more while a change rolls out. */
function copiesOf(
  object: KubernetesObject,
  kind: WorkloadKind,
  cluster: ClusterContext,
): Pick<WorkloadFacts, "replicas" | "surge"> {
  const { spec } = object;
  switch (kind) {
    case "service":
    case "stateful": {
      if (object.kind === "Pod") return { replicas: 1, surge: 0 };
      const replicas = Math.max(wholeNumber(spec["replicas"]) ?? 1, cluster.scaled.get(object.path) ?? 0);
      return { replicas, surge: object.kind === "Deployment" ? surgeOf(spec, replicas) : 0 };
    }
    case "daemon": {
      // How many machines there are is nowhere to be read; on each of them the new pod may stand beside the old one.
      const surge = objectOf(objectOf(spec["updateStrategy"])["rollingUpdate"])["maxSurge"];
      return { replicas: 1, surge: surge === undefined || /^0+%?$/.test(scalarText(surge) ?? "0") ? 0 : 1 };
    }
    case "job":
      return { replicas: parallelismOf(spec), surge: 0 };
    case "cron": {
      // Unless it is forbidden, the next run may begin before the last one has ended.
      const allowed = (textOf(spec["concurrencyPolicy"]) ?? "Allow") === "Allow";
      const replicas = parallelismOf(objectOf(objectOf(spec["jobTemplate"])["spec"]));
      return { replicas, surge: allowed ? replicas : 0 };
    }
    default:
      return kind satisfies never;
  }
}

function parallelismOf(job: Json): number {
  const parallelism = wholeNumber(job["parallelism"]) ?? 1;
  return Math.min(parallelism, wholeNumber(job["completions"]) ?? parallelism);
}

function surgeOf(spec: Json, replicas: number): number {
  const strategy = objectOf(spec["strategy"]);
  if (strategy["type"] === "Recreate") return 0;
  const surge = objectOf(strategy["rollingUpdate"])["maxSurge"] ?? "25%";
  const percent = /^(\d+)%$/.exec(textOf(surge) ?? "")?.[1];
  return percent === undefined ? (wholeNumber(surge) ?? 0) : Math.ceil((replicas * Number(percent)) / 100);
}

function mountsToken(spec: Json, namespace: string, cluster: ClusterContext): boolean {
  const own = spec["automountServiceAccountToken"];
  if (typeof own === "boolean") return own;
  return cluster.tokens.get(`${namespace}/${accountOf(spec)}`) ?? true;
}

function hostNamespacesOf(spec: Json): readonly string[] {
  const shared: string[] = [];
  if (spec["hostNetwork"] === true) shared.push("network");
  if (spec["hostPID"] === true) shared.push("pid");
  if (spec["hostIPC"] === true) shared.push("ipc");
  // A container's own setting goes before its pod's.
  const settings = [spec, ...listOf(spec["containers"]), ...listOf(spec["initContainers"])].map(
    (item) => objectOf(objectOf(objectOf(item)["securityContext"])["windowsOptions"])["hostProcess"],
  );
  if (settings.includes(true)) shared.push("host process");
  return shared;
}
