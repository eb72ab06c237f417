import type { ExplainResult } from "../schemas/explain";
import type { Style } from "./style";

/** What a code means, for people. */
export function explainText(style: Style, result: ExplainResult): string {
  const { code, title, severity, level, targets, why, example, allowed, cure, reference, settings, page } = result;
  const line = (name: string, text: string | undefined): string =>
    text === undefined ? "" : `${style.dim(name.padEnd(10))} ${text}\n`;
  return [
    `${style.bold(code)}: ${title}\n\n`,
    line("severity", level === undefined ? severity : `${severity}, ${level}`),
    line("targets", targets?.join(", ")),
    line("why", why),
    line("example", example),
    line("allowed", allowed),
    line("cure", cure),
    line("reference", reference),
    ...settings.map(({ name, about, fallback, allowed: values }, index) => {
      const details = [values, fallback === undefined ? undefined : `${fallback} unless said`];
      const known = details.filter((detail) => detail !== undefined);
      return line(
        index === 0 ? "settings" : "",
        `${name}: ${about}${known.length === 0 ? "" : ` (${known.join("; ")})`}`,
      );
    }),
    line("page", page),
  ].join("");
}
