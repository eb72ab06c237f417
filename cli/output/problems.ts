import { problemLine } from "../failure";
import type { Problem } from "../schemas/problem";
import type { Style } from "./style";

/** Problems for people, one a line, the worst first. */
export function problemsText(style: Style, problems: readonly Problem[]): string {
  const order = ["error", "warning", "info"];
  return [...problems]
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    .map((problem) => `${marked(style, problem.severity)} ${problemLine(problem)}\n`)
    .join("");
}

function marked(style: Style, severity: Problem["severity"]): string {
  switch (severity) {
    case "error":
      return style.red("error");
    case "warning":
      return style.yellow("warning");
    case "info":
      return style.dim("note");
    default:
      return severity satisfies never;
  }
}
