import { Size } from "../model/units";

/** What a server's memory and processes are sized by. */
export interface ServerSize {
  /** The container's memory limit. */
  readonly memory: Size;
  /** The container's processor limit, in thousandths of a core. */
  readonly millicores: number;
  /** Size of the data volume. */
  readonly storage: Size;
  /** Sessions at a time. */
  readonly connections: number;
}

/** The least memory that a server runs in without being killed at its first sort. */
export const LEAST_MEMORY = Size.mebibytes(256);

/** The least disk: a new server's files, a write-ahead log of 128 MiB, and room for both to grow a little. */
export const LEAST_STORAGE = Size.mebibytes(512);

const MI = 2 ** 20;
const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
const megabytes = (bytes: number): number => Math.floor(bytes / MI);
const mb = (amount: number): string => `${amount}MB`;

/** Sessions that memory is enough for: one for each 10 MiB, from 25 to 200. Beyond that a pooler serves better. */
export function connectionsFor(memory: Size): number {
  return clamp(Math.floor(megabytes(memory.bytes) / 10), 25, 200);
}

/** Shared memory outside the server's own: parallel queries build their hash tables there. */
export function sharedMemoryFor(memory: Size): Size {
  return Size.mebibytes(Math.max(megabytes(memory.bytes / 8), 64));
}

/**
 * Settings that follow from a server's size.
 *
 * A quarter of the memory is the server's own cache; the system caches files in what is left, which is what the planner
 * is told. A session may sort in `work_mem` several times at once and in several processes, so it gets a third of its
 * share of what is left, divided by the processes of a parallel query.
 */
export function memorySettings(size: ServerSize): Readonly<Record<string, string>> {
  const total = megabytes(size.memory.bytes);
  const shared = Math.floor(total / 4);
  const cores = Math.max(Math.ceil(size.millicores / 1000), 1);
  const perGather = clamp(Math.ceil(cores / 2), 1, 4);
  const work = Math.floor((total - shared) / (size.connections * 3 * perGather));
  const maintenance = clamp(Math.floor(total / 16), 16, 2048);
  // Write-ahead log may take an eighth of the disk, or small volumes fill up with it.
  const wal = clamp(megabytes(size.storage.bytes / 8), 128, 4096);
  return {
    max_connections: String(size.connections),
    shared_buffers: mb(shared),
    effective_cache_size: mb(Math.floor((total * 3) / 4)),
    work_mem: mb(clamp(work, 1, 1024)),
    maintenance_work_mem: mb(maintenance),
    // Three workers at once would otherwise take it three times.
    autovacuum_work_mem: mb(clamp(Math.floor(maintenance / 2), 16, 1024)),
    max_wal_size: mb(wal),
    min_wal_size: mb(clamp(Math.floor(wal / 4), 32, 1024)),
    max_worker_processes: String(Math.max(cores, 8)),
    max_parallel_workers: String(cores),
    max_parallel_workers_per_gather: String(perGather),
    max_parallel_maintenance_workers: String(perGather),
  };
}
