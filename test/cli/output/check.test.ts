import { checkText } from "../../../cli/output/check";
import type { Style } from "../../../cli/output/style";
import type { CheckReport } from "../../../cli/schemas/check";

const NO_EDGES = { proven: 0, "ca-only": 0, "server-only": 0, plain: 0, unproven: 0 };

const as = (text: string): string => text;
const PLAIN: Style = { isRich: false, bold: as, dim: as, red: as, yellow: as, green: as };

const text = (part: Partial<CheckReport>): string =>
  checkText(PLAIN, {
    command: "check",
    ok: true,
    passed: true,
    reports: [
      {
        name: "acme",
        target: "compose",
        findings: [],
        passed: [],
        skipped: [],
        edges: NO_EDGES,
        capacity: [],
        unread: [],
        ...part,
      },
    ],
  });

describe("what a check says of connections", () => {
  it("is how many there are of each kind, the proven ones first", () => {
    expect(text({ edges: { ...NO_EDGES, plain: 1, proven: 3 } })).toContain("connections: 3 proven, 1 plain\n");
  });

  it("is one kind where there is but one", () => {
    expect(text({ edges: { ...NO_EDGES, unproven: 2 } })).toContain("connections: 2 unproven\n");
  });

  it("is that there are none, so that nobody takes silence for a proof", () => {
    expect(text({})).toContain("connections: none, neither between workloads nor from outside\n");
  });
});
