import type { Amounts, ContainerFacts, ProbeFacts } from "../container";
import { readImage } from "../image";
import { booleanOf, listOf, objectOf, scalarText, textOf, textsOf, wholeNumber, type Json } from "../json";
import { composeBytes, composeCpu } from "../quantity";
import { splitWords } from "../readers/command-line";
import { readContainer } from "../readers/readers";
import { readEnvironment } from "./environment";
import { readMounts } from "./mounts";
import { readDeclared, readPublished } from "./ports";
import type { Project } from "./project";
import { readStart } from "./start";

/** Reads one service as a container; which part it plays is known when its neighbours are. */
export function readService(name: string, service: Json, project: Project): ContainerFacts {
  const options = securityOptions(service);
  const user = scalarText(service["user"]);
  const env = readEnvironment(name, project);
  const number = /^(\d+)(?::|$)/.exec(user ?? "")?.[1];
  return readContainer({
    name,
    path: `services.${name}`,
    role: "app",
    image: readImage(textOf(service["image"]) ?? ""),
    command: wordsOf(service["entrypoint"]),
    args: wordsOf(service["command"]),
    env,
    // A variable that nobody fills in may be anything.
    privileged: (service["privileged"] ?? false) !== false && booleanOf(service["privileged"]) !== false,
    escalates: !isOn(options.get("no-new-privileges")),
    user: number === undefined ? undefined : Number(number),
    userName: number === undefined ? user : undefined,
    refusesRoot: false,
    capabilities: { added: capabilityNames(service["cap_add"]), dropped: capabilityNames(service["cap_drop"]) },
    readOnlyRoot: booleanOf(service["read_only"]) === true,
    seccomp: seccompOf(options.get("seccomp")),
    unconfined: unconfinedOf(service, options),
    resources: readResources(service),
    probes: readHealthcheck(service),
    ports: readDeclared(service, readPublished(service)),
    mounts: readMounts(service, project),
    start: readStart(service, objectOf(project.written[name]), env, project.variables),
  });
}

/** A list of words, or a line that is split as a shell would. */
function wordsOf(value: unknown): readonly string[] {
  return typeof value === "string" ? splitWords(value) : textsOf(value);
}

/** `name:value` or `name=value`; a bare name is on. */
function securityOptions(service: Json): ReadonlyMap<string, string> {
  return new Map(
    textsOf(service["security_opt"]).map((option) => {
      const match = /^([\w-]+)[:=](.*)$/.exec(option);
      return match === null ? ([option, "true"] as const) : ([match[1] ?? "", match[2] ?? ""] as const);
    }),
  );
}

const isOn = (value: string | undefined): boolean => value === "true";

function capabilityNames(value: unknown): readonly string[] {
  return textsOf(value).map((name) => name.toUpperCase().replace(/^CAP_/, ""));
}

/** The engine filters system calls unless it is told not to. */
function seccompOf(option: string | undefined): ContainerFacts["seccomp"] {
  if (option === "unconfined") return "unconfined";
  return option === undefined ? "default" : "custom";
}

function unconfinedOf(service: Json, options: ReadonlyMap<string, string>): readonly string[] {
  const off: string[] = [];
  if (options.get("apparmor") === "unconfined") off.push("apparmor");
  // A container may have several labels, so the last one does not hide the others.
  if (textsOf(service["security_opt"]).some((option) => /^label[:=](?:disable$|type:spc_t$|user:|role:)/.test(option)))
    off.push("label");
  if (options.get("systempaths") === "unconfined") off.push("systempaths");
  if ((textOf(service["cgroup_parent"]) ?? "") !== "") off.push("cgroup_parent");
  return off;
}

/** `deploy.resources` goes before the older keys beside it; no limit is written as 0 or -1. */
function readResources(service: Json): { readonly requests: Amounts; readonly limits: Amounts } {
  const resources = objectOf(objectOf(service["deploy"])["resources"]);
  const limits = objectOf(resources["limits"]);
  const reservations = objectOf(resources["reservations"]);
  const positive = (amount: number | undefined): number | undefined =>
    amount === undefined || amount <= 0 ? undefined : amount;
  return {
    limits: {
      cpu: positive(composeCpu(limits["cpus"] ?? service["cpus"])),
      memory: positive(composeBytes(limits["memory"] ?? service["mem_limit"])),
      pids: positive(wholeNumber(limits["pids"] ?? service["pids_limit"])),
    },
    requests: {
      cpu: positive(composeCpu(reservations["cpus"])),
      memory: positive(composeBytes(reservations["memory"] ?? service["mem_reservation"])),
      pids: undefined,
    },
  };
}

function readHealthcheck(service: Json): ContainerFacts["probes"] {
  const healthcheck = objectOf(service["healthcheck"]);
  const test = textOf(healthcheck["test"]) ?? textOf(listOf(healthcheck["test"])[0]);
  const isOff = booleanOf(healthcheck["disable"]) === true || test === undefined || test === "NONE" || test === "";
  const exec: ProbeFacts | undefined = isOff ? undefined : { kind: "exec" };
  return { started: healthcheck["start_period"] === undefined ? undefined : exec, ready: exec, live: undefined };
}
