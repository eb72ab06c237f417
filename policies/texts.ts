import type { ContainerFacts } from "./facts/container";
import type { Facts } from "./facts/facts";
import type { WorkloadFacts } from "./facts/workload";
import { inContainer, type Field } from "./place";
import type { Place } from "./rule";

/** A text that a program is given, and where it stands. It may be secret: never print it. */
export interface PlacedText {
  /** Name of the variable, the option or the file. */
  readonly name: string;
  readonly text: string;
  /** `value`: the whole of a variable or an option. `file`: a text with lines. */
  readonly kind: "value" | "file";
  /** Where it stands; told on demand, as few texts are worth telling about. */
  readonly place: () => Place;
}

const known = new WeakMap<Facts, readonly PlacedText[]>();

/**
 * Every text that the artifact hands to its programs: variables, also those of files and of the environment beside it,
 * options, configuration whether mounted or not, and files of the project. Each once, collected once for the same facts.
 */
export function textsOf(facts: Facts): readonly PlacedText[] {
  const texts = known.get(facts) ?? [
    ...configTexts(facts),
    ...facts.workloads.flatMap((workload) =>
      workload.containers.flatMap((container) => containerTexts(facts, workload, container)),
    ),
  ];
  known.set(facts, texts);
  return texts;
}

function configTexts({ configs }: Facts): readonly PlacedText[] {
  return configs.flatMap(({ path, files }) =>
    files.map(({ key, text }) => {
      const kind = text.trim().includes("\n") || /[.]\w+$/.test(key) ? ("file" as const) : ("value" as const);
      return { name: key, text, kind, place: () => ({ object: path, path: `${path}:${key}` }) };
    }),
  );
}

function containerTexts(facts: Facts, workload: WorkloadFacts, container: ContainerFacts): readonly PlacedText[] {
  const texts: PlacedText[] = [];
  const add = (kind: PlacedText["kind"], field: Field, name: string, text: string, item?: string): void => {
    texts.push({ name, text, kind, place: () => inContainer(facts, workload, container, field, item) });
  };
  // What comes from a ConfigMap of the artifact is told where it stands.
  for (const { name, source, value } of container.env)
    if (value !== undefined && source !== "config") add("value", "env", name, value, name);
  for (const { name, text } of optionsOf([...container.command, ...container.args]))
    add("value", "args", name, text, name === "" ? undefined : name);
  for (const { kind, files } of container.mounts) {
    if (kind !== "host") continue;
    for (const { path, text } of files)
      if (text !== undefined) add("file", "mounts", path.slice(path.lastIndexOf("/") + 1), text, path);
  }
  return texts;
}

/** `--name=value`, `--name value`, and words without a name. */
function optionsOf(words: readonly string[]): readonly { readonly name: string; readonly text: string }[] {
  const options: { name: string; text: string }[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const next = words[index + 1];
    const [, name = "", inline] = word.startsWith("-") ? (/^--?([\w.-]+)(?:=([\s\S]*))?$/.exec(word) ?? []) : [];
    if (name !== "" && inline === undefined && next !== undefined && !next.startsWith("-")) {
      options.push({ name, text: next });
      index += 1;
    } else options.push(name !== "" && inline !== undefined ? { name, text: inline } : { name: "", text: word });
  }
  return options;
}
