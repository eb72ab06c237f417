import { z } from "zod";
import { ofContainers } from "../containers";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-041",
  title: "dollar signs that a program should see are doubled",
  severity: "medium",
  level: "mandatory",
  targets: ["compose"],
  sees: "workload",
  why: "a single dollar sign is filled in from the environment of Compose before any program runs, and with nothing where it knows nothing: a healthcheck asks for an empty name, a command deletes an empty path",
  cure: "write $$ for what the shell in the container should fill in",
  reference: "Compose Specification: interpolation",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, ({ path, start }) =>
      [...new Map(start.takenDollars.map((dollar) => [`${dollar.field} ${dollar.text}`, dollar])).values()].map(
        ({ field, text, isRefused }) => ({
          object: path,
          path: `${path}.${field}`,
          message: isRefused
            ? `has a dollar sign (${text}) that Compose refuses`
            : `has ${text}, a variable of the container that Compose fills in with nothing`,
        }),
      ),
    ),
});
