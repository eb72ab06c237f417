import fc from "fast-check";
import { platformPlan } from "../support/random-platform";
import { judgeProject } from "../support/random-project";
import { describeLive } from "./support/engines";

describeLive(["compose"], "docker compose reads platforms that nobody thought of", () => {
  it("accepts the folder, in which no secret's value stands", async () => {
    await fc.assert(
      fc.asyncProperty(platformPlan(8), async (plan) => {
        const { found, expected } = await judgeProject(plan);
        expect(found).toEqual(expected);
      }),
      { seed: 7, numRuns: 12 },
    );
  });
});
