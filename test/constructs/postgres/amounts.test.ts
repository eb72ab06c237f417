import { Size } from "../../../constructs/model/units";
import { AMOUNT_NAMES, amountProblems } from "../../../constructs/postgres/amounts";
import { refuseSetting } from "../../../constructs/postgres/settings";

const room = { memory: Size.gibibytes(1), disk: Size.gibibytes(10) };
const told = (settings: Readonly<Record<string, string | number | boolean>>): readonly string[] =>
  amountProblems(settings, room).map(({ name, code, allowed }) => `${name} ${code} ${allowed}`);

const MEMORY = "ASH-UNIT-005 less than 1Gi, the memory limit";
const DISK = "ASH-UNIT-005 less than 10Gi, the disk";
const FORM = "ASH-UNIT-002 a number with a unit of postgresql.conf: B, kB, MB, GB or TB";

describe("a raw setting that is an amount", () => {
  it.each([
    { work_mem: "64MB" },
    { work_mem: " 64 MB " },
    { work_mem: 65536 },
    { shared_buffers: "1023MB" },
    { shared_buffers: 131071 },
    { shared_buffers: "0.5GB" },
    { autovacuum_work_mem: -1, wal_buffers: "-1", temp_file_limit: -1, max_slot_wal_keep_size: "-1" },
    { max_wal_size: "9GB", wal_keep_size: 10239 },
    { log_min_duration_statement: "99TB" },
  ])("may be %j on a server of 1Gi with a disk of 10Gi", (settings) => {
    expect(told(settings)).toEqual([]);
  });

  it.each([
    [{ work_mem: "99TB" }, `work_mem ${MEMORY}`],
    [{ work_mem: "1GB" }, `work_mem ${MEMORY}`],
    // Without a unit: kilobytes, blocks of 8 kB, megabytes.
    [{ work_mem: 1048576 }, `work_mem ${MEMORY}`],
    [{ shared_buffers: "131072" }, `shared_buffers ${MEMORY}`],
    [{ min_dynamic_shared_memory: 1024 }, `min_dynamic_shared_memory ${MEMORY}`],
    [{ max_wal_size: "10GB" }, `max_wal_size ${DISK}`],
    [{ max_wal_size: 10240 }, `max_wal_size ${DISK}`],
    [{ temp_file_limit: "1TB" }, `temp_file_limit ${DISK}`],
  ])("cannot be %j", (settings, problem) => {
    expect(told(settings)).toEqual([problem]);
  });

  // The server would not start with these.
  it.each(["64Mi", "64mb", "lots", "", true])("is written as in postgresql.conf, not %j", (work_mem) => {
    expect(told({ work_mem })).toEqual([`work_mem ${FORM}`]);
  });

  it("is one that may be set", () => {
    expect(AMOUNT_NAMES.filter((name) => refuseSetting(name) !== undefined)).toEqual([]);
  });
});
