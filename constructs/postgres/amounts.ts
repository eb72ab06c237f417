import type { Code } from "../model/codes";
import type { Size } from "../model/units";

/** What a server has. */
export interface Room {
  /** The container's memory limit. */
  readonly memory: Size;
  /** Size of the data volume. */
  readonly disk: Size;
}

/** A setting whose amount no server of this size can have. */
export interface AmountProblem {
  readonly name: string;
  readonly code: Code;
  readonly message: string;
  readonly allowed: string;
}

const UNITS = { B: 1, kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 } as const;
type Unit = keyof typeof UNITS;

/** PostgreSQL counts its buffers in blocks. */
const BLOCK = 8 * UNITS.kB;

/** Settings that are amounts: what they are taken from, and the bytes that a number without a unit counts. */
const AMOUNTS: Readonly<Record<string, readonly [keyof Room, number]>> = {
  autovacuum_work_mem: ["memory", UNITS.kB],
  effective_cache_size: ["memory", BLOCK],
  gin_pending_list_limit: ["memory", UNITS.kB],
  logical_decoding_work_mem: ["memory", UNITS.kB],
  maintenance_work_mem: ["memory", UNITS.kB],
  max_stack_depth: ["memory", UNITS.kB],
  min_dynamic_shared_memory: ["memory", UNITS.MB],
  shared_buffers: ["memory", BLOCK],
  temp_buffers: ["memory", BLOCK],
  vacuum_buffer_usage_limit: ["memory", UNITS.kB],
  wal_buffers: ["memory", BLOCK],
  work_mem: ["memory", UNITS.kB],
  max_slot_wal_keep_size: ["disk", UNITS.MB],
  max_wal_size: ["disk", UNITS.MB],
  min_wal_size: ["disk", UNITS.MB],
  temp_file_limit: ["disk", UNITS.kB],
  wal_keep_size: ["disk", UNITS.MB],
};

/** Names of the settings that are held against the server's memory or disk. */
export const AMOUNT_NAMES: readonly string[] = Object.keys(AMOUNTS);

/**
 * What is wrong with settings that are amounts of memory or disk: no amount at all, or one that leaves nothing of what
 * the server has. A negative number turns a limit off, or leaves the choice to the server.
 */
export function amountProblems(
  settings: Readonly<Record<string, string | number | boolean>>,
  room: Room,
): readonly AmountProblem[] {
  return Object.entries(settings).flatMap(([name, value]): readonly AmountProblem[] => {
    const [what, plain] = Object.hasOwn(AMOUNTS, name) ? (AMOUNTS[name] ?? []) : [];
    if (what === undefined || plain === undefined) return [];
    const bytes = bytesOf(value, plain);
    if (bytes === undefined) {
      const allowed = "a number with a unit of postgresql.conf: B, kB, MB, GB or TB";
      return [{ name, code: "ASH-UNIT-002", message: "not an amount of PostgreSQL", allowed }];
    }
    if (bytes < room[what].bytes) return [];
    const whole = what === "memory" ? "memory limit" : "disk";
    const allowed = `less than ${room[what].toString()}, the ${whole}`;
    return [{ name, code: "ASH-UNIT-005", message: `the amount takes the server's whole ${whole}`, allowed }];
  });
}

function bytesOf(value: string | number | boolean, plain: number): number | undefined {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*(B|kB|MB|GB|TB)?\s*$/.exec(String(value));
  if (match === null) return undefined;
  const unit = match[2] as Unit | undefined;
  return Number(match[1]) * (unit === undefined ? plain : UNITS[unit]);
}
