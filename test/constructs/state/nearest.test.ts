import { nearest } from "../../../constructs/state/nearest";

const NAMES = ["db-password", "smtp-password", "token"];

describe("the name that was probably meant", () => {
  it.each([
    ["smtp-pasword", "smtp-password"],
    ["smpt-password", "smtp-password"],
    ["DB-PASSWORD", "db-password"],
    ["tokn", "token"],
    ["stripe-key", undefined],
    ["", undefined],
  ])("of %j is %j", (name, meant) => {
    expect(nearest(name, NAMES)).toBe(meant);
  });

  it("is the closest of several", () => {
    expect(nearest("database.cpu", ["database.cpus", "database.cp", "databse.cpu.x", "database.cpu"])).toBe(
      "database.cpu",
    );
  });
});
