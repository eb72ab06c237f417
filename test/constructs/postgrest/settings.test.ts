import { postgrestSettings } from "../../../constructs/postgrest/settings";

/** Every `PGRST_…` of the reference of version 14.17, in its order, but `PGRST_APP_SETTINGS_*`. */
const REFERENCE = [
  ["PGRST_ADMIN_SERVER_HOST", "127.0.0.1"],
  ["PGRST_ADMIN_SERVER_PORT", "3001"],
  ["PGRST_DB_AGGREGATES_ENABLED", "false"],
  ["PGRST_DB_ANON_ROLE", "anon"],
  ["PGRST_DB_CHANNEL", "pgrst"],
  ["PGRST_DB_CHANNEL_ENABLED", "true"],
  ["PGRST_DB_CONFIG", "true"],
  ["PGRST_DB_PRE_CONFIG", "postgrest.pre_config"],
  ["PGRST_DB_EXTRA_SEARCH_PATH", "public, extensions"],
  ["PGRST_DB_HOISTED_TX_SETTINGS", "statement_timeout, plan_filter.statement_cost_limit"],
  ["PGRST_DB_MAX_ROWS", "1000"],
  ["PGRST_DB_PLAN_ENABLED", "false"],
  ["PGRST_DB_POOL", "10"],
  ["PGRST_DB_POOL_ACQUISITION_TIMEOUT", "10"],
  ["PGRST_DB_POOL_MAX_IDLETIME", "30"],
  ["PGRST_DB_POOL_MAX_LIFETIME", "1800"],
  ["PGRST_DB_POOL_AUTOMATIC_RECOVERY", "true"],
  ["PGRST_DB_PRE_REQUEST", "postgrest.pre_request"],
  ["PGRST_DB_PREPARED_STATEMENTS", "true"],
  ["PGRST_DB_ROOT_SPEC", "root"],
  ["PGRST_DB_SCHEMAS", "api,private"],
  ["PGRST_DB_TX_END", "commit"],
  ["PGRST_DB_URI", "postgres://authenticator@db:5432/app"],
  ["PGRST_JWT_AUD", "acme"],
  ["PGRST_JWT_ROLE_CLAIM_KEY", ".role"],
  ["PGRST_JWT_SECRET", "reallyreallyreallyreallyverysafe"],
  ["PGRST_JWT_SECRET_IS_BASE64", "false"],
  ["PGRST_JWT_CACHE_MAX_ENTRIES", "1000"],
  ["PGRST_LOG_LEVEL", "error"],
  ["PGRST_LOG_QUERY", "false"],
  ["PGRST_OPENAPI_MODE", "follow-privileges"],
  ["PGRST_OPENAPI_SECURITY_ACTIVE", "false"],
  ["PGRST_OPENAPI_SERVER_PROXY_URI", "https://acme.example/rest"],
  ["PGRST_SERVER_CORS_ALLOWED_ORIGINS", "https://one.example, https://two.example"],
  ["PGRST_SERVER_HOST", "127.0.0.1"],
  ["PGRST_SERVER_PORT", "3000"],
  ["PGRST_SERVER_TRACE_HEADER", "X-Request-Id"],
  ["PGRST_SERVER_TIMING_ENABLED", "false"],
  ["PGRST_SERVER_UNIX_SOCKET", "/tmp/pgrst.sock"],
  ["PGRST_SERVER_UNIX_SOCKET_MODE", "660"],
] as const;

const valid: Readonly<Record<string, string>> = Object.fromEntries(REFERENCE);
const accepts = (change: Readonly<Record<string, string>>): boolean =>
  postgrestSettings.safeParse({ ...valid, ...change }).success;

it("knows every variable of the program's reference, and no other", () => {
  expect(Object.keys(postgrestSettings.shape).sort()).toEqual(REFERENCE.map(([name]) => name).sort());
  expect(postgrestSettings.parse(valid)).toEqual(valid);
});

it("asks for what no server can do without", () => {
  const least = { PGRST_DB_URI: "postgresql://db/app", PGRST_DB_SCHEMAS: "api" };
  expect(postgrestSettings.parse(least)).toEqual(least);
  for (const name of Object.keys(least)) {
    expect(postgrestSettings.safeParse({ ...least, [name]: undefined }).success).toBe(false);
  }
});

it.each([
  ["a misspelt name", "PGRST_DB_SCHEMA"],
  ["a name of version 13", "PGRST_JWT_CACHE_MAX_LIFETIME"],
  ["a name of version 16", "PGRST_SERVER_REUSEPORT"],
  ["a name of version 16", "PGRST_CLIENT_ERROR_VERBOSITY"],
  ["a name of version 16", "PGRST_ADMIN_SERVER_UNIX_SOCKET"],
  ["a name in lower case", "pgrst_db_uri"],
])("refuses %s: %s", (_, name) => {
  expect(accepts({ [name]: "1" })).toBe(false);
});

it.each([
  ["PGRST_DB_URI", "mysql://db/app"],
  ["PGRST_DB_SCHEMAS", ""],
  ["PGRST_DB_SCHEMAS", "api,,other"],
  ["PGRST_DB_EXTRA_SEARCH_PATH", ","],
  ["PGRST_DB_POOL", "ten"],
  ["PGRST_DB_MAX_ROWS", "-1"],
  ["PGRST_DB_PRE_REQUEST", "unqualified"],
  ["PGRST_DB_TX_END", "maybe"],
  ["PGRST_ADMIN_SERVER_PORT", "0"],
  ["PGRST_ADMIN_SERVER_PORT", "70000"],
  // The program refuses to start with one port for both.
  ["PGRST_ADMIN_SERVER_PORT", "3000"],
  // The syntax of version 16.
  ["PGRST_JWT_ROLE_CLAIM_KEY", "$.role"],
  ["PGRST_LOG_LEVEL", "trace"],
  ["PGRST_OPENAPI_MODE", "all"],
  ["PGRST_OPENAPI_SERVER_PROXY_URI", "acme.example"],
  ["PGRST_SERVER_UNIX_SOCKET_MODE", "580"],
  ["PGRST_SERVER_UNIX_SOCKET_MODE", "689"],
  ["PGRST_DB_PLAN_ENABLED", "yes"],
])("refuses %s=%s", (name, value) => {
  expect(accepts({ [name]: value })).toBe(false);
});

it("takes an empty search path, which means none, and empty means nothing elsewhere", () => {
  expect(accepts({ PGRST_DB_EXTRA_SEARCH_PATH: "" })).toBe(true);
  for (const [name] of REFERENCE.filter(([key]) => key !== "PGRST_DB_EXTRA_SEARCH_PATH")) {
    expect({ name, accepted: accepts({ [name]: "" }) }).toEqual({ name, accepted: false });
  }
});
