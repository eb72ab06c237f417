// The pages of the reference, each made from the table or schema that the program itself uses.
import { code, page, table } from "./markdown.mjs";

/** What each target honours. */
export function supportPage({ SUPPORT }) {
  const cell = (support) => {
    if (support.level === "unsupported") return `**no**: ${support.why}`;
    return support.level === "native" ? support.how : `emulated: ${support.how}`;
  };
  const rows = Object.entries(SUPPORT).map(([field, row]) => [code(field), cell(row.compose), cell(row.kubernetes)]);
  return page(
    "Conversion matrix",
    "`constructs/model/support.ts`",
    `What each target makes of a field. An emulation has the same effect by other means, and the report names it. A field
that a target cannot honour is an error, unless the platform accepts its loss by name: \`allowLoss: ["container.probes.http"]\`.

${table(["field", "Compose", "Kubernetes"], rows)}`,
  );
}

/** Every code that a message can carry, but for those of rules. */
export function codesPage({ allCodes }, { TROUBLE_CODES }) {
  const rows = [...allCodes()].map(([name, { title, severity, cure }]) => [code(name), title, severity, cure]);
  const troubles = Object.entries(TROUBLE_CODES).map(([name, { title, cure }]) => [code(name), title, cure]);
  return page(
    "Codes",
    "`constructs/model/codes.ts` and `constructs/state/trouble.ts`",
    `A code never changes its meaning. Errors stop a render, and the command ends with 2; warnings and notes are told beside it.
Codes of findings are those of [rules](rules.md).

${table(["code", "what", "severity", "cure"], rows)}
## Trouble around a correct input

The command ends with 3: the same command may succeed later, or elsewhere.

${table(["code", "what", "cure"], troubles)}`,
  );
}

/** What must be in a cluster first. */
export function prerequisitesPage({ PREREQUISITES }) {
  const rows = Object.values(PREREQUISITES).map(({ name, version, why, apiGroups }) => [
    name,
    version,
    why,
    apiGroups.map(code).join(", "),
  ]);
  return page(
    "Prerequisites",
    "`constructs/model/prerequisite.ts`",
    `What must be installed in a cluster before a platform that uses it is applied. \`ashlar synth\` tells which of them a
platform needs. The version is the oldest that is known to work.

${table(["name", "version", "why", "API groups"], rows)}`,
  );
}

/** Commands, options and exit codes. */
export function cliPage(program, { EXIT, EXIT_MEANINGS }) {
  const optionRows = (command) => command.options.map((option) => [code(option.flags), optionText(option)]);
  const exits = Object.entries(EXIT).map(([name, number]) => [String(number), EXIT_MEANINGS[name]]);
  const commands = program.commands
    .filter((command) => command.name() !== "help")
    .map((command) => {
      const taken = command.registeredArguments;
      const told =
        taken.length === 1
          ? `The argument is ${taken[0].description}.`
          : taken.map((argument) => `\`${written(argument)}\` is ${argument.description}.`).join(" ");
      return `## ashlar ${command.name()}

\`ashlar ${command.name()} ${taken.map(written).join(" ")} [options]\`

${command.description()} ${told}

${table(["option", "what"], optionRows(command))}
\`--json\` prints one document of [this schema](cli/${command.name()}.schema.json).
`;
    });
  return page(
    "The command line",
    "`cli/program.ts`",
    `${program.description()}

Results go to stdout, progress and problems to stderr. Colours and tables are for terminals; a pipe, \`NO_COLOR\` and
\`TERM=dumb\` get plain text.

Every command has these options, before or after its name:

${table(["option", "what"], optionRows(program))}
${commands.join("\n")}
## Where settings come from

The first source that sets a value wins; values of different sources are laid over one another, mappings key by key.

1. an argument: \`--set database.storage=20Gi\`
2. the process's environment: \`ASHLAR_BAAS_DATABASE_STORAGE=20Gi\`
3. \`.env\` in the environment's folder, then \`.env\` in the working folder
4. the environment file \`Pulumi.<environment>.yaml\` in the working folder, its key \`ashlar:baas\` below \`config\`
5. the preset of the environment, then the schema's defaults

An empty variable and a key without a value set nothing. A list is written \`a,b\` or as JSON, a mapping as JSON. Unknown keys
of ours are errors in every source; keys of others are ignored. [config/](config/) has the template of \`.env\` and the JSON Schema.

Secrets are no settings. \`ashlar init\` generates them, and takes those that only a user knows from \`ASHLAR_SECRET_<NAME>\` or
from the files of \`--secrets-from\`. Keys \`ashlar-secrets:…\` of an environment file are seen and never decrypted.

## Exit codes

${table(["code", "meaning"], exits)}`,
  );
}

/** An argument as a line of usage writes it. */
const written = (argument) => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`);

function optionText(option) {
  const choices = option.argChoices ? `; one of ${option.argChoices.join(", ")}` : "";
  const hasDefault =
    option.defaultValue !== undefined && option.defaultValue !== false && !Array.isArray(option.defaultValue);
  return `${option.description}${choices}${hasDefault ? `; ${option.defaultValue} unless said` : ""}`;
}
