import { expiriesIn } from "../../policies/expiries";

const token = (claims: string) => `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(claims).toString("base64url")}.c2ln`;

describe("the end of a token", () => {
  it("is what it says, in seconds", () => {
    expect(expiriesIn(`x: ${token('{"exp":1799535600}')}`)).toEqual([
      { what: "token", at: Date.parse("2027-01-09T23:00:00Z") },
    ]);
  });

  it.each(['{"exp":"soon"}', '{"exp":1e300}', '{"exp":null}', "{}", "[]", "null", '"text"', "{", ""])(
    "is nothing that could be told of %j",
    (claims) => {
      expect(expiriesIn(token(claims))).toEqual([]);
    },
  );
});

it("of a certificate that is none nothing is told", () => {
  expect(expiriesIn("-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----")).toEqual([]);
  expect(expiriesIn("-----BEGIN CERTIFICATE-----\n")).toEqual([]);
});
