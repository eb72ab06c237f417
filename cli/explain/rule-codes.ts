import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../../policies/rule";
import type { ExplainedSetting, Explanation, KnownCode } from "./explanation";

/** One rule a file, and the file has its code's name. */
const FOLDER = join(__dirname, "..", "..", "policies", "rules");

/** The codes of rules. A rule is loaded when it is explained, and no other is. */
export function ruleCodes(): readonly KnownCode[] {
  return readdirSync(FOLDER)
    .map((file) => /^([a-z]+-\d+)\.[jt]s$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .sort()
    .map((name) => ({ code: name.toUpperCase(), explain: () => explainRule(loadRule(name)) }));
}

function loadRule(name: string): Rule {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- one rule of many
  return (require(join(FOLDER, name)) as { readonly rule: Rule }).rule;
}

function explainRule(rule: Rule): Explanation {
  const { code, title, severity, level, targets, why, cure, reference } = rule;
  return {
    code,
    kind: "rule",
    title,
    severity,
    level,
    targets,
    why,
    cure,
    reference,
    settings: [
      {
        name: "level",
        about: "What a finding does: stops a change, is told, or is not looked for.",
        fallback: JSON.stringify(level),
        allowed: "mandatory | advisory | off",
      },
      ...settingsOf(rule),
    ],
    page: `docs/reference/rules/${code}.md`,
  };
}

interface SettingSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
}

function settingsOf({ config }: Rule): readonly ExplainedSetting[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the rule has loaded it already
  const { z } = require("zod") as typeof import("zod");
  const { properties = {} } = z.toJSONSchema(config, { io: "input", unrepresentable: "any" });
  return Object.entries(properties as Readonly<Record<string, SettingSchema>>).map(([name, schema]) => {
    const allowed = schema.enum?.map(String).join(" | ") ?? schema.type;
    return {
      name,
      about: schema.description ?? "",
      ...(schema.default === undefined ? {} : { fallback: JSON.stringify(schema.default) }),
      ...(allowed === undefined ? {} : { allowed }),
    };
  });
}
