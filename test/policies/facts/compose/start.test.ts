import { composeFacts } from "../../../../policies/facts/compose";
import type { StartFacts } from "../../../../policies/facts/start";

function start(service: Record<string, unknown>): StartFacts | undefined {
  return composeFacts({ services: { a: service } }).workloads[0]?.containers[0]?.start;
}

describe("how a service is started", () => {
  it.each([
    [undefined, { when: "never", tries: undefined }],
    ["no", { when: "never", tries: undefined }],
    ["always", { when: "always", tries: undefined }],
    ["unless-stopped", { when: "always", tries: undefined }],
    ["on-failure", { when: "on failure", tries: undefined }],
    ["on-failure:3", { when: "on failure", tries: 3 }],
  ])("again, with restart: %s", (restart, expected) => {
    expect(start({ restart })?.restart).toEqual(expected);
  });

  it("again, as its deployment says, whatever stands beside it", () => {
    const policy = (restart_policy: unknown) => start({ restart: "no", deploy: { restart_policy } })?.restart;
    expect([policy({}), policy({ condition: "on-failure", max_attempts: 2 }), policy({ condition: "none" })]).toEqual([
      { when: "always", tries: undefined },
      { when: "on failure", tries: 2 },
      { when: "never", tries: undefined },
    ]);
  });

  it("in groups by number, and in that of root by its name", () => {
    expect(start({ user: "1000:root", group_add: ["audio", 44] })).toMatchObject({ group: 0, moreGroups: [44] });
    expect(start({ user: "1000" })).toMatchObject({ group: undefined, moreGroups: [] });
  });

  it("with dollar signs that Compose takes: those of the container's own variables, and those it refuses", () => {
    const command = "run $OWN ${OWN} $OTHER ${OTHER:-x} $$OWN $1";
    expect(start({ command, environment: { OWN: "a" } })?.takenDollars).toEqual([
      { field: "command", text: "$OWN", isRefused: false },
      { field: "command", text: "$OWN", isRefused: false },
      { field: "command", text: "$1", isRefused: true },
    ]);
  });
});
