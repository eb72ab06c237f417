import { Platform } from "../../../../constructs/model/platform";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import type { KubernetesObject } from "../../../../constructs/render/kubernetes/kubernetes-object";
import type { PodContainer, PodSpec } from "../../../../constructs/render/kubernetes/plain";
import { everything } from "./everything";
import { objectsOf } from "./sample";

/** The pod of any kind that has one. */
function podIn(object: KubernetesObject): PodSpec | undefined {
  const spec = object["spec"] as
    | {
        readonly template?: { readonly spec?: PodSpec };
        readonly jobTemplate?: { readonly spec?: { readonly template: { readonly spec?: PodSpec } } };
      }
    | undefined;
  return spec?.template?.spec ?? spec?.jobTemplate?.spec?.template.spec;
}

const VOLUME_TYPES = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/**
 * What breaks the Pod Security Standard "restricted" (https://kubernetes.io/docs/concepts/security/pod-security-standards/),
 * baseline included.
 */
function violations(pod: PodSpec): readonly string[] {
  const found: string[] = [];
  const must = (holds: boolean, what: string): void => {
    if (!holds) found.push(what);
  };
  const profile = (type: string | undefined) => type === "RuntimeDefault" || type === "Localhost";
  must(pod.hostNetwork !== true && pod.hostPID !== true && pod.hostIPC !== true, "host namespaces");
  must((pod.securityContext?.sysctls ?? []).length === 0, "sysctls");
  must(pod.securityContext?.runAsUser !== 0, "pod runs as root");
  for (const { name, ...source } of pod.volumes ?? []) {
    must(
      Object.keys(source).every((type) => VOLUME_TYPES.includes(type)),
      `volume ${name}: type`,
    );
  }
  const containers: readonly PodContainer[] = [...(pod.initContainers ?? []), ...pod.containers];
  for (const { name, ports = [], securityContext: own, startupProbe, readinessProbe, livenessProbe } of containers) {
    must(own?.privileged !== true, `${name}: privileged`);
    must(own?.allowPrivilegeEscalation === false, `${name}: privilege escalation`);
    must(
      own?.runAsNonRoot === true || (own?.runAsNonRoot === undefined && pod.securityContext?.runAsNonRoot === true),
      `${name}: root`,
    );
    must(own?.runAsUser !== 0, `${name}: uid 0`);
    must(own?.capabilities?.drop?.includes("ALL") === true, `${name}: keeps capabilities`);
    must(
      (own?.capabilities?.add ?? []).every((added) => added === "NET_BIND_SERVICE"),
      `${name}: adds capabilities`,
    );
    must(profile(own?.seccompProfile?.type ?? pod.securityContext?.seccompProfile?.type), `${name}: seccomp`);
    must(own?.procMount === undefined && own?.seLinuxOptions === undefined, `${name}: proc or SELinux`);
    must(
      ports.every((port) => port.hostPort === undefined),
      `${name}: host port`,
    );
    for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
      must(probe?.httpGet?.host === undefined && probe?.tcpSocket?.host === undefined, `${name}: probe of a host`);
    }
  }
  return found;
}

const pods = renderKubernetes(everything()).objects.flatMap((object) => {
  const pod = podIn(object);
  return pod === undefined ? [] : [{ of: `${object.kind} ${object.metadata.name}`, pod }];
});

describe("Pod Security", () => {
  it("restricted is what every namespace enforces, at the cluster's version", () => {
    const platform = new Platform("acme", { cluster: { version: "1.34" } });
    expect(objectsOf(platform, "Namespace")[0]?.metadata.labels).toMatchObject({
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/enforce-version": "v1.34",
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
    });
  });

  it("is looked at in pods of every kind, with containers of every sort", () => {
    expect(pods.map(({ of }) => of.split(" ")[0]).sort()).toEqual([
      "CronJob",
      "Deployment",
      "Deployment",
      "Deployment",
      "Job",
      "StatefulSet",
    ]);
    const before = pods.flatMap(({ pod }) => (pod.initContainers ?? []).map(({ name }) => name));
    expect(before).toEqual(
      expect.arrayContaining(["tunnel-0", "tls-api", "exporter", "migrate", expect.stringMatching(/^seed-postgres-/)]),
    );
  });

  it.each(pods)("is kept by $of", ({ pod }) => {
    expect(violations(pod)).toEqual([]);
  });

  it("would be broken by a container without a security context", () => {
    expect(violations({ containers: [{ name: "bare" }] })).toEqual([
      "bare: privilege escalation",
      "bare: root",
      "bare: keeps capabilities",
      "bare: seccomp",
    ]);
  });

  it.each(pods)(
    "aside, $of has no token that nobody asked for, no service links, and known resources",
    ({ of, pod }) => {
      expect(pod.automountServiceAccountToken).toBe(of === "CronJob cleanup");
      expect(pod.enableServiceLinks).toBe(false);
      for (const { resources } of [...(pod.initContainers ?? []), ...pod.containers]) {
        expect(Object.keys(resources?.requests ?? {}).sort()).toEqual(["cpu", "ephemeral-storage", "memory"]);
        expect(Object.keys(resources?.limits ?? {})).toEqual(expect.arrayContaining(["cpu", "memory"]));
      }
    },
  );
});
