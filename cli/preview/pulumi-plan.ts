import { readFileSync } from "node:fs";
import { AshlarError } from "../../constructs/model/diagnostics";
import type { SidePair } from "../../policies/diff/artifact";
import { gathered, type Danger, type FoundDanger, DANGER_KINDS } from "../../policies/diff/danger";
import type { Difference } from "../../policies/diff/diff";
import { isObject, listOf, objectOf, textOf, type Json } from "../../policies/facts/json";
import { kubernetesFacts } from "../../policies/facts/kubernetes";
import { readObjects } from "../../policies/facts/kubernetes/object";
import { planDangers } from "./plan-danger";
import { planResources, type PlanResource } from "./plan-resource";

/** What Pulumi would do to a stack: its Kubernetes objects as the state has them, and as the program wants them. */
export interface PulumiPlan {
  readonly stack: string;
  readonly project: string;
  readonly pair: SidePair;
  /** Objects that Pulumi deletes and makes anew, as differences name them; sorted. */
  readonly replaced: readonly string[];
  /** Everything that does not stay as it is, Kubernetes objects included. */
  readonly changing: readonly PlanResource[];
  /** What of that a comparison of objects cannot tell: what is no Kubernetes object, or differs in nothing that is shown. */
  readonly untold: readonly PlanResource[];
  /** Dangers of what is no Kubernetes object. */
  readonly dangers: readonly FoundDanger[];
  /** What a reader must know of it. */
  readonly notes: readonly string[];
}

/** How Pulumi marks an object that stands for a secret or another thing that JSON has no form for. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** How Pulumi writes a value of each kind that is known only when the change is made. */
const UNKNOWN = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const LATER = "(known after the change)";

/**
 * Reads what `pulumi preview --json --show-sames` printed.
 *
 * @throws AshlarError ASH-INPUT-006 (the file cannot be read), ASH-INPUT-002 (it is nothing of the kind), ASH-DIFF-008 (the
 * preview failed, or does not tell what stays the same, without which no rule that needs all objects can be judged)
 */
export function readPulumiPlan(path: string): PulumiPlan {
  const digest = parsed(path);
  const steps = listOf(digest["steps"]).map(objectOf);
  const urns = steps.flatMap((step) => textOf(step["urn"]) ?? []);
  // urn:pulumi:<stack>::<project>::<types>::<name>
  const [, stack, project] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(urns[0] ?? "") ?? [];
  if (stack === undefined || project === undefined)
    return AshlarError.throw("ASH-INPUT-002", {
      path,
      message: "not what pulumi preview prints as JSON: it has no step of a stack",
      allowed: "what `pulumi preview --json --show-sames` prints",
    });
  refusePartial(path, digest, steps);
  const resources = planResources(steps);
  const manifests = new Map(
    resources.map((it) => [it, { before: manifestOf(it, "before"), after: manifestOf(it, "after") }]),
  );
  const objects = [...manifests.values()];
  const isObjectOf = (it: PlanResource): boolean =>
    (["before", "after"] as const).some((side) => (manifests.get(it)?.[side].length ?? 0) > 0);
  const changing = resources.filter(({ operation }) => operation !== undefined);
  const [before, after] = (["before", "after"] as const).map((side) => objects.flatMap((it) => it[side]));
  const unknown = (JSON.stringify(after).match(new RegExp(LATER.replace(/[()]/g, "\\$&"), "g")) ?? []).length;
  const sideOf = (manifests: readonly Json[] = []) =>
    ({ target: "kubernetes", objects: manifests, facts: kubernetesFacts(manifests) }) as const;
  return {
    stack,
    project,
    replaced: changing
      .flatMap((it) => (it.operation === "replace" ? pathsOf(manifests.get(it)?.after ?? []) : []))
      .sort(),
    changing,
    untold: changing.filter((it) => {
      const { before: old, after: now } = manifests.get(it) ?? {};
      // A secret that changes reads the same on both sides.
      return !isObjectOf(it) || JSON.stringify(old) === JSON.stringify(now);
    }),
    dangers: planDangers(changing.filter((it) => !isObjectOf(it))),
    pair: { target: "kubernetes", before: sideOf(before), after: sideOf(after) },
    notes: [
      `What the state of the stack ${stack} has is compared with what its program wants.`,
      ...(unknown === 0 ? [] : [`Values that are known only when the change is made, and are not judged: ${unknown}.`]),
    ],
  };
}

function parsed(path: string): Json {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return AshlarError.throw("ASH-INPUT-006", { path, message: `cannot be read: ${(error as Error).message}` });
  }
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return AshlarError.throw("ASH-INPUT-002", {
      path,
      message: "not JSON",
      allowed: "what `pulumi preview --json --show-sames` prints",
    });
  }
}

function refusePartial(path: string, digest: Json, steps: readonly Json[]): void {
  const errors = listOf(digest["diagnostics"]).filter((item) => objectOf(item)["severity"] === "error").length;
  if (errors > 0)
    AshlarError.throw("ASH-DIFF-008", {
      path,
      message: `the preview failed, so that it does not tell everything: ${errors} of its messages are errors`,
      cure: "mend what the preview complains of",
    });
  const same = objectOf(digest["changeSummary"])["same"];
  const told = steps.filter((step) => step["op"] === "same").length;
  if (typeof same === "number" && told < same)
    AshlarError.throw("ASH-DIFF-008", {
      path,
      message: `the preview leaves out what stays the same: ${same - told} of ${same} resources`,
      cure: "make it with pulumi preview --json --show-sames",
    });
}

const pathsOf = (manifests: readonly Json[]): readonly string[] => readObjects(manifests).map(({ path }) => path);

/** A difference with what Pulumi alone knows: what it makes anew, whatever differs in it, and what is no object. */
export function withPlan(found: Difference, { replaced, dangers }: PulumiPlan): Difference {
  const isTold = new Set(replaced);
  const objects = found.objects.map((object) =>
    object.action === "changed" && isTold.has(object.path) ? { ...object, action: "replaced" as const } : object,
  );
  const moved = objects.filter((object, index) => object !== found.objects[index]).length;
  const [path, ...others] = replaced;
  const anew: readonly Danger[] =
    path === undefined
      ? []
      : [{ kind: "immutable", path, message: "Pulumi deletes it and makes it anew", others: others.length }];
  return {
    ...found,
    objects,
    counts: {
      ...found.counts,
      changed: found.counts.changed - moved,
      replaced: found.counts.replaced + moved,
    },
    dangers: [...found.dangers, ...anew, ...gathered(dangers)].sort(
      (a, b) => DANGER_KINDS.indexOf(a.kind) - DANGER_KINDS.indexOf(b.kind),
    ),
  };
}

/** The manifest that a resource's inputs are. Components and charts have none, nor has what is no Kubernetes resource. */
function manifestOf(resource: PlanResource, side: "before" | "after"): readonly Json[] {
  if (!resource.type.startsWith("kubernetes:")) return [];
  const inputs = objectOf(resource[side]?.["inputs"]);
  if (textOf(inputs["apiVersion"]) === undefined || textOf(inputs["kind"]) === undefined) return [];
  // What the provider keeps for itself.
  return [objectOf(plain(Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__")))))];
}

/** Without what is secret, and what is not known yet. */
function plain(value: unknown): unknown {
  if (typeof value === "string") return UNKNOWN.has(value) ? LATER : value;
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (value[SIGNATURE] !== undefined) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
