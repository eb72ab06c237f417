import type { Platform } from "../../constructs/model/platform";
import { Cpu, Size } from "../../constructs/model/units";
import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import type { KubernetesObject } from "../../constructs/render/kubernetes/kubernetes-object";
import type { View } from "./view";

interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

interface PodContainer {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts?: readonly Mount[];
  readonly readinessProbe?: { readonly exec?: { readonly command: readonly string[] } };
  readonly resources: { readonly limits: { readonly cpu: string; readonly memory: string } };
  readonly securityContext: {
    readonly runAsUser: number;
    readonly readOnlyRootFilesystem: boolean;
    readonly allowPrivilegeEscalation: boolean;
    readonly capabilities: { readonly drop: readonly string[]; readonly add?: readonly string[] };
  };
}

interface PodSpec {
  readonly containers: readonly PodContainer[];
  readonly initContainers?: readonly PodContainer[];
  readonly volumes?: readonly {
    readonly name: string;
    readonly configMap?: {
      readonly name: string;
      readonly items?: readonly { readonly key: string; readonly path: string }[];
    };
    readonly emptyDir?: object;
    readonly persistentVolumeClaim?: object;
  }[];
}

interface ServiceSpec {
  readonly type?: string;
  readonly ports: readonly { readonly port: number; readonly targetPort: number }[];
}

interface Rule {
  readonly from?: readonly { readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> } }[];
}

const NAME = "app.kubernetes.io/name";

/** Reads Kubernetes objects in the words of the promises. */
export function kubernetesView(platform: Platform): View {
  const artifact = renderKubernetes(platform);
  const named = (peer: string, kinds: readonly string[]): KubernetesObject | undefined =>
    artifact.objects.find((object) => kinds.includes(object.kind) && object.metadata.labels?.[NAME] === peer);
  const podOf = (peer: string): PodSpec => {
    const workload = named(peer, ["Deployment", "StatefulSet", "Job", "CronJob"]);
    if (workload === undefined) throw new Error(`no workload of ${peer}`);
    const spec = workload["spec"] as {
      template?: { spec: PodSpec };
      jobTemplate?: { spec: { template: { spec: PodSpec } } };
    };
    const pod = spec.template?.spec ?? spec.jobTemplate?.spec.template.spec;
    if (pod === undefined) throw new Error(`no pod in ${peer}`);
    return pod;
  };
  const mainOf = (peer: string): PodContainer => {
    const main = podOf(peer).containers[0];
    if (main === undefined) throw new Error(`no container in ${peer}`);
    return main;
  };
  const volumesOf = (peer: string, field: "emptyDir" | "persistentVolumeClaim"): ReadonlySet<string> =>
    new Set(
      podOf(peer)
        .volumes?.filter((volume) => volume[field] !== undefined)
        .map((volume) => volume.name),
    );
  const pathsOf = (peer: string, names: ReadonlySet<string>): readonly string[] =>
    (mainOf(peer).volumeMounts ?? []).filter((mount) => names.has(mount.name)).map((mount) => mount.mountPath);
  return {
    target: "kubernetes",
    text: [...artifact.files.map((file) => file.text), JSON.stringify(artifact.material)].join("\n"),
    callersOf: (peer) => {
      const policy = named(peer, ["NetworkPolicy"])?.["spec"] as { readonly ingress?: readonly Rule[] } | undefined;
      const callers = (policy?.ingress ?? []).flatMap((rule) => {
        if (rule.from === undefined) throw new Error(`${peer} lets everybody in`);
        return rule.from.map((from) => from.podSelector?.matchLabels[NAME] ?? "anybody");
      });
      return [...new Set(callers)].sort();
    },
    argsOf: (peer, sidecar) =>
      (sidecar === undefined ? mainOf(peer) : podOf(peer).initContainers?.find((item) => item.name === sidecar))
        ?.args ?? [],
    environmentOf: (peer) =>
      Object.fromEntries(
        (mainOf(peer).env ?? []).flatMap(({ name, value }) =>
          value === undefined ? [] : [[name, value.replace(/\$\$/g, "$")]],
        ),
      ),
    fileOf: (peer, path) => {
      const mount = mainOf(peer).volumeMounts?.find(
        (item) => item.mountPath === path || path.startsWith(`${item.mountPath}/`),
      );
      const volume = podOf(peer).volumes?.find((item) => item.name === mount?.name);
      const map = artifact.objects.find(
        (object) => object.kind === "ConfigMap" && object.metadata.name === volume?.configMap?.name,
      );
      const rest = mount?.subPath ?? path.slice((mount?.mountPath.length ?? 0) + 1);
      const key = volume?.configMap?.items?.find((item) => item.path === rest)?.key ?? rest;
      return (map?.["data"] as Readonly<Record<string, string>> | undefined)?.[key];
    },
    limitsOf: (peer) => {
      const { cpu, memory } = mainOf(peer).resources.limits;
      return { millicores: Cpu.parse(cpu)?.millicores ?? NaN, bytes: Size.parse(memory)?.bytes ?? NaN };
    },
    hardeningOf: (peer) =>
      [...(podOf(peer).initContainers ?? []), ...podOf(peer).containers].map(({ name, securityContext }) => ({
        container: name,
        uid: securityContext.runAsUser,
        readOnlyRoot: securityContext.readOnlyRootFilesystem,
        capabilities: securityContext.capabilities.drop.includes("ALL")
          ? (securityContext.capabilities.add ?? [])
          : ["ALL"],
        escalation: securityContext.allowPrivilegeEscalation,
      })),
    persistentPathsOf: (peer) => {
      const set = named(peer, ["StatefulSet"])?.["spec"] as
        { readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[] } | undefined;
      const claims = (set?.volumeClaimTemplates ?? []).map((claim) => claim.metadata.name);
      return pathsOf(peer, new Set([...claims, ...volumesOf(peer, "persistentVolumeClaim")]));
    },
    writablePathsOf: (peer) => pathsOf(peer, volumesOf(peer, "emptyDir")),
    published: () =>
      artifact.objects
        .filter(
          (object) =>
            object.kind === "Ingress" ||
            object.kind === "TLSRoute" ||
            (object.kind === "Service" && (object["spec"] as { readonly type?: string }).type !== "ClusterIP"),
        )
        .map((object) => object.metadata.labels?.[NAME] ?? object.metadata.name),
    publishedPortsOf: (peer) =>
      artifact.objects
        .filter(({ kind, metadata }) => kind === "Service" && metadata.labels?.[NAME] === peer)
        .map((object) => object["spec"] as ServiceSpec)
        .filter(({ type }) => type === "LoadBalancer")
        .flatMap(({ ports }) => ports.map(({ port, targetPort }): readonly [number, number] => [port, targetPort])),
    namesOf: (peer) => {
      const certificates = artifact.objects.filter(({ kind, metadata }) => {
        return kind === "Certificate" && metadata.name === `${peer}-tls`;
      });
      return certificates.flatMap(
        (object) => (object["spec"] as { readonly dnsNames?: readonly string[] }).dnsNames ?? [],
      );
    },
    startedBefore: (peer, container) => {
      const names = (podOf(peer).initContainers ?? []).map(({ name }) => name);
      return (container === undefined ? names : names.slice(0, names.indexOf(container))).sort();
    },
    lastingOf: (peer) =>
      (podOf(peer).initContainers ?? [])
        .filter(({ restartPolicy }) => restartPolicy === "Always")
        .map(({ name }) => name),
    readinessOf: (peer) => mainOf(peer).readinessProbe?.exec?.command,
  };
}
