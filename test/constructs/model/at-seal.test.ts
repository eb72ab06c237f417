import { AshlarError } from "../../../constructs/model/diagnostics";
import type { Platform } from "../../../constructs/model/platform";
import { gateway } from "../kong/sample-gateway";

/** Codes of what a platform is refused for when nothing more can be added. */
function refused(platform: Platform): readonly string[] {
  try {
    platform.seal();
  } catch (error) {
    if (AshlarError.is(error)) return error.diagnostics.map(({ code }) => code).sort();
    throw error;
  }
  return [];
}

const toNobody = () => gateway(({ api }) => ({ routes: [{ path: "/rest/v1", to: api.server, groups: ["staff"] }] }));

describe("what a component judges at the seal", () => {
  it("is told with everything else that is wrong, before anything is rendered", () => {
    const { platform, kong, api } = toNobody();
    kong.route({ path: "/rest/v1", to: api.server });
    expect(refused(platform)).toEqual(["ASH-GATE-001", "ASH-GATE-003"]);
  });

  it("is judged of the whole: who joins later than the route is a member too", () => {
    const { platform, kong } = toNobody();
    kong.consumer("alice", { groups: ["staff"] });
    expect(refused(platform)).toEqual([]);
  });

  it("is told once, however often the platform is looked at", () => {
    const { platform } = toNobody();
    expect([refused(platform), refused(platform)]).toEqual([["ASH-GATE-003"], ["ASH-GATE-003"]]);
  });
});
