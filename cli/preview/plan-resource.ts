import { isObject, textOf, type Json } from "../../policies/facts/json";

/** What Pulumi does to a resource, the worst first. */
export const OPERATIONS = ["delete", "replace", "discard", "update", "import", "create"] as const;

/** What Pulumi does to a resource. */
export type Operation = (typeof OPERATIONS)[number];

/** A resource of a plan; a replacement's steps are one. */
export interface PlanResource {
  readonly type: string;
  /** The logical name, without the stack, the project and the parents. */
  readonly name: string;
  /** Something that is in the state alone: a component, the stack itself, a provider. */
  readonly isBookkeeping: boolean;
  /** undefined: it stays as it is. */
  readonly operation: Operation | undefined;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

interface Gathering {
  readonly urn: string;
  readonly actions: Set<string>;
  before?: Json;
  after?: Json;
}

/** The resources of a plan's steps, without those that are only read: these belong to somebody else. */
export function planResources(steps: readonly Json[]): readonly PlanResource[] {
  const resources = new Map<string, Gathering>();
  for (const step of steps) {
    const [urn, action] = [textOf(step["urn"]) ?? "", textOf(step["op"]) ?? ""];
    if (action.startsWith("read") || action === "refresh") continue;
    const resource = resources.get(urn) ?? { urn, actions: new Set<string>() };
    resources.set(urn, resource);
    resource.actions.add(action);
    const [before, after] = [step["oldState"], step["newState"]].map((it) => (isObject(it) ? it : undefined));
    if (before !== undefined) resource.before ??= before;
    if (after !== undefined && !/^(?:delete|discard)/.test(action)) {
      resource.after ??= after;
      // Nothing differs in what stays the same, however the state writes it.
      if (action === "same") resource.before = resource.after;
    }
  }
  return [...resources.values()].map(planResource);
}

function planResource({ urn, actions, before, after }: Gathering): PlanResource {
  // urn:pulumi:<stack>::<project>::<type of the parent>$<type>::<name>
  const [, , types = "", ...name] = urn.split("::");
  const state = after ?? before;
  const type = textOf(state?.["type"]) ?? types.split("$").at(-1) ?? "";
  return {
    type,
    name: name.join("::"),
    isBookkeeping: state?.["custom"] === false || type.startsWith("pulumi:"),
    operation: operationOf([...actions], after !== undefined),
    before,
    after,
  };
}

function operationOf(actions: readonly string[], isThereAfter: boolean): Operation | undefined {
  const changes = actions.filter((action) => action !== "same" && action !== "remove-pending-replace");
  const has = (what: RegExp): boolean => changes.some((action) => what.test(action));
  if (changes.length === 0) return undefined;
  // An earlier copy of it goes: the rest of a replacement.
  if (has(/replace/) || (has(/^delete/) && isThereAfter)) return "replace";
  if (has(/^delete/)) return "delete";
  if (has(/^discard/)) return "discard";
  if (has(/^import/)) return "import";
  if (has(/^create/)) return "create";
  // An operation that later versions may bring is a change, whatever it is called.
  return "update";
}
