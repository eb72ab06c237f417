import { postgresSchema } from "../../../constructs/postgres/schema";
import { serverSettings } from "../../../constructs/postgres/server-settings";
import { ownedSettingNames, refuseSetting, settingNames } from "../../../constructs/postgres/settings";

const spec = (more: object = {}) => postgresSchema().parse({ storage: "10Gi", ...more });

describe("raw settings", () => {
  it("may be what tunes a server", () => {
    for (const name of [
      "work_mem",
      "log_min_duration_statement",
      "autovacuum_naptime",
      "wal_level",
      "pg_stat_statements.max",
    ]) {
      expect(refuseSetting(name)).toBeUndefined();
    }
  });

  it("may not be what the component answers for, and the message names the way", () => {
    expect(refuseSetting("max_connections")).toEqual({
      code: "ASH-PG-003",
      message: "max_connections is owned by the component: set maxConnections",
    });
    expect(refuseSetting("pgaudit.log")).toMatchObject({ code: "ASH-PG-003" });
    expect(refuseSetting("ssl")).toMatchObject({ code: "ASH-PG-003" });
  });

  it("may not lose data, run programs or be misspelt", () => {
    for (const name of [
      "fsync",
      "full_page_writes",
      "archive_command",
      "dynamic_library_path",
      "wrok_mem",
      "Work_Mem",
    ]) {
      expect(refuseSetting(name)).toMatchObject({ code: "ASH-INPUT-001" });
    }
  });

  it("are more with each version", () => {
    expect(refuseSetting("io_method")).toBeUndefined();
    expect([16, 17, 18].map((version) => settingNames(version).includes("io_method"))).toEqual([false, false, true]);
    expect([16, 17, 18].map((version) => settingNames(version).includes("transaction_timeout"))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it("are allowed or owned, never both", () => {
    const owned = new Set(ownedSettingNames());
    expect(settingNames(18).filter((name) => owned.has(name))).toEqual([]);
  });
});

describe("postgresql.conf", () => {
  it("takes a raw setting before what follows from the size", () => {
    expect(serverSettings(spec({ settings: { work_mem: "64MB", log_temp_files: 0 } }))).toMatchObject({
      work_mem: "64MB",
      log_temp_files: 0,
      shared_buffers: "256MB",
    });
  });

  it("demands TLS 1.3 and SCRAM, whatever else is set", () => {
    expect(serverSettings(spec())).toMatchObject({
      ssl: "on",
      ssl_min_protocol_version: "TLSv1.3",
      password_encryption: "scram-sha-256",
      logging_collector: "off",
    });
  });

  it("loads the libraries that the switches ask for", () => {
    const libraries = (more: object) => serverSettings(spec(more))["shared_preload_libraries"];
    expect(libraries({})).toBe("pg_stat_statements");
    expect(libraries({ statements: false })).toBe("");
    expect(libraries({ audit: {} })).toBe("pgaudit, pg_stat_statements");
  });

  it("audits changes, without the values of parameters, and who comes and goes", () => {
    expect(serverSettings(spec({ audit: {} }))).toMatchObject({
      "pgaudit.log": "ddl, role, write",
      "pgaudit.log_parameter": "off",
      "pgaudit.log_catalog": "off",
      log_connections: "on",
    });
    expect(serverSettings(spec({ audit: { log: ["all", "-misc"], parameters: true } }))).toMatchObject({
      "pgaudit.log": "all, -misc",
      "pgaudit.log_parameter": "on",
    });
    expect(Object.keys(serverSettings(spec())).filter((name) => name.startsWith("pgaudit"))).toEqual([]);
  });

  it("closes ALTER SYSTEM where the version can", () => {
    expect(serverSettings(spec({ version: 16 }))).not.toHaveProperty("allow_alter_system");
    expect(serverSettings(spec({ version: 18 }))).toMatchObject({ allow_alter_system: "off" });
  });
});
