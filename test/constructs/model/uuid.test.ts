import fc from "fast-check";
import { nameUuid } from "../../../constructs/model/uuid";

describe("a UUID by name", () => {
  it("is the same whenever it is asked for, also by another version of the library", () => {
    expect(nameUuid("acme/gateway", "authority")).toBe("f58ef1cb-ae49-5311-ab9f-fe189d355d05");
  });

  it("is one of version 5, for every name", () => {
    const form = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    fc.assert(fc.property(fc.array(fc.string()), (name) => form.test(nameUuid(...name))));
  });

  it("is another for another name, also when only the border of its parts differs", () => {
    const names = [["a", "b"], ["b", "a"], ["ab"], ["a b"], ["a", "b", ""], ["a"], []];
    expect(new Set(names.map((name) => nameUuid(...name))).size).toBe(names.length);
  });
});
