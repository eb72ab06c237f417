import type { Construct } from "constructs";
import fc from "fast-check";
import { configFile } from "../../constructs/model/config-file";
import { MATERIAL_ROOT, type Container } from "../../constructs/model/container";
import { concat, secretValue } from "../../constructs/model/expression";
import { Platform } from "../../constructs/model/platform";
import { Scope } from "../../constructs/model/scope";
import { Secret } from "../../constructs/model/secret";
import { Duration, Size } from "../../constructs/model/units";
import type { Run } from "../../constructs/model/workload";
import { BEHIND_SIDECAR, MTLS, Sample } from "./sample";

/** One component of a random platform. */
interface PartPlan {
  /** Index of its scope; 0 is the platform itself. */
  readonly scope: number;
  readonly run: "service" | "stateful" | "job" | "cron";
  readonly replicas: number;
  readonly serves: "nothing" | "by itself" | "behind a sidecar";
  /** Index of a secret in its environment, by itself and inside a text. */
  readonly secret: number | undefined;
  /** Text of a file; with a secret in it when the part has one. */
  readonly file: string | undefined;
  readonly scratch: "none" | "memory" | "disk";
  readonly text: string;
}

/** One edge, by the indexes of two parts. */
interface EdgePlan {
  readonly from: number;
  readonly to: number;
  readonly client: "native" | "tunnel";
  readonly wait: "ready" | "healthy" | "started" | "none";
}

/** A platform as data: what is drawn at random, shown when something fails, and shrunk. */
export interface PlatformPlan {
  /** For each scope, the index of the scope around it. */
  readonly scopes: readonly number[];
  readonly secrets: number;
  readonly parts: readonly PartPlan[];
  readonly edges: readonly EdgePlan[];
}

/** Stands beside every secret in a file. Such a file is filled later, so nothing of it may be in a rendered folder. */
export const BESIDE_A_SECRET = "beside-a-secret";

const index = fc.nat({ max: 1_000 });

const part: fc.Arbitrary<PartPlan> = fc.record({
  scope: index,
  run: fc.constantFrom("service", "service", "service", "stateful", "job", "cron"),
  replicas: fc.integer({ min: 1, max: 3 }),
  serves: fc.constantFrom("nothing", "by itself", "by itself", "behind a sidecar"),
  secret: fc.option(index, { nil: undefined }),
  file: fc.option(fc.string({ unit: "grapheme", maxLength: 20 }), { nil: undefined }),
  scratch: fc.constantFrom("none", "memory", "disk"),
  text: fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => text.replaceAll("\0", "")),
});

const edge: fc.Arbitrary<EdgePlan> = fc.record({
  from: index,
  to: index,
  client: fc.constantFrom("native", "native", "tunnel"),
  wait: fc.constantFrom("ready", "healthy", "started", "none"),
});

/**
 * Plans of platforms that every target accepts: scopes inside each other, parts of every kind, edges in any direction.
 *
 * @param size most parts of one
 */
export function platformPlan(size: number): fc.Arbitrary<PlatformPlan> {
  return fc.record({
    scopes: fc.array(index, { maxLength: 4 }),
    secrets: fc.integer({ min: 1, max: 4 }),
    parts: fc.array(part, { minLength: 1, maxLength: size }),
    edges: fc.array(edge, { maxLength: 2 * size }),
  });
}

/** Ends with a letter, so that no name of one part is the beginning of another's. */
const idOf = (position: number): string => `part-${position}x`;

/** The edges of a plan that can be: from one part to another that serves, each pair once. */
function edgesOf({ parts, edges }: PlatformPlan): readonly EdgePlan[] {
  const byPair = new Map<string, EdgePlan>();
  for (const planned of edges) {
    const from = planned.from % parts.length;
    const to = planned.to % parts.length;
    if (from === to || !isServer(parts[to])) continue;
    // Who comes later waits for who came before and never the other way round, so that no waits run in a circle.
    byPair.set(`${from}-${to}`, { ...planned, from, to, wait: from > to ? planned.wait : "none" });
  }
  return [...byPair.values()];
}

/** A part of a plan, by the names that it must have on the targets. */
export interface NamedPart {
  /** Its id, and its name in its namespace. */
  readonly id: string;
  /** Ids of its scopes, from the outside in. */
  readonly scopes: readonly string[];
  /** Ids of its scopes and its own, joined: its name on Compose. */
  readonly name: string;
  /** Names of the parts that may call it, sorted. */
  readonly callers: readonly string[];
}

