// The pages about rules: the list of them, one of each, and the table that says what each check of other tools became here.
import { code, page, table } from "./markdown.mjs";

const capital = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const sentence = (text) => `${capital(text)}.`;

const SETS = { BASE: "baseline", CROSS: "across components", MTLS: "mutual TLS", QUOTA: "quotas" };

/** Every rule by its set. */
export function rulesPage(RULES) {
  const sets = [...new Set(RULES.map((rule) => rule.code.split("-")[0]))].map((set) => {
    const rows = RULES.filter((rule) => rule.code.startsWith(`${set}-`)).map((rule) => [
      `[${rule.code}](rules/${rule.code}.md)`,
      rule.title,
      rule.severity,
      rule.level,
      rule.targets.join(", "),
    ]);
    const title = SETS[set] ?? set.toLowerCase();
    return `## ${capital(title)}\n\n${table(["rule", "what holds", "severity", "level", "targets"], rows)}`;
  });
  return page(
    "Rules",
    "`policies/rules/`",
    `\`ashlar check\` holds these against a platform, or against manifests and Compose files that anybody made. A mandatory
finding makes the exit code 1. \`--rule-config\` names a file with settings by code; every rule knows \`level\`
(\`mandatory\`, \`advisory\` or \`off\`):

\`\`\`yaml
${RULES[0].code}: { level: advisory }
\`\`\`

Which check of other tools became which rule is told by the [baseline](baseline.md).

${sets.join("\n")}`,
  );
}

/** What one rule asks for, why, and how it is set. */
export function rulePage(rule, settings, { rows, beyond }, example) {
  const facts = table(
    ["severity", "level", "targets", "needs to see"],
    [
      [
        rule.severity,
        rule.level,
        rule.targets.join(", "),
        rule.sees === "workload" ? "one object alone" : "the objects around it too",
      ],
    ],
  );
  const own = settings.map(({ name, text, fallback }) => [code(name), text, fallback]);
  const every = [code("level"), "`mandatory`, `advisory` or `off`.", `\`"${rule.level}"\``];
  const asked = Object.entries(rows).flatMap(([target, list]) =>
    list
      .filter((row) => "rules" in row && row.rules.includes(rule.code))
      .map((row) => [target, String(row.number), row.check, othersOf(row)]),
  );
  const more = beyond.filter(
    (row) => row.rules === rule.code || (row.rules.endsWith("-") && rule.code.startsWith(row.rules)),
  );
  const parts = [
    `**${capital(rule.title)}**\n\n${facts}`,
    `## Why\n\n${sentence(rule.why)}\n`,
    `## Cure\n\n${sentence(rule.cure)}\n`,
    ...(example === undefined ? [] : [examplePart(example)]),
    `## Settings\n\n${table(["setting", "what", "default"], [every, ...own])}`,
    `## Who asks for it\n\n${sentence(rule.reference)}\n`,
    ...(asked.length === 0
      ? []
      : [`Rows of the [baseline](../baseline.md):\n\n${table(["target", "row", "check", "elsewhere"], asked)}`]),
    ...more.map(({ what }) => `Beyond that baseline: ${what}.\n`),
  ];
  return page(rule.code, `\`policies/rules/${rule.code.toLowerCase()}.ts\``, parts.join("\n"));
}

function examplePart({ broken, mended }) {
  const block = (text) => `\`\`\`yaml\n${text}\`\`\`\n`;
  return `## Example\n\nFound:\n\n${block(broken)}\nNot found:\n\n${block(mended)}`;
}

/** What each check that is made elsewhere became here. */
export function baselinePage(RULES, { rows, beyond }) {
  const link = (name) => `[${name}](rules/${name}.md)`;
  const answer = (row) => {
    if ("none" in row) return `none: ${row.none}`;
    return `${row.rules.map(link).join(", ")}${row.note === undefined ? "" : `; ${row.note}`}`;
  };
  const kubernetes = rows.kubernetes.map((row) => [
    String(row.number),
    row.check,
    row.podSecurity ?? "",
    answer(row),
    othersOf(row),
  ]);
  const compose = rows.compose.map((row) => [String(row.number), row.check, row.cis ?? "", answer(row), othersOf(row)]);
  const more = beyond.map(({ rules, what }) => [
    rules.endsWith("-")
      ? RULES.filter((rule) => rule.code.startsWith(rules))
          .map((rule) => link(rule.code))
          .join(", ")
      : link(rules),
    what,
  ]);
  return page(
    "Security baseline",
    "`policies/baselines/`",
    `Every check that the Pod Security Standards, the CIS Docker benchmark and the usual tools make of manifests and of Compose
files, and the [rule](rules.md) that makes it here, or the reason why none does.

## Kubernetes

${table(["row", "check", "Pod Security", "here", "elsewhere"], kubernetes)}
## Compose

${table(["row", "check", "CIS Docker", "here", "elsewhere"], compose)}
## Beyond them

${table(["rules", "what"], more)}`,
  );
}

function othersOf({ others }) {
  return Object.entries(others)
    .map(([tool, name]) => `${tool} ${name}`)
    .join("; ");
}
