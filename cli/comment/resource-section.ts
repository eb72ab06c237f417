import { counted } from "../output/diff-lines";
import { operationsOf, operationsText } from "../output/preview-verdict";
import type { PreviewResources } from "../schemas/preview";
import type { Block, Group } from "./fitted";
import { codeSpan, cut } from "./markdown-text";

const LONGEST = 200;

/** How a reader sees at once what an operation does. */
const SIGNS: Readonly<Record<PreviewResources["untold"][number]["operation"], string>> = {
  delete: "−",
  replace: "±",
  discard: "−",
  update: "~",
  import: "+",
  create: "+",
};

/** What Pulumi would do, by operation, and every resource that is no object of a comparison. */
export function resourceGroups(resources: PreviewResources): readonly Group[] {
  if (operationsOf(resources) === 0) return [];
  const { untold, left } = resources;
  const blocks: readonly Block[] = [
    ...untold.map(({ operation, type, name }): Block => ({
      is: "resource",
      text: `- ${SIGNS[operation]} ${operation} ${codeSpan(cut(type, LONGEST))} ${codeSpan(cut(name, LONGEST))}\n`,
    })),
    ...(left === 0 ? [] : [{ is: "resource" as const, text: `- … ${counted(left, "more resource")}\n`, count: left }]),
  ];
  const what = untold.length === 0 ? "" : "; what is no Kubernetes object, or changes in nothing that is shown:";
  return [
    {
      open: { is: "verdict", text: `\n**Pulumi would**: ${operationsText(resources)}${what}\n\n` },
      blocks,
    },
  ];
}