/** What every part must be called, and by whom. */
export function namedParts(plan: PlatformPlan): readonly NamedPart[] {
  const scopesOf = (position: number): readonly string[] =>
    scopeIds(plan, (plan.parts[position]?.scope ?? 0) % (plan.scopes.length + 1));
  const nameOf = (position: number): string => [...scopesOf(position), idOf(position)].join("-");
  const edges = edgesOf(plan);
  return plan.parts.map((_, position) => ({
    id: idOf(position),
    scopes: scopesOf(position),
    name: nameOf(position),
    callers: edges
      .filter(({ to }) => to === position)
      .map(({ from }) => nameOf(from))
      .sort(),
  }));
}

/** A job runs to its end: nobody could call it. */
function isServer(planned: PartPlan | undefined): boolean {
  return (
    planned !== undefined && planned.serves !== "nothing" && (planned.run === "service" || planned.run === "stateful")
  );
}

/** Ids of a scope and those around it, from the outside in; none for the platform. */
function scopeIds({ scopes }: PlatformPlan, scope: number): readonly string[] {
  if (scope === 0) return [];
  const outer = (scopes[scope - 1] ?? 0) % scope;
  return [...scopeIds({ scopes } as PlatformPlan, outer), `scope-${scope}x`];
}

/** Builds the platform of a plan: a new tree each time. */
export function buildPlatform(plan: PlatformPlan): Platform {
  const platform = new Platform("acme", { allowLoss: ["workload.run.job.timeout", "workload.run.stateful.replicas"] });
  const scopes: Construct[] = [platform];
  plan.scopes.forEach((outer, position) => {
    const around = scopes[outer % scopes.length] ?? platform;
    scopes.push(new Scope(around, `scope-${position + 1}x`));
  });
  const secrets = Array.from(
    { length: plan.secrets },
    (_, position) => new Secret(platform, `secret-${position}`, { kind: "password", length: 40 }),
  );
  const samples = plan.parts.map((planned, position) =>
    sampleOf(scopes[planned.scope % scopes.length] ?? platform, idOf(position), planned, secrets),
  );
  for (const { from, to, client, wait } of edgesOf(plan)) {
    const [caller, server] = [samples[from], samples[to]];
    if (caller === undefined || server === undefined) throw new RangeError(`no edge from ${from} to ${to}`);
    caller.peer.connect(server.server, { client, wait });
  }
  return platform;
}

function sampleOf(scope: Construct, id: string, planned: PartPlan, secrets: readonly Secret[]): Sample {
  const sample: Sample = new Sample(scope, id, {
    run: runOf(planned),
    ...(isServer(planned) ? { serve: planned.serves === "by itself" ? MTLS : BEHIND_SIDECAR } : {}),
    container: containerOf(planned, secrets),
  });
  return sample;
}

function runOf({ run, replicas }: PartPlan): Run {
  switch (run) {
    case "service":
      return { kind: "service", replicas };
    case "stateful":
      return { kind: "stateful", replicas: 1 };
    case "job":
      return { kind: "job", retries: 2, timeout: Duration.minutes(5) };
    case "cron":
      return { kind: "cron", schedule: { every: Duration.minutes(10) }, timeout: Duration.minutes(5) };
    default:
      return run satisfies never;
  }
}

function containerOf(planned: PartPlan, secrets: readonly Secret[]): Partial<Container> {
  const secret = planned.secret === undefined ? undefined : secrets[planned.secret % secrets.length];
  const { run, file, scratch, text } = planned;
  const config =
    file === undefined
      ? undefined
      : configFile("app.json", {
          format: "json",
          value: {
            text: file,
            ...(secret === undefined ? {} : { secret: concat(`${BESIDE_A_SECRET} `, secretValue(secret)) }),
          },
        });
  return {
    args: ["--text", `a${text}`],
    env: {
      TEXT: `a${text}`,
      ...(secret === undefined ? {} : { SECRET: secretValue(secret), BEARER: concat("Bearer ", secretValue(secret)) }),
    },
    material: [
      { kind: "identity", forms: ["cert", "key", "ca"] },
      ...(secret === undefined ? [] : [{ kind: "secret" as const, secret }]),
    ],
    mounts: [
      ...(config === undefined
        ? []
        : [
            {
              kind: "config" as const,
              config,
              path: secret === undefined ? "/etc/app/app.json" : `${MATERIAL_ROOT}/files/app.json`,
            },
          ]),
      ...(run === "stateful"
        ? [
            {
              kind: "volume" as const,
              volume: { kind: "volume" as const, id: "data", size: Size.gibibytes(1), backup: true },
              path: "/data",
            },
          ]
        : []),
      ...(scratch === "none"
        ? []
        : [
            {
              kind: "scratch" as const,
              path: "/tmp",
              size: Size.mebibytes(16),
              seed: "empty" as const,
              medium: scratch,
            },
          ]),
    ],
    ...(run === "job" || run === "cron" ? { probes: {} } : {}),
  };
}
