import { hostname, isHostname } from "../../../constructs/model/hostname";

describe("a host name", () => {
  it.each([
    "acme.example",
    "api.acme.example",
    "localhost",
    "*.acme.example",
    "xn--bcher-kva.example",
    "a1.b2.example",
    `${"a".repeat(63)}.example`,
  ])("may be %s", (name) => {
    expect(isHostname(name)).toBe(true);
    expect(hostname().safeParse(name).success).toBe(true);
  });

  it.each([
    ["an upper-case one", "API.acme.example"],
    ["an address", "203.0.113.7"],
    ["a label that is too long", `${"a".repeat(64)}.example`],
    ["one that is too long", Array.from({ length: 5 }, () => "a".repeat(60)).join(".")],
    ["a star for a whole domain", "*.example"],
    ["a star within a label", "a*.acme.example"],
    ["a star further in", "api.*.example"],
    ["one with a port", "acme.example:443"],
    ["a url", "https://acme.example"],
    ["one with a dot at its end", "acme.example."],
    ["an underscore", "_acme.example"],
    ["letters beyond ASCII", "bücher.example"],
    ["nothing", ""],
  ])("is not %s", (_what, name) => {
    expect(isHostname(name)).toBe(false);
    expect(hostname().safeParse(name).success).toBe(false);
  });
});
