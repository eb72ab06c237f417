import fc from "fast-check";
import { judgeEdges, judgeSecretFiles, renderAlike } from "../support/random-checks";
import { platformPlan } from "../support/random-platform";

// A few rounds of what `npm run soak` does for hours; the seed makes them the same ones each time.
describe("platforms that nobody thought of", () => {
  it("give the same bytes, have exactly their edges, and keep files with secrets out of the folder", () => {
    fc.assert(
      fc.property(platformPlan(10), (plan) => {
        const rendered = renderAlike(plan);
        const edges = judgeEdges(plan, rendered);
        expect(edges.found).toEqual(edges.expected);
        const files = judgeSecretFiles(plan, rendered);
        expect(files.found).toEqual(files.expected);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
