import fc from "fast-check";
import { Size } from "../../../constructs/model/units";
import { connectionsFor, memorySettings, sharedMemoryFor } from "../../../constructs/postgres/memory";

const server = (memory: string, millicores = 1000, storage = "20Gi") => ({
  memory: Size.parse(memory)!,
  millicores,
  storage: Size.parse(storage)!,
  connections: connectionsFor(Size.parse(memory)!),
});

describe("memory settings", () => {
  it("give the smallest server little of everything", () => {
    expect(memorySettings(server("256Mi", 250, "1Gi"))).toEqual({
      max_connections: "25",
      shared_buffers: "64MB",
      effective_cache_size: "192MB",
      work_mem: "2MB",
      maintenance_work_mem: "16MB",
      autovacuum_work_mem: "16MB",
      max_wal_size: "128MB",
      min_wal_size: "32MB",
      max_worker_processes: "8",
      max_parallel_workers: "1",
      max_parallel_workers_per_gather: "1",
      max_parallel_maintenance_workers: "1",
    });
  });

  it("give a large server a quarter for its cache, and stop where more does no good", () => {
    expect(memorySettings(server("64Gi", 12_500, "1Ti"))).toEqual({
      max_connections: "200",
      shared_buffers: "16384MB",
      effective_cache_size: "49152MB",
      work_mem: "20MB",
      maintenance_work_mem: "2048MB",
      autovacuum_work_mem: "1024MB",
      max_wal_size: "4096MB",
      min_wal_size: "1024MB",
      max_worker_processes: "13",
      max_parallel_workers: "13",
      max_parallel_workers_per_gather: "4",
      max_parallel_maintenance_workers: "4",
    });
  });

  it("take an eighth of the disk at most for the write-ahead log", () => {
    expect(memorySettings(server("1Gi", 1000, "4Gi"))).toMatchObject({ max_wal_size: "512MB", min_wal_size: "128MB" });
  });

  it("never promise more than there is, at any size", () => {
    const sizes = fc.record({
      memory: fc.integer({ min: 256, max: 4 * 1024 * 1024 }).map((mi) => Size.mebibytes(mi)),
      millicores: fc.integer({ min: 10, max: 256_000 }),
      storage: fc.integer({ min: 1, max: 1_000_000 }).map((mi) => Size.mebibytes(mi)),
      connections: fc.integer({ min: 10, max: 5000 }),
    });
    fc.assert(
      fc.property(sizes, (size) => {
        const settings = memorySettings(size);
        const mb = (name: string): number => Number(/^(\d+)MB$/.exec(settings[name] ?? "")?.[1]);
        const total = size.memory.bytes / 2 ** 20;
        expect(mb("shared_buffers") + mb("maintenance_work_mem")).toBeLessThan(total / 2);
        expect(mb("effective_cache_size")).toBeLessThan(total);
        expect(mb("work_mem")).toBeGreaterThanOrEqual(1);
        expect(mb("min_wal_size")).toBeLessThan(mb("max_wal_size"));
        // PostgreSQL refuses less than 64 kB, and integers beyond 2^31 kB.
        expect(mb("work_mem") * 1024).toBeLessThan(2 ** 31);
        for (const value of Object.values(settings)) expect(value).toMatch(/^\d+(MB)?$/);
      }),
    );
  });

  it("size sessions and shared memory by the memory limit", () => {
    expect(["256Mi", "512Mi", "1Gi", "2Gi", "64Gi"].map((text) => connectionsFor(Size.parse(text)!))).toEqual([
      25, 51, 102, 200, 200,
    ]);
    expect(["256Mi", "1Gi", "8Gi"].map((text) => sharedMemoryFor(Size.parse(text)!).toString())).toEqual([
      "64Mi",
      "128Mi",
      "1Gi",
    ]);
  });
});
