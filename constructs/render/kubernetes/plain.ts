import type * as k8s from "cdk8s-plus-28/lib/imports/k8s";

// The generated types are those of a program that builds objects with classes. Here they describe the JSON that a
// cluster reads: quantities and ports are text or numbers, times are text, and a few keys get their real spelling back.

type Scalar = string | number | boolean | null | undefined;

/** Both of `IntOrString` and `Quantity` look like this and like nothing else in the API. */
type IsTextOrNumber<T> = [T] extends [k8s.IntOrString] ? ([k8s.IntOrString] extends [T] ? true : false) : false;

/** The generator writes `clusterIp` where the API says `clusterIP`. */
interface Spelling {
  readonly clusterIp: "clusterIP";
  readonly hostIp: "hostIP";
  readonly hostIpc: "hostIPC";
  readonly hostPid: "hostPID";
  readonly loadBalancerIp: "loadBalancerIP";
  readonly setHostnameAsFqdn: "setHostnameAsFQDN";
}

type JsonKey<K extends PropertyKey> = K extends keyof Spelling ? Spelling[K] : K;

/** A generated type as the plain, read-only data it stands for. */
export type Plain<T> = T extends Scalar
  ? T
  : T extends Date
    ? string
    : IsTextOrNumber<T> extends true
      ? string | number
      : T extends readonly (infer Item)[]
        ? readonly Plain<Item>[]
        : { readonly [K in keyof T as JsonKey<K>]: Plain<T[K]> };

/** The same data, open to change: what an edit gets. */
export type Draft<T> = T extends Scalar
  ? T
  : T extends readonly (infer Item)[]
    ? Draft<Item>[]
    : { -readonly [K in keyof T]: Draft<T[K]> };

/** A pod as its templates carry it. */
export type PodSpec = Plain<k8s.PodSpec>;
/** Metadata and pod: the part that all workload kinds share. */
export interface PodTemplate {
  readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
  readonly spec: PodSpec;
}
/** A container of any sort. */
export type PodContainer = Plain<k8s.Container>;
/** A volume of a pod. */
export type PodVolume = Plain<k8s.Volume>;
/** A volume's place in a container. */
export type VolumeMount = Plain<k8s.VolumeMount>;
/** One source of a projected volume. */
export type VolumeProjection = Plain<k8s.VolumeProjection>;
/** An environment variable. */
export type EnvVar = Plain<k8s.EnvVar>;
/** A question to a container. */
export type PodProbe = Plain<k8s.Probe>;
/** A port that a container listens on. */
export type ContainerPort = Plain<k8s.ContainerPort>;
/** A port that a Service offers. */
export type ServicePort = Plain<k8s.ServicePort>;
/** A party of a network policy's rule. */
export type NetworkPolicyPeer = Plain<k8s.NetworkPolicyPeer>;
/** What a network policy lets in. */
export type IngressRule = Plain<k8s.NetworkPolicyIngressRule>;
/** What a network policy lets out. */
export type EgressRule = Plain<k8s.NetworkPolicyEgressRule>;
/** What a claim for a disk asks for. */
export type PersistentVolumeClaimSpec = Plain<k8s.PersistentVolumeClaimSpec>;
/** A Job's run, also inside a CronJob. */
export type JobSpec = Plain<k8s.JobSpec>;

/** Labels, annotations and selectors. */
export type Labels = Readonly<Record<string, string>>;
