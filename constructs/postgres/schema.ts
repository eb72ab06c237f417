import { z } from "zod";
import { dnsName } from "../model/dns-name";
import { isMovingTag, parseImage } from "../model/image";
import { size } from "../model/units";
import { amountProblems } from "./amounts";
import { POSTGRES_CODES } from "./codes";
import { databaseSchema } from "./database-spec";
import { databaseName, named, roleName } from "./identifier";
import { LEAST_MEMORY, LEAST_STORAGE } from "./memory";
import { cpuRange, memoryRange } from "./resources";
import { roleSchema } from "./role";
import { SETTING_SINCE, settingsSchema } from "./settings";
import { POSTGRES_VERSIONS } from "./versions";

const AUDIT_CLASSES = [
  ...(["read", "write", "function", "role", "ddl", "misc", "misc_set", "all"] as const),
  ...(["-read", "-write", "-function", "-role", "-ddl", "-misc", "-misc_set"] as const),
];

const auditSchema = () =>
  z.strictObject({
    log: z
      .array(z.enum(AUDIT_CLASSES))
      .min(1)
      .readonly()
      .default(["ddl", "role", "write"])
      .describe("Classes of statements that are logged."),
    catalog: z.boolean().default(false).describe("Whether statements on the system catalog alone are logged."),
    parameters: z.boolean().default(false).describe("Whether the values of parameters are logged."),
    relations: z.boolean().default(false).describe("Whether each table of a statement gets an entry of its own."),
  });

/** Schema of an image's reference, with a tag that does not move. */
const image = () =>
  z
    .string()
    .transform((text, context) => {
      const parsed = parseImage(text);
      if (parsed === undefined) {
        context.addIssue({ code: "custom", params: { code: "ASH-IMAGE-002" }, message: "not an image reference" });
        return z.NEVER;
      }
      if (isMovingTag(parsed.tag)) {
        context.addIssue({ code: "custom", params: { code: "ASH-IMAGE-001" }, message: "the image's tag moves" });
      }
      return parsed;
    })
    .exactOptional();

/** Schema of a server's data, where every default lives. */
export const postgresSchema = () =>
  z
    .strictObject({
      version: z.literal(POSTGRES_VERSIONS).default(17).describe("Major version."),
      storage: size(LEAST_STORAGE).describe("Size of the data volume, for example 20Gi."),
      storageClass: dnsName()
        .exactOptional()
        .describe("Storage class on Kubernetes. A change destroys the data. Default: the cluster's."),
      image: image().describe("Another image of the same layout. Default: CloudNativePG's standard image."),
      resources: z
        .strictObject({
          cpu: cpuRange("250m", "1").describe("Processor time of the server."),
          memory: memoryRange("1Gi", "1Gi")
            .refine((memory) => memory.limit.bytes >= LEAST_MEMORY.bytes, {
              path: ["limit"],
              params: { code: POSTGRES_CODES.memoryTooSmall, allowed: `at least ${LEAST_MEMORY.toString()}` },
              message: `the memory limit is under ${LEAST_MEMORY.toString()}`,
            })
            .describe("Memory of the server; its caches follow from the limit."),
        })
        .prefault({})
        .describe("What the server's container may take."),
      maxConnections: z
        .int()
        .min(10)
        .max(5000)
        .exactOptional()
        .describe("Sessions at a time. Default: one for each 10 MiB of memory, from 25 to 200."),
      databases: named(databaseName(), databaseSchema()).default({}).describe("Databases, by name."),
      roles: named(roleName(), roleSchema()).default({}).describe("Roles, by name."),
      audit: z
        .union([z.literal(false), auditSchema()])
        .default(false)
        .describe("Audit log by pgAudit."),
      statements: z.boolean().default(true).describe("Whether pg_stat_statements counts and times statements."),
      settings: settingsSchema().default({}).describe("More of postgresql.conf, by name."),
    })
    .superRefine((spec, context) => {
      for (const name of Object.keys(spec.settings)) {
        const { [name]: since = 0 } = SETTING_SINCE;
        if (since <= spec.version) continue;
        const message = `${name} came with PostgreSQL ${since}, and this is ${spec.version}`;
        context.addIssue({ code: "custom", path: ["settings", name], message });
      }
      const room = { memory: spec.resources.memory.limit, disk: spec.storage };
      for (const { name, code, message, allowed } of amountProblems(spec.settings, room)) {
        context.addIssue({ code: "custom", path: ["settings", name], message, params: { code, allowed } });
      }
    });

/** A server with every default filled in. */
export type PostgresSpec = z.output<ReturnType<typeof postgresSchema>>;
