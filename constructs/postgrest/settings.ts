import { z } from "zod";
import { webUrl } from "../model/url";

const text = z.string().min(1);
const flag = z.enum(["true", "false"]);
const whole = z.string().regex(/^\d+$/);
const port = whole.refine((value) => Number(value) > 0 && Number(value) < 65536, "not a port");
const mode = z.string().regex(/^[67][0-7]{2}$/, "not a mode from 600 to 777");
const list = z.string().regex(/^[^,\s]+(?:, ?[^,\s]+)*$/, "not a list of names separated by commas");
const qualified = z.string().regex(/^[a-z_][\w$-]*\.[a-z_][\w$-]*$/, "not a schema-qualified function name");

/**
 * Every environment variable of PostgREST 14 but `PGRST_APP_SETTINGS_…`, whose names anybody may invent. The program
 * ignores a variable that it does not know, so a misspelt one would be silent: what we render is held against this.
 *
 * Source: the program's reference, https://docs.postgrest.org/en/v14/references/configuration.html
 */
export const postgrestSettings = z
  .strictObject({
    PGRST_ADMIN_SERVER_HOST: text.optional(),
    PGRST_ADMIN_SERVER_PORT: port.optional(),
    PGRST_DB_AGGREGATES_ENABLED: flag.optional(),
    PGRST_DB_ANON_ROLE: text.optional(),
    PGRST_DB_CHANNEL: text.optional(),
    PGRST_DB_CHANNEL_ENABLED: flag.optional(),
    PGRST_DB_CONFIG: flag.optional(),
    PGRST_DB_EXTRA_SEARCH_PATH: z.union([list, z.literal("")]).optional(),
    PGRST_DB_HOISTED_TX_SETTINGS: list.optional(),
    PGRST_DB_MAX_ROWS: whole.optional(),
    PGRST_DB_PLAN_ENABLED: flag.optional(),
    PGRST_DB_POOL: whole.optional(),
    PGRST_DB_POOL_ACQUISITION_TIMEOUT: whole.optional(),
    PGRST_DB_POOL_AUTOMATIC_RECOVERY: flag.optional(),
    PGRST_DB_POOL_MAX_IDLETIME: whole.optional(),
    PGRST_DB_POOL_MAX_LIFETIME: whole.optional(),
    PGRST_DB_PREPARED_STATEMENTS: flag.optional(),
    PGRST_DB_PRE_CONFIG: qualified.optional(),
    PGRST_DB_PRE_REQUEST: qualified.optional(),
    PGRST_DB_ROOT_SPEC: text.optional(),
    PGRST_DB_SCHEMAS: list,
    PGRST_DB_TX_END: z.enum(["commit", "commit-allow-override", "rollback", "rollback-allow-override"]).optional(),
    PGRST_DB_URI: z.string().regex(/^postgres(?:ql)?:\/\//),
    PGRST_JWT_AUD: text.optional(),
    PGRST_JWT_CACHE_MAX_ENTRIES: whole.optional(),
    PGRST_JWT_ROLE_CLAIM_KEY: z.string().regex(/^\./).optional(),
    PGRST_JWT_SECRET: text.optional(),
    PGRST_JWT_SECRET_IS_BASE64: flag.optional(),
    PGRST_LOG_LEVEL: z.enum(["crit", "error", "warn", "info", "debug"]).optional(),
    PGRST_LOG_QUERY: flag.optional(),
    PGRST_OPENAPI_MODE: z.enum(["follow-privileges", "ignore-privileges", "disabled"]).optional(),
    PGRST_OPENAPI_SECURITY_ACTIVE: flag.optional(),
    PGRST_OPENAPI_SERVER_PROXY_URI: webUrl().optional(),
    PGRST_SERVER_CORS_ALLOWED_ORIGINS: list.optional(),
    PGRST_SERVER_HOST: text.optional(),
    PGRST_SERVER_PORT: port.optional(),
    PGRST_SERVER_TIMING_ENABLED: flag.optional(),
    PGRST_SERVER_TRACE_HEADER: text.optional(),
    PGRST_SERVER_UNIX_SOCKET: text.optional(),
    PGRST_SERVER_UNIX_SOCKET_MODE: mode.optional(),
  })
  .refine(({ PGRST_ADMIN_SERVER_PORT: admin, PGRST_SERVER_PORT: api = "3000" }) => admin !== api, {
    path: ["PGRST_ADMIN_SERVER_PORT"],
    error: "the same port as the API's",
  });

/** A complete environment of PostgREST, as text. */
export type PostgrestSettings = z.output<typeof postgrestSettings>;

/** A name of PostgREST's environment. */
export type PostgrestSetting = keyof PostgrestSettings;
