import { Cpu, Size } from "../../constructs/model/units";
import { NO_CLUSTER } from "./cluster";
import { readEdges } from "./compose/edges";
import { configText } from "./compose/mounts";
import { readPublished } from "./compose/ports";
import { openProject, type Project } from "./compose/project";
import { isPublicEdge } from "./compose/public-edge";
import { readTakenPorts } from "./compose/taken-ports";
import { readWorkloads, type ComposeWorkload } from "./compose/workloads";
import { leadsOn } from "./edge";
import type {
  ConfigFacts,
  ExposureFacts,
  Facts,
  QuotaFacts,
  QuotaKey,
  ScopeFacts,
  UnreadFact,
  VolumeFacts,
} from "./facts";
import { isObject, objectOf, type Json, scalarText, textOf, textsOf, wholeNumber } from "./json";
import { readPublicEdges } from "./public-edges";
import { composeBytes } from "./quantity";

/** What stands beside a Compose document. */
export interface ComposeSurroundings {
  /** Values of its variables, for example from `.env`. Without them, variables keep their defaults or stay unknown. */
  readonly variables?: ReadonlyMap<string, string>;
  /**
   * The moment by which it is judged what has expired, in milliseconds since the epoch.
   *
   * @default now
   */
  readonly at?: number;
}

/**
 * The facts of a parsed Compose document.
 *
 * @param files texts of the files that it names, by their paths relative to it
 */
export function composeFacts(
  document: unknown,
  files: ReadonlyMap<string, string> = new Map(),
  { variables = new Map(), at = Date.now() }: ComposeSurroundings = {},
): Facts {
  const project = openProject(document, files, variables);
  const groups = [...readWorkloads(project)].sort((a, b) => (a.workload.path < b.workload.path ? -1 : 1));
  const workloads = groups.map(({ workload }) => workload);
  const exposures = readExposures(groups, project);
  const publicPorts = new Set(exposures.map(({ workload, port }) => `${workload ?? ""}:${port ?? ""}`));
  return {
    target: "compose",
    at,
    workloads,
    edges: [...readEdges(groups, project, publicPorts), ...readPublicEdges(workloads, exposures)].filter(leadsOn),
    exposures,
    volumes: readVolumes(project),
    scopes: readScopes(groups, project),
    configs: readConfigs(project),
    takenPorts: readTakenPorts(project),
    cluster: NO_CLUSTER,
    unread: [...readUnread(project), ...readSilent(groups)],
  };
}

function readExposures(groups: readonly ComposeWorkload[], project: Project): readonly ExposureFacts[] {
  return groups.flatMap(({ workload, services }) =>
    services.flatMap((name) =>
      readPublished(project.services.get(name) ?? {}).map((published) => ({
        path: `services.${name}`,
        kind: "published" as const,
        workload: workload.path,
        ...published,
        ...(isPublicEdge(project, workload, published) ? { isPublicEdge: true as const } : {}),
      })),
    ),
  );
}

/** Named volumes. Compose has no sizes; `x-ashlar.size` says what one is meant to hold, a driver's option what it can. */
function readVolumes(project: Project): readonly VolumeFacts[] {
  return Object.entries(objectOf(project.document["volumes"])).map(([name, value]) => {
    const options = objectOf(objectOf(value)["driver_opts"]);
    const ours = objectOf(objectOf(value)["x-ashlar"]);
    const meant = scalarText(ours["size"]);
    const option = options["size"] ?? /(?:^|,)size=([^,]+)/.exec(textOf(options["o"]) ?? "")?.[1];
    const size = meant === undefined ? composeBytes(option) : Size.parse(meant)?.bytes;
    return { path: `volumes.${name}`, scope: textOf(ours["scope"]) ?? project.name, name, size, count: 1 };
  });
}

/** The project, the scopes that have a budget, and those in which something runs. */
function readScopes(groups: readonly ComposeWorkload[], project: Project): readonly ScopeFacts[] {
  const { budget, budgets } = objectOf(project.document["x-ashlar"]);
  const quotas = Object.entries(objectOf(budgets)).map(([scope, value]) =>
    readBudget(objectOf(value), scope, `x-ashlar.budgets[${scope}]`),
  );
  if (isObject(budget)) quotas.push(readBudget(budget, project.name, "x-ashlar.budget"));
  const names = new Set([...groups.map(({ workload }) => workload.scope), ...quotas.map(({ scope }) => scope)]);
  return [...names].sort().map((name) => ({
    name,
    path: "x-ashlar",
    quotas: quotas.filter(({ scope }) => scope === name),
    limits: [],
  }));
}

/** What a budget's member bounds, and how it is written. */
const BUDGET: readonly (readonly [string, readonly QuotaKey[], (text: string) => number | undefined])[] = [
  ["cpu", ["requests.cpu", "limits.cpu"], (text) => Cpu.parse(text)?.millicores],
  ["memory", ["requests.memory", "limits.memory"], (text) => Size.parse(text)?.bytes],
  ["storage", ["requests.storage"], (text) => Size.parse(text)?.bytes],
  ["pods", ["pods"], (text) => wholeNumber(text)],
];

function readBudget(budget: Json, scope: string, path: string): QuotaFacts {
  const hard = new Map<QuotaKey, number>();
  const unreadable: string[] = [];
  for (const [name, keys, parse] of BUDGET) {
    const value = budget[name];
    if (value === undefined || value === null) continue;
    const amount = parse(scalarText(value) ?? "");
    if (amount === undefined) unreadable.push(name);
    else for (const key of keys) hard.set(key, amount);
  }
  return { path, scope, hard, conditions: [], unreadable };
}

function readConfigs(project: Project): readonly ConfigFacts[] {
  return Object.keys(objectOf(project.document["configs"])).map((name) => {
    const text = configText(name, project);
    return { path: `configs.${name}`, files: text === undefined ? [] : [{ key: name, text }] };
  });
}

/** Parts that only Compose itself could put together. */
function readUnread(project: Project): readonly UnreadFact[] {
  const unread: UnreadFact[] = [];
  if (project.document["include"] !== undefined)
    unread.push({ path: "include", reason: "included files are not read" });
  for (const [name, service] of project.services) {
    const path = `services.${name}`;
    if (service["extends"] !== undefined) unread.push({ path, reason: "what it extends is not read" });
    if (textsOf(service["volumes_from"]).length > 0) unread.push({ path, reason: "volumes_from is not read" });
    if (textOf(service["network_mode"])?.startsWith("container:") === true)
      unread.push({ path, reason: "it joins a container that is not of this project" });
  }
  return unread;
}

/** Programs that nobody knows, which declare no port and stand in a network where every port is open. */
function readSilent(groups: readonly ComposeWorkload[]): readonly UnreadFact[] {
  return groups.flatMap(({ workload }) =>
    workload.isLongRunning && workload.isWideOpen
      ? workload.containers
          .filter(({ role, reading, ports }) => role === "app" && reading === undefined && ports.length === 0)
          .map(({ path }) => ({ path, reason: "no reader knows the program, and it does not say where it listens" }))
      : [],
  );
}
