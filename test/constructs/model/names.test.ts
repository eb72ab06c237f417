import fc from "fast-check";
import { ID, joinName } from "../../../constructs/model/names";

const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,38}[a-z0-9]$/);

describe("names", () => {
  test("a name is the path, and main parts add nothing to it", () => {
    expect(joinName(["tenant-a", "db", "main"], 63)).toBe("tenant-a-db");
  });

  test("a long path is trimmed from the front and keeps its telling end", () => {
    const name = joinName(["a".repeat(40), "b".repeat(40), "provision"], 63);
    expect(name).toMatch(/^a*-b+-provision-[0-9a-f]{8}$/);
    expect(name).toHaveLength(63);
  });

  test("every name is a DNS label within its limit", () => {
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 6 }), fc.integer({ min: 20, max: 63 }), (path, limit) => {
        const name = joinName(path, limit);
        expect(name).toMatch(ID);
        expect(name.length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test("two long paths that end alike stay apart", () => {
    const tail = "x".repeat(60);
    expect(joinName(["aaaaaaaa", tail], 63)).not.toBe(joinName(["bbbbbbbb", tail], 63));
  });
});
