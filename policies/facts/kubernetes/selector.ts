import { listOf, objectOf, textMap, textOf, textsOf } from "../json";

/** One condition on a label. */
interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** A label selector. Empty: everything fits. */
export interface Selector {
  readonly labels: readonly (readonly [string, string])[];
  readonly expressions: readonly Requirement[];
}

/** Reads a label selector; anything unreadable in it fits nothing, as the API server refuses it. */
export function readSelector(value: unknown): Selector {
  const selector = objectOf(value);
  return {
    labels: [...textMap(selector["matchLabels"])],
    expressions: listOf(selector["matchExpressions"]).map((item) => {
      const { key, operator, values } = objectOf(item);
      return { key: textOf(key) ?? "", operator: textOf(operator) ?? "", values: textsOf(values) };
    }),
  };
}

export function isEmptySelector(selector: Selector): boolean {
  return selector.labels.length === 0 && selector.expressions.length === 0;
}

/** Whether labels fit a selector. */
export function matches(selector: Selector, labels: ReadonlyMap<string, string>): boolean {
  return (
    selector.labels.every(([key, value]) => labels.get(key) === value) &&
    selector.expressions.every((requirement) => fits(requirement, labels.get(requirement.key)))
  );
}

function fits({ operator, values }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    // A label that is not there has no value that could be among them.
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}

/** A selector in words, for messages. */
export function selectorText(selector: Selector): string {
  const parts = [
    ...selector.labels.map(([key, value]) => `${key}=${value}`),
    ...selector.expressions.map(({ key, operator, values }) =>
      values.length === 0 ? `${key} ${operator}` : `${key} ${operator} (${values.join(", ")})`,
    ),
  ];
  return parts.length === 0 ? "every pod" : `pods with ${parts.join(", ")}`;
}
