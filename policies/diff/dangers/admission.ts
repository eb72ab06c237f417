import { listOf, objectOf, scalarText, textOf, textsOf } from "../../facts/json";
import type { KubernetesObject } from "../../facts/kubernetes/object";
import type { FoundDanger } from "../danger";
import { fieldChanges } from "../fields";
import type { Comparison } from "./pairs";

const POLICY = "ValidatingAdmissionPolicy";
const BINDING = "ValidatingAdmissionPolicyBinding";

/** Admission policies that are gone, or refuse less than before. */
export function admissionDangers({ all, objects }: Comparison): readonly FoundDanger[] {
  if (!objects.some(({ before, after }) => JUDGED.has((before ?? after)?.kind ?? ""))) return [];
  const [olds, news] = [admissionOf(all.before), admissionOf(all.after)];
  return [
    ...[...olds.bindings].flatMap(([policy, before]) => looser(policy, before, news.bindings.get(policy) ?? [], news)),
    ...[...olds.policies.values()].flatMap((before) => otherwise(before, news.policies.get(before.name))),
    ...[...olds.bindings.values()].flat().flatMap((before) => narrower(before, olds, news)),
    ...[...olds.settings].flatMap((path) => wider(olds.byPath.get(path), news.byPath.get(path))),
  ];
}

const JUDGED: ReadonlySet<string> = new Set([POLICY, BINDING, "ConfigMap"]);

/** What one side asks of the API server. */
interface Admission {
  readonly policies: ReadonlyMap<string, KubernetesObject>;
  /** By the policy that they bind. */
  readonly bindings: ReadonlyMap<string, readonly KubernetesObject[]>;
  /** Paths of the ConfigMaps that policies take their settings from. */
  readonly settings: ReadonlySet<string>;
  readonly byPath: ReadonlyMap<string, KubernetesObject>;
}

function admissionOf(objects: readonly KubernetesObject[]): Admission {
  const bindings = new Map<string, KubernetesObject[]>();
  const settings = new Set<string>();
  for (const object of objects) {
    if (object.kind !== BINDING) continue;
    const policy = textOf(object.spec["policyName"]) ?? "";
    bindings.set(policy, [...(bindings.get(policy) ?? []), object]);
    const { namespace, name } = objectOf(object.spec["paramRef"]);
    if (name !== undefined) settings.add(`${scalarText(namespace) ?? "default"}/ConfigMap/${scalarText(name) ?? ""}`);
  }
  return {
    policies: new Map(objects.flatMap((object) => (object.kind === POLICY ? [[object.name, object] as const] : []))),
    bindings,
    settings,
    byPath: new Map(objects.map((object) => [object.path, object])),
  };
}

const danger = (path: string, message: string): FoundDanger => ({ kind: "rights", path, message });

/** What the server does about a broken policy, the least first. */
const ACTIONS = ["Audit", "Warn", "Deny"];
const NOW = ["is only written to the audit log", "is only warned of", "is refused"];

const strength = (bindings: readonly KubernetesObject[]): number =>
  Math.max(-1, ...bindings.flatMap(({ spec }) => textsOf(spec["validationActions"]).map((it) => ACTIONS.indexOf(it))));

function looser(
  policy: string,
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
  news: Admission,
): readonly FoundDanger[] {
  const [first] = before;
  if (first === undefined) return [];
  const [old, now] = [strength(before), strength(after)];
  const path = after[0]?.path ?? first.path;
  if (now < 0 || !news.policies.has(policy)) return [danger(path, "the API server holds the admission policy no more")];
  return now < old
    ? [danger(path, `what breaks the admission policy ${NOW[now] ?? ""}, no longer ${ENDED[old] ?? ""}`)]
    : [];
}

const ENDED = ["written to the audit log", "warned of", "refused"];

/** What a policy judges by. */
const JUDGES_BY = ["matchConstraints", "matchConditions", "variables", "validations", "paramKind"];

function otherwise(before: KubernetesObject, after: KubernetesObject | undefined): readonly FoundDanger[] {
  if (after === undefined || after.body === before.body) return [];
  const differs = JUDGES_BY.some((key) => fieldChanges(before.spec[key], after.spec[key], "kubernetes").length > 0);
  const ignores = ({ spec }: KubernetesObject): boolean => spec["failurePolicy"] === "Ignore";
  return [
    ...(differs ? [danger(after.path, "the admission policy judges by other expressions than before")] : []),
    ...(ignores(after) && !ignores(before)
      ? [danger(after.path, "what the admission policy cannot judge passes")]
      : []),
  ];
}

/** A binding that holds in fewer places. Namespaces that are gone themselves are no news. */
function narrower(before: KubernetesObject, olds: Admission, news: Admission): readonly FoundDanger[] {
  const after = news.byPath.get(before.path);
  if (after === undefined || after.body === before.body) return [];
  const [was, is] = [before, after].map(({ spec }) => spec["matchResources"]);
  if (fieldChanges(was, is, "kubernetes").length === 0) return [];
  const [old, now] = [namespacesOf(was), namespacesOf(is)];
  if (old === undefined || now === undefined)
    return [danger(after.path, "the admission policy holds for other objects than before")];
  const isGone = (name: string): boolean =>
    olds.byPath.has(`Namespace/${name}`) && !news.byPath.has(`Namespace/${name}`);
  return old
    .filter((name) => !now.includes(name) && !isGone(name))
    .map((name) => danger(after.path, `the admission policy does not hold in the namespace ${name} any more`));
}

/** The namespaces that a selector names, where it does nothing else. */
function namespacesOf(resources: unknown): readonly string[] | undefined {
  const { namespaceSelector, ...others } = objectOf(resources);
  const { matchExpressions, ...more } = objectOf(namespaceSelector);
  const [only, ...rest] = listOf(matchExpressions);
  const { key, operator, values } = objectOf(only);
  const isPlain = rest.length + Object.keys(more).length === 0 && key === "kubernetes.io/metadata.name";
  // The server fills in the rest of what is not said.
  const filled = Object.keys(others).every((name) => ["matchPolicy", "objectSelector"].includes(name));
  return isPlain && filled && operator === "In" ? textsOf(values) : undefined;
}

/** Settings of policies that are lists of what is allowed. One that only loses entries is stricter, unless it is empty: some have no limit then. */
function wider(before: KubernetesObject | undefined, after: KubernetesObject | undefined): readonly FoundDanger[] {
  if (before === undefined || after === undefined || after.body === before.body) return [];
  const [olds, news] = [objectOf(before.body["data"]), objectOf(after.body["data"])];
  return Object.entries(olds).flatMap(([key, value]) => {
    if (!(key in news)) return [];
    const [old, now] = [entriesOf(value), entriesOf(news[key])];
    const isStricter = now.every((entry) => old.includes(entry)) && (now.length > 0 || old.length === 0);
    if (isStricter) return [];
    return [danger(after.path, `the admission policies' setting ${key} changes from ${shown(old)} to ${shown(now)}`)];
  });
}

const entriesOf = (value: unknown): readonly string[] =>
  (scalarText(value) ?? "").split(",").filter((entry) => entry !== "");

const shown = (entries: readonly string[]): string => (entries.length === 0 ? "nothing" : entries.join(", "));
