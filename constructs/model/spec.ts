import type { Construct } from "constructs";
import type { z } from "zod";
import { isCode, type Code } from "./codes";
import { AshlarError, diagnostic, type Diagnostic } from "./diagnostics";
import { graphOf } from "./graph";

type Issue = z.core.$ZodIssue;

/** What a schema of ours says of an issue of its own. */
interface Params {
  readonly code?: unknown;
  readonly allowed?: unknown;
  readonly secret?: unknown;
  /** Whether a record's key is meant: the value at its path is another. */
  readonly isKey?: unknown;
}

/** What is told of an issue beside its message. */
export interface IssueFacts {
  readonly code: Code;
  readonly allowed?: string;
  /** Whether the value may be secret, and is not repeated. */
  readonly secret: boolean;
}

/** What is told of an issue. */
export function factsOf(issue: Issue): IssueFacts {
  const allowed = allowedOf(issue);
  const code = codeOf(issue);
  const secret = code === "ASH-SEC-001" || paramsOf(issue).secret === true;
  return { code, secret, ...(allowed === undefined ? {} : { allowed }) };
}

const paramsOf = (issue: Issue): Params => (issue.code === "custom" ? (issue.params ?? {}) : {});

function codeOf(issue: Issue): Code {
  if (issue.code === "unrecognized_keys") return "ASH-INPUT-001";
  const { code } = paramsOf(issue);
  if (isCode(code)) return code;
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
      return `${issue.inclusive === false ? "more than" : "at least"} ${counted(issue.minimum, issue.origin)}`;
    case "too_big":
      return `${issue.inclusive === false ? "less than" : "at most"} ${counted(issue.maximum, issue.origin)}`;
    case "invalid_format":
      return issue.pattern ?? issue.format;
    case "custom": {
      const { allowed } = paramsOf(issue);
      return typeof allowed === "string" ? allowed : undefined;
    }
    default:
      return undefined;
  }
}

/** A bound of a number, or of how many there are of what is counted. */
function counted(bound: number | bigint, origin: string): string {
  const one = origin === "string" ? "character" : origin === "array" || origin === "set" ? "item" : undefined;
  return one === undefined ? String(bound) : `${bound} ${one}${Number(bound) === 1 ? "" : "s"}`;
}

/** Unions are told by the branch that came furthest, not as "invalid input"; keys by what is wrong with them. */
export function leafIssues(issue: Issue): readonly Issue[] {
  if (issue.code === "invalid_key") {
    const { path } = issue;
    return issue.issues.map((inner) => {
      const params = { ...factsOf(inner), isKey: true };
      return { code: "custom", path, message: inner.message, input: path.at(-1), params };
    });
  }
  if (issue.code !== "invalid_union") return [issue];
  const branches = [...issue.errors].sort((a, b) => depth(b) - depth(a));
  const best = branches[0] ?? [];
  return best.length === 0
    ? [issue]
    : best.flatMap((inner) => leafIssues({ ...inner, path: [...issue.path, ...inner.path] }));
}

const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));

/** Translates a schema's issues into diagnostics of the catalogue. */
export function issuesToDiagnostics(path: string, issues: readonly Issue[], data: unknown): readonly Diagnostic[] {
  return issues.flatMap(leafIssues).flatMap((issue) => {
    const { code, allowed, secret } = factsOf(issue);
    const at = (keys: readonly PropertyKey[]) => (keys.length === 0 ? path : `${path}:${keys.map(String).join(".")}`);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) =>
        diagnostic(code, { path: at([...issue.path, key]), message: `unknown key ${JSON.stringify(key)}` }),
      );
    }
    const value = paramsOf(issue).isKey === true ? issue.input : (valueAt(data, issue.path) ?? issue.input);
    return diagnostic(code, {
      path: at(issue.path),
      message: lower(issue.message),
      ...(secret ? {} : { value }),
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
  for (const issue of issues.flatMap(leafIssues)) {
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
