import type { Rule } from "../rule";

/** What an admission policy looks at: everything that makes pods, or Services. */
export type Subject = "pods" | "services";

/** A named expression that others of the same policy use. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

/** A rule in the words of the API server: CEL over one object that somebody creates or changes. */
export interface AdmissionRule {
  /** The rule of which this is the part that an API server can judge. */
  readonly rule: Rule;
  readonly subject: Subject;
  /** What `broken` is made of, each after those that it uses. */
  readonly variables?: readonly Variable[];
  /** The names of what breaks the rule, as a CEL list of texts. */
  readonly broken: string;
  /** What a rule's settings become: texts by key. Its expression has each of them as a variable, a list of texts. */
  readonly parameters?: (config: unknown) => Readonly<Record<string, string>>;
}

/** A setting's key among the parameters. */
export function parameterKey(rule: Rule, key: string): string {
  return `${rule.code.toLowerCase()}.${key}`;
}

/** A setting as a variable of its name: a list of texts. */
export function settingVariable(rule: Rule, key: string): Variable {
  return { name: key, expression: `params.data['${parameterKey(rule, key)}'].split(',').filter(s, s != '')` };
}

/** Settings that are lists of texts, as parameters. */
export function lists(config: unknown): Readonly<Record<string, string>> {
  const given = config as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => (Array.isArray(value) ? [[key, value.map(String).join(",")]] : [])),
  );
}

/** How findings and settings name the object that is judged. */
export const PATH =
  "object.metadata.?namespace.orValue(namespaceObject.metadata.name) + '/' + object.kind + '/' + object.metadata.?name.orValue('')";

/** Names of the containers of a pod for which a CEL condition over `c` holds. */
export function containersWhere(condition: string): string {
  return `variables.containers.filter(c, ${condition}).map(c, c.name)`;
}

/**
 * Names of the containers that a pod begins with, for which a CEL condition over `c` holds. One that somebody adds to debug
 * is left out, because the server forbids it resources, ports, probes and lifecycle hooks.
 */
export function firstContainersWhere(condition: string): string {
  return `variables.firstContainers.filter(c, ${condition}).map(c, c.name)`;
}

/** A list with one name when a CEL condition holds, and none otherwise. */
export function nameIf(condition: string, name: string): string {
  return `(${condition} ? ['${name}'] : [])`;
}

/** Names that every policy about pods may use. */
export const POD_VARIABLES: readonly Variable[] = [
  {
    name: "pod",
    expression:
      "object.kind == 'Pod' ? dyn(object).spec : object.kind == 'CronJob' ? dyn(object).spec.jobTemplate.spec.template.spec : dyn(object).spec.template.spec",
  },
  {
    name: "firstContainers",
    expression: "variables.pod.?containers.orValue([]) + variables.pod.?initContainers.orValue([])",
  },
  {
    name: "containers",
    expression: "variables.firstContainers + variables.pod.?ephemeralContainers.orValue([])",
  },
];
