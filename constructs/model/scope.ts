import { Construct } from "constructs";
import { z } from "zod";
import { checkId } from "./check-id";
import { freeId } from "./free-id";
import { graphOf } from "./graph";
import type { Budget } from "./quota";
import { budgetSchema } from "./quota";
import { parseSpec } from "./spec";

const SCOPE = Symbol.for("ashlar.Scope");

const schema = z.strictObject({
  budget: budgetSchema().optional().describe("Ceiling of everything in the scope. Unlimited when not set."),
});

/** Input of a {@link Scope}. */
export type ScopeProps = z.input<typeof schema>;

/**
 * A tenant, project or workspace inside a platform: a namespace of its own on Kubernetes, a label on Compose.
 */
export class Scope extends Construct {
  /** The scope that a construct stands in: the nearest {@link Scope} above it, or the platform. */
  public static of(construct: Construct): Construct {
    const scopes = construct.node.scopes.filter((item) => SCOPE in item);
    return scopes.at(-1) ?? construct.node.root;
  }

  /** Ceiling of everything in this scope. */
  public readonly budget: Budget | undefined;

  public constructor(scope: Construct, id: string, props: ScopeProps = {}) {
    super(scope, freeId(scope, id));
    Object.defineProperty(this, SCOPE, { value: true });
    checkId(this, "scope");
    this.budget = parseSpec(this, schema, props).budget;
    graphOf(this).addScope(this);
  }
}

/** Ids of the scopes from the platform (left out) down to a construct's scope. */
export function scopeSegments(construct: Construct): readonly string[] {
  return construct.node.scopes.filter((item) => SCOPE in item).map((item) => item.node.id);
}

/** Ids from the platform (left out) down to a construct. */
export function segmentsOf(construct: Construct): readonly string[] {
  return construct.node.scopes.slice(1).map((item) => item.node.id);
}

/** Ids from a construct's scope (left out) down to it: what names it within its namespace. */
export function segmentsInScope(construct: Construct): readonly string[] {
  const scopes = construct.node.scopes;
  const nearest = scopes.findLastIndex((item) => SCOPE in item);
  return scopes.slice(Math.max(nearest, 0) + 1).map((item) => item.node.id);
}
