import { routeSchema } from "../../../constructs/gateway/route";
import { formatDiagnostic } from "../../../constructs/model/diagnostics";
import { issuesToDiagnostics } from "../../../constructs/model/spec";

/** The problems of a route, as a user reads them. */
function linesOf(route: object): readonly string[] {
  const data = { path: "/a", ...route };
  const result = routeSchema().safeParse(data, { reportInput: true });
  return result.success ? [] : issuesToDiagnostics("route", result.error.issues, data).map(formatDiagnostic);
}

describe("a route that says nothing but its path", () => {
  it("asks for a key, strips its path, counts calls and bounds bodies", () => {
    expect(routeSchema().parse({ path: "/rest/v1" })).toMatchObject({
      path: "/rest/v1",
      auth: "key",
      keyInQuery: false,
      stripPath: true,
      upstreamPath: "/",
      rateLimit: { perMinute: 600 },
      maxBody: { bytes: 10 * 2 ** 20 },
      timeouts: { connect: { seconds: 5 }, read: { seconds: 60 }, write: { seconds: 60 } },
    });
  });

  it("lets in pages of one origin alone, without cookies", () => {
    const { cors } = routeSchema().parse({ path: "/a" });
    expect(cors).toMatchObject({ credentials: false, exposedHeaders: ["Content-Range"], maxAge: { seconds: 600 } });
    expect(cors).not.toHaveProperty("origins");
  });
});

describe("a route's path", () => {
  it.each(["/", "/rest", "/rest/v1", "/rest/v1.2", "/~user/a_b-c"])("may be %s", (path) => {
    expect(linesOf({ path })).toEqual([]);
  });

  it.each([
    ["nothing", ""],
    ["no slash in front", "rest"],
    ["a slash at the end", "/rest/"],
    ["an empty segment", "/rest//v1"],
    ["a way up", "/rest/../admin"],
    ["a segment that is this one", "/./rest"],
    ["a pattern", "/rest/(.*)"],
    ["a sign of a pattern", "~/rest$"],
    ["a query", "/rest?a=1"],
    ["an encoded slash", "/rest%2fv1"],
    ["a line break", "/rest\n/v1"],
  ])("may not be %s", (_, path) => {
    expect(linesOf({ path })).toEqual([expect.stringMatching(/^\[route:path\] ASH-INPUT-002: not a path/)]);
    expect(linesOf({ upstreamPath: path })).toEqual([expect.stringContaining("[route:upstreamPath]")]);
  });
});

describe("a route's limits", () => {
  it.each([
    ["one of them", { perSecond: 1 }],
    ["more in a longer time", { perSecond: 5, perMinute: 60, perHour: 1000 }],
    ["as many in a longer time", { perSecond: 5, perMinute: 5 }],
    ["a shorter and a much longer time", { perSecond: 5, perHour: 5 }],
    ["counting by address", { perMinute: 5, by: "ip" }],
    ["none", false],
  ])("may be %s", (_, rateLimit) => {
    expect(linesOf({ rateLimit })).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ["zero", { perMinute: 0 }, /rateLimit\.perMinute\] ASH-INPUT-002: .*got 0, expected at least 1/],
    ["less than nothing", { perMinute: -1 }, /rateLimit\.perMinute\] ASH-INPUT-002/],
    ["a part of a request", { perMinute: 0.5 }, /rateLimit\.perMinute\] ASH-INPUT-002/],
    ["nothing in particular", {}, /rateLimit\] ASH-INPUT-002: the rate limit limits nothing/],
    ["nothing but whom to count", { by: "ip" }, /rateLimit\] ASH-INPUT-002: the rate limit limits nothing/],
    [
      "fewer in a longer time",
      { perSecond: 10, perMinute: 5 },
      /rateLimit\] ASH-INPUT-002: a longer time allows fewer/,
    ],
    ["fewer in the longest", { perSecond: 10, perHour: 5 }, /rateLimit\] ASH-INPUT-002: a longer time allows fewer/],
    ["a time that is none", { perDay: 5 }, /rateLimit\.perDay\] ASH-INPUT-001/],
  ])("may not be %s", (_, rateLimit, line) => {
    expect(linesOf({ rateLimit })).toContainEqual(expect.stringMatching(line));
  });
});

describe("who may call", () => {
  it.each([
    ["groups where a key is asked for", { groups: ["anon", "ref:admin"] }],
    ["a key in the query", { keyInQuery: true }],
    ["anybody", { auth: "none" }],
  ])("may be %s", (_, route) => {
    expect(linesOf(route)).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    [
      "groups where no key is asked for",
      { auth: "none", groups: ["anon"] },
      /groups\] ASH-INPUT-002: groups are of consumers/,
    ],
    ["no group at all", { groups: [] }, /groups\] ASH-INPUT-002/],
    ["a group that is no name", { groups: ["Not A Name"] }, /groups\.0\] ASH-INPUT-002: not a group's name/],
    ["an unknown way", { auth: "jwt" }, /auth\] ASH-INPUT-002: .*got "jwt", expected key \| none/],
    ["a misspelt setting", { keyInQeury: true }, /keyInQeury\] ASH-INPUT-001/],
  ])("may not be %s", (_, route, line) => {
    expect(linesOf(route)).toEqual([expect.stringMatching(line)]);
  });
});

it.each<[string, object, RegExp]>([
  ["an origin that is none", { cors: { origins: ["*"] } }, /cors\.origins\.0\] ASH-INPUT-002/],
  ["an empty list of origins", { cors: { origins: [] } }, /cors\.origins\] ASH-INPUT-002/],
  ["a header with a line break", { cors: { headers: ["X-A\nX-B"] } }, /cors\.headers\.0\] ASH-INPUT-002/],
  ["an unknown method", { methods: ["BREW"] }, /methods\.0\] ASH-INPUT-002/],
  ["no method at all", { methods: [] }, /methods\] ASH-INPUT-002/],
  ["a host with a port", { host: "acme.example:8443" }, /host\] ASH-INPUT-002: not a host name/],
  ["a size without a unit", { maxBody: "10" }, /maxBody\] ASH-UNIT-002/],
  ["a time without a unit", { timeouts: { read: "60" } }, /timeouts\.read\] ASH-UNIT-/],
])("%s is refused", (_, route, line) => {
  expect(linesOf(route)).toEqual([expect.stringMatching(line)]);
});
