import { z } from "zod";
import { ofContainers } from "../containers";
import { versionOf } from "../end-of-life";
import { inContainer } from "../place";
import { defineRule } from "../rule";

/** Images with the entry point and the data paths of the official one. */
const OFFICIAL = new Set(["postgres", "postgis", "pgvector"]);
/** The first version that keeps a folder for each major. */
const MOVED = 18;
const ROOT = "/var/lib/postgresql";

export const rule = defineRule({
  code: "CROSS-006",
  title: "a database's volume lies where its version keeps data",
  severity: "critical",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "the image of PostgreSQL 18 refuses a volume at the old place, and an older one beside its volume writes into its container, where everything is lost with the next one",
  cure: "mount /var/lib/postgresql from version 18 on and /var/lib/postgresql/data before, or set PGDATA to a folder of the volume",
  reference: "docker-library/postgres: PGDATA in versions 18 and above",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) => {
      const { image, reading, env, mounts } = container;
      const major = Number.parseInt(versionOf("PostgreSQL", image) ?? "", 10);
      const isServer = reading?.reader === "postgres" && reading.ports.length > 0;
      if (!OFFICIAL.has(image.name) || !isServer || Number.isNaN(major)) return undefined;
      if (env.some(({ name }) => name === "PGDATA")) return undefined;
      const at = (wanted: string) => mounts.find(({ path }) => path.replace(/\/+$/, "") === wanted);
      const old = at(`${ROOT}/data`);
      const misplaced = major >= MOVED ? old : old === undefined ? at(ROOT) : undefined;
      if (misplaced === undefined) return undefined;
      const data = major >= MOVED ? `${ROOT}/${major}/docker` : `${ROOT}/data`;
      return {
        ...inContainer(facts, workload, container, "mounts", misplaced.path),
        message: `PostgreSQL ${major} keeps its data in ${data}, and the volume is at ${misplaced.path}`,
      };
    }),
});
