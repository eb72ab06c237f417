import type { ServerMemory } from "./reader";

/** What the server does when it is told nothing. */
const DEFAULTS = { shared_buffers: "128MB", work_mem: "4MB", max_connections: "100" } as const;

/** What a number without a unit counts, in bytes. */
const BASE = { shared_buffers: 8192, work_mem: 1024 } as const;
const UNITS: ReadonlyMap<string, number> = new Map([
  ["B", 1],
  ["kB", 2 ** 10],
  ["MB", 2 ** 20],
  ["GB", 2 ** 30],
  ["TB", 2 ** 40],
]);

/**
 * What a PostgreSQL server takes of memory by its settings. Undefined when it is told nothing about it, and when a
 * setting cannot be read.
 *
 * @param get the text of a setting; undefined: not set
 */
export function readMemory(get: (name: string) => string | undefined): ServerMemory | undefined {
  const names = ["shared_buffers", "work_mem", "max_connections"] as const;
  if (names.every((name) => get(name) === undefined)) return undefined;
  const text = (name: (typeof names)[number]): string => get(name) ?? DEFAULTS[name];
  const shared = bytesOf(text("shared_buffers"), BASE.shared_buffers);
  const perSession = bytesOf(text("work_mem"), BASE.work_mem);
  const sessions = /^\d+$/.test(text("max_connections").trim()) ? Number(text("max_connections")) : undefined;
  if (shared === undefined || perSession === undefined || sessions === undefined) return undefined;
  return { shared, perSession, sessions };
}

function bytesOf(text: string, base: number): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(text);
  if (match === null) return undefined;
  const unit = match[2] === "" ? base : UNITS.get(match[2] ?? "");
  return unit === undefined ? undefined : Number(match[1]) * unit;
}
