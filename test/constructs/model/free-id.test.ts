import { Peer } from "../../../constructs/model/peer";
import { Platform } from "../../../constructs/model/platform";
import { Scope } from "../../../constructs/model/scope";
import { Secret } from "../../../constructs/model/secret";
import { problemsOf } from "../../../constructs/testing";
import { Sample } from "../../support/sample";

const linesOf = (platform: Platform): readonly string[] =>
  problemsOf(() => platform.seal()).map(({ path, code, value }) => `${path} ${code} ${value ?? ""}`);

describe("two constructs with one id", () => {
  it.each<[string, (platform: Platform) => unknown]>([
    ["components", (platform) => new Sample(platform, "twin")],
    ["scopes", (platform) => new Scope(platform, "twin")],
    ["secrets", (platform) => new Secret(platform, "twin", { kind: "uuid" })],
    ["peers", (platform) => new Peer(platform, "twin")],
  ])("are told: %s", (_, make) => {
    const platform = new Platform("acme");
    make(platform);
    make(platform);
    make(platform);
    expect(linesOf(platform)).toEqual(['acme/twin ASH-NAME-003 "twin"']);
  });

  it("are told of different kinds, too, with what is allowed and the cure", () => {
    const platform = new Platform("acme");
    new Sample(platform, "twin");
    new Secret(platform, "twin", { kind: "uuid" });
    expect(problemsOf(() => platform.seal())).toEqual([
      expect.objectContaining({
        code: "ASH-NAME-003",
        message: "two constructs of acme have the same id",
        allowed: "an id that nothing else beside it has",
        cure: "rename one of them",
      }),
    ]);
  });

  it("do not hide what else is wrong, before them, in them and after them", () => {
    const platform = new Platform("acme", { registryMirror: "not a registry" });
    new Sample(platform, "twin");
    // @ts-expect-error an unknown key of a component
    new Sample(platform, "twin", { greting: "hi" });
    new Sample(platform, "Not_An_Id");
    expect(linesOf(platform)).toEqual([
      'acme/Not_An_Id ASH-NAME-001 "Not_An_Id"',
      'acme/twin ASH-NAME-003 "twin"',
      "acme/twin~2:greting ASH-INPUT-001 ",
      'acme:registryMirror ASH-INPUT-002 "not a registry"',
    ]);
  });

  it("may stand in two scopes", () => {
    const platform = new Platform("acme");
    for (const id of ["a", "b"]) new Sample(new Scope(platform, id), "twin");
    expect(linesOf(platform)).toEqual([]);
  });

  it("cannot be made by writing the id that stands in for a taken one", () => {
    const platform = new Platform("acme");
    new Sample(platform, "twin~2");
    expect(linesOf(platform)).toEqual(['acme/twin~2 ASH-NAME-001 "twin~2"']);
  });

  it("are too late when the platform is sealed, and change nothing of it", () => {
    const platform = new Platform("acme");
    new Sample(platform, "twin");
    platform.seal();
    expect(() => new Sample(platform, "twin")).toThrow("ASH-GRAPH-003");
    expect(linesOf(platform)).toEqual([]);
  });
});

it.each(["", "constructor"])("the id %j is told, and the tree is built to its end", (id) => {
  const platform = new Platform("acme");
  new Sample(platform, id);
  new Sample(platform, "Not_An_Id");
  expect(linesOf(platform)).toEqual(
    expect.arrayContaining([`acme/${id} ASH-NAME-001 "${id}"`, 'acme/Not_An_Id ASH-NAME-001 "Not_An_Id"']),
  );
  expect(linesOf(platform)).toHaveLength(2);
});
