import type { CommandContext } from "../command";
import { EXIT, type ExitCode } from "../exit-codes";
import { explanationOf } from "../explain/codes-at-hand";
import { explainText } from "../output/explain";
import { styleOf } from "../output/style";
import type { ExplainResult } from "../schemas/explain";

/** Tells what a code of a message means, and what to do about it. */
export function explain(code: string, { terminal, json }: CommandContext): ExitCode {
  const { settings, targets, ...explanation } = explanationOf(code);
  const result: ExplainResult = {
    command: "explain",
    ok: true,
    ...explanation,
    ...(targets === undefined ? {} : { targets: [...targets] }),
    settings: settings.map((setting) => ({ ...setting })),
  };
  terminal.stdout(json ? `${JSON.stringify(result)}\n` : explainText(styleOf(terminal), result));
  return EXIT.ok;
}
