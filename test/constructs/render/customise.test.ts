import type { Customisation } from "../../../constructs/model/customise";
import { customised } from "../../../constructs/render/customise";

interface Thing {
  list: number[];
  name?: string | { deep: number };
}

const thing = (): Thing => ({ list: [1, 2] });

function patch(
  ...operations: Extract<Customisation["change"], { kind: "patch" }>["operations"]
): Customisation["change"] {
  return { kind: "patch", operations };
}

describe("a way out", () => {
  it("edits a copy", () => {
    const before = thing();
    const edit = (object: Thing): void => {
      object.name = "changed";
    };
    expect(customised(before, { kind: "edit", edit }, "acme/app")).toEqual({ list: [1, 2], name: "changed" });
    expect(before).toEqual(thing());
  });

  it("patches a copy, with every operation of RFC 6902", () => {
    const before = thing();
    const operations = [
      { op: "test", path: "/list/0", value: 1 },
      { op: "add", path: "/list/-", value: 3 },
      { op: "replace", path: "/list/0", value: 9 },
      { op: "copy", from: "/list/1", path: "/name" },
      { op: "move", from: "/name", path: "/title" },
      { op: "remove", path: "/list/1" },
    ] as const;
    expect(customised(before, patch(...operations), "acme/app")).toEqual({ list: [9, 3], title: 2 });
    expect(before).toEqual(thing());
  });

  it("does not hand the patch's own values out: a later edit cannot change the patch", () => {
    const value = { deep: 1 };
    const change = patch({ op: "add", path: "/name", value });
    const result = customised(thing(), change, "acme/app");
    (result.name as { deep: number }).deep = 2;
    expect(value).toEqual({ deep: 1 });
  });

  it("that does not fit names the operation, and what is there instead", () => {
    const change = patch({ op: "add", path: "/name", value: "a" }, { op: "test", path: "/list/0", value: 7 });
    expect(() => customised(thing(), change, "acme/app:web")).toThrow(
      /^\[acme\/app:web\] ASH-TARGET-004: operation 1 of the patch does not fit: .*\(got "test \/list\/0"\)/,
    );
  });

  it("cannot reach past the object", () => {
    const change = patch({ op: "add", path: "/__proto__/polluted", value: true });
    expect(() => customised(thing(), change, "acme/app")).toThrow(/ASH-TARGET-004/);
    expect({}).not.toHaveProperty("polluted");
  });

  it("that throws is told in one line, with the place", () => {
    const edit = (): void => {
      throw new TypeError("no such field\nand more");
    };
    expect(() => customised(thing(), { kind: "edit", edit }, "acme/app")).toThrow(
      /^\[acme\/app\] ASH-TARGET-004: the edit threw: no such field; /,
    );
  });
});
