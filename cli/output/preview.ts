import type { PreviewResources, PreviewResult } from "../schemas/preview";
import { comparisonText } from "./diff";
import { operationsOf, operationsText, previewVerdict } from "./preview-verdict";
import type { Style } from "./style";

/** What a change does, for people: the verdict, what must be known of both sides, then each environment. */
export function previewText(style: Style, { notes, environments, passed, resources }: PreviewResult): string {
  const verdict = previewVerdict(
    environments.flatMap(({ comparisons }) => comparisons),
    resources,
  );
  const head = `${passed ? style.green(verdict) : style.red(verdict)}\n${notes.map((note) => `${style.dim(note)}\n`).join("")}`;
  const parts = environments.flatMap(({ environment, comparisons }) =>
    comparisons.map((comparison) => `${environment}: ${comparisonText(style, comparison)}`),
  );
  return [head, ...parts, ...(resources === undefined ? [] : resourcesText(style, resources))].join("\n");
}

/** What Pulumi would do, and the resources that no comparison tells. */
function resourcesText(style: Style, resources: PreviewResources): readonly string[] {
  if (operationsOf(resources) === 0) return [];
  const { untold, left } = resources;
  const lines = untold.map(({ operation, type, name }) => {
    const told = operation === "delete" || operation === "replace" ? style.red(operation) : operation;
    return `    ${told} ${type} ${name}\n`;
  });
  const more = left === 0 ? "" : `    … ${left} more\n`;
  const what = untold.length === 0 ? "" : "; told nowhere above:";
  return [`${style.bold("Pulumi")} would ${operationsText(resources)}${what}\n${lines.join("")}${more}`];
}
