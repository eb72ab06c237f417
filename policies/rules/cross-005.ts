import { z } from "zod";
import { ofContainers } from "../containers";
import { endOfLife } from "../end-of-life";
import { inContainer } from "../place";
import { defineRule } from "../rule";

const DAY = 86_400_000;

export const rule = defineRule({
  code: "CROSS-005",
  title: "no program is of a version that gets no repairs any more",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "workload",
  why: "the next hole in it stays open, and the way to a supported version only gets longer",
  cure: "take a supported major version; a database is carried over by dump and restore, replication or pg_upgrade",
  reference: "PostgreSQL versioning policy; Node.js release schedule; Keycloak release notes; CWE-1104",
  config: z.strictObject({
    days: z
      .int()
      .min(0)
      .default(90)
      .describe("An end within so many days is told too, as advice. 0: only what has ended."),
    allowed: z
      .array(z.string())
      .default([])
      .describe("Versions that are kept on purpose, as the message names them: `PostgreSQL 13`."),
  }),
  check: (facts, { days, allowed }) =>
    ofContainers(facts, (container, workload) => {
      const end = endOfLife(container.image);
      if (end === undefined || allowed.includes(end.what)) return undefined;
      const { what, day } = end;
      const place = { ...inContainer(facts, workload, container, "image"), value: container.image.reference };
      // The day itself is the last one with repairs.
      const isOver = facts.at >= Date.parse(day) + DAY;
      if (isOver) return { ...place, message: `${what} has had no repairs since ${day}` };
      return facts.at + days * DAY >= Date.parse(day)
        ? { ...place, message: `${what} gets no repairs from ${day} on`, level: "advisory" }
        : undefined;
    }),
});
