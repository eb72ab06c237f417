import { booleanOf, objectOf } from "../../facts/json";
import { isOpen, readPolicies, type Allowed, type PolicyRule } from "../../facts/kubernetes/network-policy";
import type { KubernetesObject } from "../../facts/kubernetes/object";
import { PodIndex } from "../../facts/kubernetes/pod-index";
import type { WorkloadFacts } from "../../facts/workload";
import type { ComposeSide } from "../artifact";
import type { FoundDanger } from "../danger";
import { namespacePolicyDangers } from "./namespace-policies";
import type { Comparison } from "./pairs";

/** Programs that more others reach than before, or that reach more; and those that would, once they come. */
export function networkDangers(comparison: Comparison): readonly FoundDanger[] {
  const { pair } = comparison;
  return pair.target === "compose"
    ? [...newNeighbours(comparison), ...openNetworks(pair.before, pair.after), ...hostNetworks(comparison)]
    : [...looserPolicies(comparison), ...namespacePolicyDangers(comparison), ...hostNetworks(comparison)];
}

const network = (path: string, message: string): FoundDanger => ({ kind: "network", path, message });

/** What each workload's policies say, all of them together: they only ever add up. */
function looserPolicies(comparison: Comparison): readonly FoundDanger[] {
  const { pair, all, plain } = comparison;
  if (!mayDiffer(comparison)) return [];
  const olds = policiesOf(pair.before.facts.workloads, all.before);
  const news = policiesOf(pair.after.facts.workloads, all.after);
  return comparison.workloads.flatMap(({ before, after }) => {
    const path = plain(after.path);
    return [
      ...looser(path, olds.ingress.get(before), news.ingress.get(after), "be called by"),
      ...looser(path, olds.egress.get(before), news.egress.get(after), "call"),
    ];
  });
}

/** What policies say follows from them, from labels, and from nothing else. */
function mayDiffer({ objects, workloads }: Comparison): boolean {
  const isPolicy = (kind: string | undefined): boolean => kind === "NetworkPolicy" || kind === "Namespace";
  return (
    objects.some(({ before, after }) => isPolicy((after ?? before)?.kind)) ||
    workloads.some(({ before, after }) => !haveSameLabels(before, after))
  );
}

function haveSameLabels(a: WorkloadFacts, b: WorkloadFacts): boolean {
  return a.labels.size === b.labels.size && [...a.labels].every(([key, value]) => b.labels.get(key) === value);
}

interface Directions {
  readonly ingress: ReadonlyMap<WorkloadFacts, Allowed>;
  readonly egress: ReadonlyMap<WorkloadFacts, Allowed>;
}

function policiesOf(workloads: readonly WorkloadFacts[], objects: readonly KubernetesObject[]): Directions {
  const policies = readPolicies(workloads, objects, new PodIndex(workloads, objects));
  const byWorkload = (side: readonly Allowed[]): ReadonlyMap<WorkloadFacts, Allowed> =>
    new Map(workloads.map((workload, position) => [workload, side[position]]));
  return { ingress: byWorkload(policies.ingress), egress: byWorkload(policies.egress) };
}

function looser(path: string, before: Allowed, after: Allowed, verb: string): readonly FoundDanger[] {
  // Who had no limits has nothing to lose.
  if (isOpen(before)) return [];
  if (isOpen(after)) return [network(path, `no network policy limits any more who it may ${verb}`)];
  const olds = new Set((before ?? []).flatMap(atomsOf).map(inAnyOrder));
  return [...new Set((after ?? []).flatMap(atomsOf))]
    .filter((atom) => !olds.has(inAnyOrder(atom)))
    .map((atom) => network(path, `it may ${verb} ${atom}`));
}

/** A rule as single permissions: one peer, one port. */
function atomsOf({ peers, ports }: PolicyRule): readonly string[] {
  const told = ports?.map(({ protocol, name, from, to }) => {
    const text = name ?? (from === to ? String(from) : from === 0 && to === 65535 ? "every port" : `${from}-${to}`);
    return `${text}${protocol === "TCP" ? "" : ` (${protocol})`}`;
  }) ?? ["every port"];
  return peers.flatMap((peer) => {
    const who = peer.kind === "pods" ? peer.selection.who : peer.kind === "addresses" ? peer.who : "everybody";
    return told.map((port) => `${who}, ${port === "every port" ? port : `port ${port}`}`);
  });
}

/** The labels of a selector may stand in another order. */
const inAnyOrder = (atom: string): string =>
  atom
    .split(/[\s,]+/)
    .sort()
    .join(" ");

/** More neighbours than this on one network are told as one. */
const MANY = 32;

/** On Compose whoever shares a network reaches every port. */
function newNeighbours(comparison: Comparison): readonly FoundDanger[] {
  const { pair } = comparison;
  const olds = neighbours(pair.before.facts.workloads);
  const news = neighbours(pair.after.facts.workloads);
  return comparison.workloads.flatMap(({ after }) =>
    [...(news.get(after.path) ?? [])]
      .filter((other) => !(olds.get(after.path) ?? new Set()).has(other))
      // Of two programs that meet, the one that was there is told of the one that is new; of two old ones, one.
      .filter((other) => !olds.has(other) || after.path < other)
      .map((other) => network(after.path, `it shares a network with ${other}, which reaches its ports`)),
  );
}

function neighbours(workloads: readonly WorkloadFacts[]): ReadonlyMap<string, ReadonlySet<string>> {
  const members = new Map<string, string[]>();
  for (const { path, networks } of workloads)
    for (const name of networks) members.set(name, [...(members.get(name) ?? []), path]);
  const others = (name: string): readonly string[] => {
    const present = members.get(name) ?? [];
    return present.length > MANY ? [`everybody on network ${name}`] : present;
  };
  return new Map(
    workloads.map(({ path, networks }) => [path, new Set(networks.flatMap(others).filter((other) => other !== path))]),
  );
}

/** Networks that lead outside now. */
function openNetworks(before: ComposeSide, after: ComposeSide): readonly FoundDanger[] {
  const [olds, news] = [before, after].map(({ document }) => objectOf(objectOf(document)["networks"]));
  return Object.entries(olds ?? {}).flatMap(([name, value]) => {
    if (news === undefined || !Object.hasOwn(news, name)) return [];
    const [old, now] = [objectOf(value), objectOf(news[name])];
    const path = `networks.${name}`;
    return [
      ...(booleanOf(old["internal"]) === true && booleanOf(now["internal"]) !== true
        ? [network(path, "it is internal no more: who is on it reaches the outside")]
        : []),
      ...(isShared(now) && !isShared(old) ? [network(path, "it is shared with whoever knows its name")] : []),
    ];
  });
}

const isShared = ({ external }: Readonly<Record<string, unknown>>): boolean =>
  booleanOf(external) === true || (typeof external === "object" && external !== null);

/** Programs that are in their machine's own namespaces now. */
function hostNetworks(comparison: Comparison): readonly FoundDanger[] {
  return comparison.workloads.flatMap(({ before, after }) =>
    after.hostNamespaces
      .filter((name) => !before.hostNamespaces.includes(name))
      .map((name) => network(comparison.plain(after.path), `it shares the ${name} namespace of its machine`)),
  );
}
