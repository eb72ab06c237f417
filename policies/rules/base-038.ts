import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "BASE-038",
  title: "what fails is started again, and what cannot succeed is given up",
  severity: "low",
  level: "advisory",
  targets: ["compose"],
  sees: "workload",
  why: "a server without a restart policy stays down after its first failure and after each reboot, and a job that is tried without end hides that it never worked",
  cure: "restart: unless-stopped for a server, restart: on-failure:5 for a job",
  reference:
    "CIS Docker benchmark 5.15 asks for a bound everywhere; for a server a bound means that it stays down after a bad night",
  config: z.strictObject({
    bounded: z.boolean().default(false).describe("Whether servers too must be given up after some tries, as CIS asks."),
  }),
  check: (facts, { bounded }) =>
    ofContainers(facts, (container, workload) => {
      const { restart } = container.start;
      if (restart === undefined) return undefined;
      const place = inContainer(facts, workload, container, "restart");
      const isJob = !workload.isLongRunning || container.role === "init";
      if (restart.when === "never") return isJob ? undefined : { ...place, message: "stays down when it fails" };
      return (isJob || bounded) && restart.tries === undefined
        ? { ...place, message: "is started again without end" }
        : undefined;
    }),
});
