import { interpolate, interpolateAll } from "../../../../policies/facts/compose/interpolate";

const variables = new Map([
  ["TAG", "1.2"],
  ["EMPTY", ""],
]);

it.each([
  ["plain", "plain", false],
  ["$$HOME and $$$$", "$HOME and $$", false],
  ["web:$TAG", "web:1.2", true],
  ["web:${TAG}-x", "web:1.2-x", true],
  ["${NONE}", "${NONE}", true],
  ["${NONE:-a}", "a", false],
  ["${EMPTY:-a}", "a", false],
  ["${EMPTY-a}", "", true],
  ["${NONE:-${TAG:-b}}", "1.2", true],
  ["${NONE:-a}${TAG}", "a1.2", true],
  ["${NONE:?must be set}", "${NONE}", true],
  ["${TAG:+set}", "set", false],
  ["${NONE:+set}", "", false],
  ["${", "${}", true],
  ["100$", "100$", false],
  ["a$-b", "a$-b", false],
])("%j becomes %j; a part of it comes from outside: %p", (text, filled, isFilledIn) => {
  expect(interpolate(text, variables)).toEqual({ text: filled, isFilledIn });
});

it("reaches every text of a document", () => {
  expect(interpolateAll({ a: ["$TAG", 1, null, { b: "${TAG}" }] }, variables)).toEqual({
    a: ["1.2", 1, null, { b: "1.2" }],
  });
});
