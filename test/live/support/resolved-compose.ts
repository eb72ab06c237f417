import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ComposeConfig, ComposeService } from "../../../constructs/render/compose/file";
import type { ComposeProject } from "./compose-project";

/** A service as `docker compose config --format json` tells it. */
export interface ResolvedService {
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck?: Readonly<Record<string, unknown>>;
  readonly stop_grace_period?: string;
  readonly shm_size?: string;
  readonly depends_on?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly deploy: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly [field: string]: unknown;
}

/** What `docker compose config --format json` tells. */
export interface ResolvedProject {
  readonly name: string;
  readonly services: Readonly<Record<string, ResolvedService>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly configs: Readonly<Record<string, ComposeConfig>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** A rendered service as Compose should understand it: amounts and times as numbers, paths absolute, nothing left out. */
export function meant(project: ComposeProject, service: ComposeService): Fields {
  const { env_file, environment, deploy, depends_on, healthcheck, stop_grace_period, shm_size, volumes, ...others } =
    service;
  const { ports, ...rest } = others;
  const { limits, reservations } = deploy.resources;
  return {
    entrypoint: null,
    command: null,
    ...rest,
    // `ingress` is what a port is without a word.
    ...(ports === undefined ? {} : { ports: ports.map((port) => ({ mode: "ingress", ...port })) }),
    environment: { ...environment, ...(env_file === undefined ? {} : secretVariables(project, env_file)) },
    deploy: {
      ...(deploy.replicas === undefined ? {} : { replicas: deploy.replicas }),
      limits: { cpus: Number(limits.cpus), bytes: bytes(limits.memory), pids: limits.pids },
      reservations: { cpus: Number(reservations.cpus), bytes: bytes(reservations.memory) },
    },
    depends_on: Object.fromEntries(
      Object.entries(depends_on ?? {}).map(([name, dependency]) => [name, { required: true, ...dependency }]),
    ),
    healthcheck: checkInMilliseconds({ ...healthcheck }),
    stop_grace_period: stop_grace_period === undefined ? undefined : milliseconds(stop_grace_period),
    shm_size: shm_size === undefined ? undefined : bytes(shm_size),
    volumes: (volumes ?? []).map((volume) =>
      volume.type === "bind" ? { ...volume, source: resolve(project.folder, volume.source) } : volume,
    ),
  };
}

/** A service in the same form, from what Compose tells. */
export function understood(service: ResolvedService): Fields {
  const { deploy, depends_on, healthcheck, stop_grace_period, shm_size, volumes, environment, ...rest } = service;
  const { resources, placement, ...others } = deploy as {
    resources: Record<"limits" | "reservations", Amounts>;
    placement: object;
  };
  expect(placement).toEqual({});
  const amounts = ({ memory, ...amount }: Amounts): Fields => ({ ...amount, bytes: Number(memory) });
  return {
    ...rest,
    environment: environment ?? {},
    deploy: { ...others, limits: amounts(resources.limits), reservations: amounts(resources.reservations) },
    depends_on: depends_on ?? {},
    healthcheck: checkInMilliseconds(healthcheck ?? {}),
    stop_grace_period: stop_grace_period === undefined ? undefined : milliseconds(stop_grace_period),
    shm_size: shm_size === undefined ? undefined : Number(shm_size),
    volumes: (volumes ?? []).map((volume) =>
      // `config` leaves out what is false.
      volume["type"] === "bind"
        ? { ...volume, bind: { create_host_path: false, ...(volume["bind"] as object) } }
        : volume,
    ),
  };
}

interface Amounts {
  readonly cpus: number;
  readonly memory: string;
  readonly pids?: number;
}

function checkInMilliseconds(check: Fields): Fields {
  const times = ["interval", "timeout", "start_period"];
  return Object.fromEntries(
    Object.entries(check).map(([key, value]) => [key, times.includes(key) ? milliseconds(String(value)) : value]),
  );
}

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of a duration in Go's spelling, for example `1h0m0s` or `1.5s`. */
function milliseconds(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.map(([part]) => part).join("") !== text) throw new Error(`not a duration: ${text}`);
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? NaN), 0);
}

function bytes(text: string): number {
  const [, amount, unit = ""] = /^(\d+)(KiB|MiB|GiB)?$/.exec(text) ?? [];
  if (amount === undefined) throw new Error(`not a size: ${text}`);
  return Number(amount) * 1024 ** ["", "KiB", "MiB", "GiB"].indexOf(unit);
}

/** Variables of env files, whose texts stand between double quotes, one a line. */
function secretVariables(project: ComposeProject, files: readonly { readonly path: string }[]): Record<string, string> {
  const lines = files.flatMap(({ path }) => readFileSync(join(project.folder, path), "utf8").split("\n"));
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, key, value] = /^(\w+)="([\w-]*)"$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    }),
  );
}
