import type { PortFacts } from "../container";
import { isObject, listOf, objectOf, textOf, textsOf, wholeNumber } from "../json";
import type { WorkloadFacts } from "../workload";
import type { KubernetesObject } from "./object";
import type { PodIndex, Selection } from "./pod-index";

/** Who a rule allows: everybody, pods, or addresses. */
export type RulePeer =
  | { readonly kind: "everybody" }
  | { readonly kind: "pods"; readonly selection: Selection }
  | { readonly kind: "addresses"; readonly who: string };

/** A port that a rule allows: a name, or a range of numbers. */
export interface RulePort {
  readonly protocol: string;
  readonly name: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** One allowing rule of a policy. */
export interface PolicyRule {
  readonly peers: readonly RulePeer[];
  /** Undefined: every port. */
  readonly ports: readonly RulePort[] | undefined;
}

/** What limits a pod in one direction; undefined: nothing does. */
export type Allowed = readonly PolicyRule[] | undefined;

/** What network policies say about each workload, by its place in the list. */
export interface PodPolicies {
  readonly ingress: readonly Allowed[];
  readonly egress: readonly Allowed[];
}

const EVERYBODY: RulePeer = { kind: "everybody" };

/** Reads every network policy and hands its rules to the pods that it selects. Rules only ever add up. */
export function readPolicies(
  workloads: readonly WorkloadFacts[],
  objects: readonly KubernetesObject[],
  index: PodIndex,
): PodPolicies {
  const ingress: (PolicyRule[] | undefined)[] = workloads.map(() => undefined);
  const egress: (PolicyRule[] | undefined)[] = workloads.map(() => undefined);
  for (const policy of objects) {
    if (policy.kind !== "NetworkPolicy" || policy.group !== "networking.k8s.io") continue;
    const rules = readPolicy(policy, index);
    for (const position of index.pods(policy.spec["podSelector"], policy.namespace).members) {
      if (rules.ingress !== undefined) (ingress[position] ??= []).push(...rules.ingress);
      if (rules.egress !== undefined) (egress[position] ??= []).push(...rules.egress);
    }
  }
  return { ingress, egress };
}

/** What one network policy allows each way; undefined: it says nothing about that way. */
export function readPolicy(
  { spec, namespace }: KubernetesObject,
  index: PodIndex,
): { readonly ingress: Allowed; readonly egress: Allowed } {
  const types = textsOf(spec["policyTypes"]);
  // Without types a policy always limits what comes in, and what goes out if it says anything about it.
  const limitsIn = types.length === 0 || types.includes("Ingress");
  const limitsOut = types.length === 0 ? listOf(spec["egress"]).length > 0 : types.includes("Egress");
  return {
    ingress: limitsIn ? readRules(spec["ingress"], "from", namespace, index) : undefined,
    egress: limitsOut ? readRules(spec["egress"], "to", namespace, index) : undefined,
  };
}

function readRules(value: unknown, side: "from" | "to", namespace: string, index: PodIndex): readonly PolicyRule[] {
  return listOf(value).map((item) => {
    const rule = objectOf(item);
    const peers = listOf(rule[side]);
    const ports = listOf(rule["ports"]);
    return {
      // No peers, or an empty list of them, is everybody; so it is with ports.
      peers: peers.length === 0 ? [EVERYBODY] : peers.flatMap((peer) => readPeer(peer, namespace, index)),
      ports: ports.length === 0 ? undefined : ports.map(readPort),
    };
  });
}

function readPeer(value: unknown, namespace: string, index: PodIndex): readonly RulePeer[] {
  const peer = objectOf(value);
  if (isObject(peer["ipBlock"])) {
    const { cidr, except } = peer["ipBlock"];
    const text = textOf(cidr) ?? "";
    return /\/0$/.test(text) && listOf(except).length === 0
      ? [EVERYBODY]
      : [{ kind: "addresses", who: `addresses of ${text}` }];
  }
  const { namespaceSelector, podSelector } = peer;
  if (!isObject(namespaceSelector) && !isObject(podSelector)) return [];
  return [{ kind: "pods", selection: index.peer(namespaceSelector, podSelector, namespace) }];
}

function readPort(value: unknown): RulePort {
  const { port, endPort, protocol } = objectOf(value);
  const number = wholeNumber(port);
  const name = number === undefined ? textOf(port) : undefined;
  const from = number ?? (name === undefined ? 0 : -1);
  const to = wholeNumber(endPort) ?? number ?? (name === undefined ? 65535 : -1);
  return { protocol: textOf(protocol) ?? "TCP", name, from, to };
}

/** Whether a rule lets a port through, or any of those up to `to`; names are those that the server's containers give. */
export function allowsPort(rule: PolicyRule, port: PortFacts, to = port.port): boolean {
  return (
    rule.ports === undefined ||
    rule.ports.some(
      (allowed) =>
        allowed.protocol === port.protocol &&
        (allowed.name === undefined ? allowed.from <= to && port.port <= allowed.to : allowed.name === port.name),
    )
  );
}

/** Whether a rule without limits makes the whole direction meaningless. */
export function isOpen(allowed: Allowed): boolean {
  return (
    allowed === undefined ||
    allowed.some((rule) => rule.ports === undefined && rule.peers.some((peer) => peer.kind === "everybody"))
  );
}
