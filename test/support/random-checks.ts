import type { Platform } from "../../constructs/model/platform";
import { renderCompose, type ComposeArtifact } from "../../constructs/render/compose/compose";
import { renderKubernetes, type KubernetesArtifact } from "../../constructs/render/kubernetes/kubernetes";
import type { KubernetesObject } from "../../constructs/render/kubernetes/kubernetes-object";
import { BESIDE_A_SECRET, buildPlatform, namedParts, type PlatformPlan } from "./random-platform";

/** A plan on both targets. */
export interface RenderedPlan {
  readonly compose: ComposeArtifact;
  readonly kubernetes: KubernetesArtifact;
}

/** What is found in the renders of a plan, beside what must be found. */
export interface Judgement {
  readonly found: unknown;
  readonly expected: unknown;
}

/**
 * Renders a plan on both targets: the same tree twice, and another tree of the same plan with the targets in the other
 * order. All must be equal to the byte.
 *
 * @throws Error when two renders differ
 */
export function renderAlike(plan: PlatformPlan): RenderedPlan {
  const tree = buildPlatform(plan);
  const first = renderBoth(tree);
  const again = renderBoth(tree);
  const other = buildPlatform(plan);
  const kubernetes = renderKubernetes(other);
  const fresh = { compose: renderCompose(other), kubernetes };
  for (const target of ["compose", "kubernetes"] as const) {
    const bytes = bytesOf(first[target]);
    if (bytesOf(again[target]) !== bytes) throw new Error(`${target}: the same tree gave other bytes`);
    if (bytesOf(fresh[target]) !== bytes) throw new Error(`${target}: the same plan gave other bytes`);
  }
  return first;
}

const renderBoth = (platform: Platform): RenderedPlan => ({
  compose: renderCompose(platform),
  kubernetes: renderKubernetes(platform),
});

const bytesOf = ({ files, material }: ComposeArtifact | KubernetesArtifact): string =>
  JSON.stringify({ files, material });

/**
 * Who reaches whom, read back from what was rendered: members of networks on Compose, policies of both sides on
 * Kubernetes. It must be the plan's edges, all of them and no others.
 */
export function judgeEdges(plan: PlatformPlan, { compose, kubernetes }: RenderedPlan): Judgement {
  const parts = namedParts(plan);
  const planned = parts.flatMap(({ name, callers }) => callers.map((caller) => `${caller} → ${name}`)).sort();
  const names = new Map(parts.map(({ name, id, scopes }) => [["acme-dev", ...scopes].join("-") + `/${id}`, name]));
  const policies = policyEdges(kubernetes.objects, names);
  return {
    found: { compose: networkEdges(compose), ...policies },
    expected: { compose: planned, in: planned, out: planned },
  };
}

function networkEdges({ file }: ComposeArtifact): readonly string[] {
  const edges = new Set<string>();
  for (const service of Object.values(file.services)) {
    const caller = (service.labels["ashlar.dev/peer"] ?? "nobody").replaceAll("/", "-");
    for (const server of Object.keys(service.networks ?? {})) if (server !== caller) edges.add(`${caller} → ${server}`);
  }
  return [...edges].sort();
}

interface PolicyPeer {
  readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
}

interface PolicySpec {
  readonly podSelector: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly ingress?: readonly { readonly from?: readonly PolicyPeer[] }[];
  readonly egress?: readonly { readonly to?: readonly PolicyPeer[] }[];
}

const NAME = "app.kubernetes.io/name";
const NAMESPACE = "kubernetes.io/metadata.name";

/** @param names the parts' names by namespace and label; whoever is not among them shows as what the policy says */
function policyEdges(objects: readonly KubernetesObject[], names: ReadonlyMap<string, string>) {
  const nameOf = (namespace: string | undefined, label: string | undefined): string => {
    const text = `${namespace ?? "any namespace"}/${label ?? "any pod"}`;
    return names.get(text) ?? text;
  };
  const peerName = ({ namespaceSelector, podSelector }: PolicyPeer): string =>
    nameOf(namespaceSelector?.matchLabels[NAMESPACE], podSelector?.matchLabels[NAME]);
  const into = new Set<string>();
  const out = new Set<string>();
  for (const { kind, metadata, spec } of objects) {
    const { podSelector, ingress = [], egress = [] } = (spec ?? {}) as PolicySpec;
    // The walls of a whole namespace name no pod; they are told by their own tests.
    if (kind !== "NetworkPolicy" || podSelector.matchLabels === undefined) continue;
    const own = nameOf(metadata.namespace, podSelector.matchLabels[NAME]);
    for (const { from = [{}] } of ingress) for (const peer of from) into.add(`${peerName(peer)} → ${own}`);
    for (const { to = [{}] } of egress) for (const peer of to) out.add(`${own} → ${peerName(peer)}`);
  }
  return { in: [...into].sort(), out: [...out].sort() };
}

/**
 * What stands beside a secret in a file: nowhere in the rendered folders, because such a file is filled later, and in the
 * list for `init` as often as a part has such a file.
 */
export function judgeSecretFiles(plan: PlatformPlan, { compose, kubernetes }: RenderedPlan): Judgement {
  const expected = plan.parts.filter(({ file, secret }) => file !== undefined && secret !== undefined).length;
  const count = ({ files, material }: ComposeArtifact | KubernetesArtifact) => ({
    rendered: files.filter(({ text }) => text.includes(BESIDE_A_SECRET)).map(({ path }) => path),
    listed: material.files.filter((file) => JSON.stringify(file).includes(BESIDE_A_SECRET)).length,
  });
  const right = { rendered: [], listed: expected };
  return {
    found: { compose: count(compose), kubernetes: count(kubernetes) },
    expected: { compose: right, kubernetes: right },
  };
}
