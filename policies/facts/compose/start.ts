import type { EnvFacts } from "../container";
import { isObject, listOf, objectOf, scalarText, textOf, textsOf, wholeNumber, type Json } from "../json";
import { NO_START, repeated, type RestartFacts, type StartFacts, type TakenDollar } from "../start";
import type { Variables } from "./interpolate";

const PULL_POLICIES: ReadonlyMap<string, StartFacts["pullPolicy"]> = new Map([
  ["always", "always"],
  ["missing", "missing"],
  ["if_not_present", "missing"],
  ["never", "never"],
]);

/**
 * How a service is started.
 *
 * @param written the service before its variables are filled in
 */
export function readStart(service: Json, written: Json, env: readonly EnvFacts[], variables: Variables): StartFacts {
  const group = /^[^:]*:(.+)$/.exec(scalarText(service["user"]) ?? "")?.[1];
  return {
    ...NO_START,
    group: group === undefined ? undefined : groupNumber(group),
    moreGroups: textsOf(service["group_add"]).flatMap((name) => groupNumber(name) ?? []),
    pullPolicy: PULL_POLICIES.get(textOf(service["pull_policy"]) ?? ""),
    repeatedNames: repeatedNames(written["environment"]),
    restart: readRestart(service),
    takenDollars: readDollars(written, env, variables),
  };
}

function groupNumber(name: string): number | undefined {
  return name === "root" ? 0 : wholeNumber(name);
}

function repeatedNames(environment: unknown): readonly string[] {
  return repeated(listOf(environment).flatMap((item) => textOf(item)?.split("=")[0] ?? []));
}

/** `deploy.restart_policy` goes before `restart`, and restarts always unless it says when. */
function readRestart(service: Json): RestartFacts {
  const policy = objectOf(service["deploy"])["restart_policy"];
  if (isObject(policy)) {
    const tries = wholeNumber(policy["max_attempts"]);
    switch (textOf(policy["condition"]) ?? "any") {
      case "none":
        return { when: "never", tries: undefined };
      case "on-failure":
        return { when: "on failure", tries };
      default:
        return { when: "always", tries };
    }
  }
  const [name = "", tries] = (textOf(service["restart"]) ?? "no").split(":");
  if (name === "always" || name === "unless-stopped") return { when: "always", tries: undefined };
  return name === "on-failure"
    ? { when: "on failure", tries: wholeNumber(tries) }
    : { when: "never", tries: undefined };
}

/** Fields that a program, or a shell, reads. */
const PROGRAM_FIELDS = ["command", "entrypoint", "healthcheck.test"] as const;

/** Dollar signs that are not doubled, where the program's own variables or the shell's syntax must be meant. */
function readDollars(written: Json, env: readonly EnvFacts[], variables: Variables): readonly TakenDollar[] {
  const own = new Set(env.filter(({ source }) => source === "literal" || source === "file").map(({ name }) => name));
  const texts = (value: unknown): readonly string[] => (typeof value === "string" ? [value] : textsOf(value));
  return PROGRAM_FIELDS.flatMap((field) => {
    const value = field === "healthcheck.test" ? objectOf(written["healthcheck"])["test"] : written[field];
    return texts(value).flatMap((text) =>
      [...text.matchAll(/\$(?:\$|\{?([A-Za-z_]\w*)|(?!\{)(.?))/g)].flatMap(
        ([sign, name, next]): readonly TakenDollar[] => {
          if (sign === "$$") return [];
          if (name === undefined) return [{ field, text: `$${next ?? ""}`, isRefused: true }];
          return own.has(name) && !variables.has(name) ? [{ field, text: `$${name}`, isRefused: false }] : [];
        },
      ),
    );
  });
}
