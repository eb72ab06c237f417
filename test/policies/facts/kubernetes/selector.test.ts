import { matches, readSelector, selectorText } from "../../../../policies/facts/kubernetes/selector";

const labels = new Map([
  ["app", "rest"],
  ["tier", "api"],
]);
const fits = (selector: unknown) => matches(readSelector(selector), labels);

it.each([
  [{}, true],
  [undefined, true],
  [{ matchLabels: { app: "rest" } }, true],
  [{ matchLabels: { app: "rest", tier: "db" } }, false],
  [{ matchLabels: { app: "rest" }, matchExpressions: [{ key: "tier", operator: "In", values: ["db"] }] }, false],
  [{ matchExpressions: [{ key: "tier", operator: "In", values: ["api", "db"] }] }, true],
  [{ matchExpressions: [{ key: "zone", operator: "In", values: ["a"] }] }, false],
  [{ matchExpressions: [{ key: "tier", operator: "NotIn", values: ["api"] }] }, false],
  [{ matchExpressions: [{ key: "zone", operator: "NotIn", values: ["a"] }] }, true],
  [{ matchExpressions: [{ key: "app", operator: "Exists" }] }, true],
  [{ matchExpressions: [{ key: "zone", operator: "Exists" }] }, false],
  [{ matchExpressions: [{ key: "zone", operator: "DoesNotExist" }] }, true],
  [{ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, false],
  [{ matchExpressions: [{ key: "app", operator: "Gt", values: ["1"] }] }, false],
  [{ matchExpressions: [null] }, false],
])("%j fits: %p", (selector, expected) => {
  expect(fits(selector)).toBe(expected);
});

it("is told in words", () => {
  const selector = {
    matchLabels: { app: "rest" },
    matchExpressions: [
      { key: "tier", operator: "In", values: ["a", "b"] },
      { key: "x", operator: "Exists" },
    ],
  };
  expect(selectorText(readSelector(selector))).toBe("pods with app=rest, tier In (a, b), x Exists");
  expect(selectorText(readSelector({}))).toBe("every pod");
});
