import { api, problemsOf } from "./api";

describe("two servers", () => {
  it("cannot keep their keys in one schema of one database", () => {
    const build = () => {
      const platform = api();
      platform.add("second", { audience: "other" });
      return platform;
    };
    expect(problemsOf(build)).toEqual([
      "acme/second:keysSchema ASH-REST-001: keeps its keys where acme/rest keeps its own",
    ]);
  });

  it("can when the databases differ", () => {
    const build = () => {
      const platform = api();
      platform.add("second", { audience: "other" }, "other");
      return platform;
    };
    expect(problemsOf(build)).toEqual([]);
  });

  it("can share a database, its roles and the functions that read claims", () => {
    const build = () => {
      const platform = api();
      platform.add("second", { audience: "other", keysSchema: "second" });
      return platform;
    };
    expect(problemsOf(build)).toEqual([]);
  });
});
