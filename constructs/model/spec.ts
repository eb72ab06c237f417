import type { Construct } from "constructs";
import type { z } from "zod";
import { isCode, type Code } from "./codes";
import { AshlarError, diagnostic, type Diagnostic } from "./diagnostics";
import { graphOf } from "./graph";

type Issue = z.core.$ZodIssue;

function codeOf(issue: Issue): Code {
  if (issue.code === "unrecognized_keys") return "ASH-INPUT-001";
  if (issue.code === "custom") {
    const code: unknown = issue.params?.["code"];
    if (isCode(code)) return code;
  }
  if (issue.code === "invalid_type" && issue.input === undefined) return "ASH-INPUT-003";
  return "ASH-INPUT-002";
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    data,
  );
}

function allowedOf(issue: Issue): string | undefined {
  switch (issue.code) {
    case "invalid_value":
      return issue.values.map(String).join(" | ");
    case "invalid_type":
      return issue.expected;
    case "too_small":
      return `at least ${issue.minimum}`;
    case "too_big":
      return `at most ${issue.maximum}`;
    case "invalid_format":
      return issue.pattern ?? issue.format;
    default:
      return undefined;
  }
}

/** Unions are told by the branch that came furthest, not as "invalid input". */
function leaves(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const branches = [...issue.errors].sort((a, b) => depth(b) - depth(a));
  const best = branches[0] ?? [];
  return best.length === 0
    ? [issue]
    : best.flatMap((inner) => leaves({ ...inner, path: [...issue.path, ...inner.path] }));
}

const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));

/** Translates a schema's issues into diagnostics of the catalogue. */
export function issuesToDiagnostics(path: string, issues: readonly Issue[], data: unknown): readonly Diagnostic[] {
  return issues.flatMap(leaves).flatMap((issue) => {
    const code = codeOf(issue);
    const at = (keys: readonly PropertyKey[]) => (keys.length === 0 ? path : `${path}:${keys.map(String).join(".")}`);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) =>
        diagnostic(code, { path: at([...issue.path, key]), message: `unknown key ${JSON.stringify(key)}` }),
      );
    }
    const secret = code === "ASH-SEC-001";
    const allowed = allowedOf(issue);
    return diagnostic(code, {
      path: at(issue.path),
      message: lower(issue.message),
      ...(secret ? {} : { value: valueAt(data, issue.path) }),
      ...(allowed === undefined ? {} : { allowed }),
    });
  });
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/**
 * Parses a construct's data once and freezes it. Problems are collected on the platform, so that a user is told all of
 * them at once; the offending keys are left out and the rest is parsed again, to let the tree be built to its end.
 *
 * @throws AshlarError when nothing sensible is left, for example when a required key is missing
 */
export function parseSpec<S extends z.ZodType>(construct: Construct, schema: S, data: unknown): Readonly<z.output<S>> {
  const result = schema.safeParse(data, { reportInput: true });
  if (result.success) return deepFreeze(result.data);
  const { diagnostics } = graphOf(construct);
  diagnostics.addAll(issuesToDiagnostics(construct.node.path, result.error.issues, data));
  const rest = schema.safeParse(without(data, result.error.issues));
  if (rest.success) return deepFreeze(rest.data);
  throw new AshlarError(diagnostics.errors);
}

function without(data: unknown, issues: readonly Issue[]): unknown {
  if (typeof data !== "object" || data === null) return data;
  const copy: Record<string, unknown> = { ...data };
  for (const issue of issues.flatMap(leaves)) {
    const keys = issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [issue.path[0]];
    for (const key of keys) Reflect.deleteProperty(copy, String(key));
  }
  return copy;
}

/** Plain data is frozen all the way down; references to constructs and quantities are left as they are. */
function deepFreeze<T>(value: T): Readonly<T> {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value;
  for (const item of Object.values(value)) deepFreeze(item);
  return Object.freeze(value);
}
