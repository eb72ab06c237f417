import { z } from "zod";
import { postgrestSchema } from "../../../constructs/postgrest/schema";
import { api, problemsOf } from "./api";

const problems = (props: object): readonly string[] => problemsOf(() => api(props));

it("an audience is all that must be said", () => {
  expect(postgrestSchema.parse({ audience: "acme" })).toMatchObject({
    schemas: ["api"],
    extraSearchPath: ["public"],
    roles: {
      anonymous: "anon",
      authenticated: "authenticated",
      service: "service_role",
      authenticator: "authenticator",
    },
    keysSchema: "postgrest",
    claimsSchema: "auth",
    maxRows: 1000,
    poolSize: 10,
    aggregates: false,
    openapi: "follow-privileges",
    logLevel: "warn",
    replicas: 1,
  });
});

it("a missing audience is told as such", () => {
  expect(problems({ audience: undefined })).toEqual(["acme/rest:audience ASH-INPUT-003: the audience is missing"]);
});

it("an unknown key is told with its path", () => {
  expect(problems({ roles: { anon: "web" } })).toEqual(['acme/rest:roles.anon ASH-INPUT-001: unknown key "anon"']);
});

it.each(["acme", "https://acme.example/rest", "urn:acme:api", "with spaces"])("the audience %s is one", (audience) => {
  expect(problems({ audience })).toEqual([]);
});

// The server would not start with these.
it.each(["acme: prod", ":", "https://acme example", "1:x"])("the audience %s is none", (audience) => {
  expect(postgrestSchema.safeParse({ audience }).success).toBe(false);
});

describe("roles", () => {
  it.each([
    ["the anonymous one is the service", { anonymous: "service_role" }],
    ["the authenticator is a user", { authenticator: "authenticated" }],
    ["one is the keys job's", { service: "postgrest_keys" }],
  ])("are refused when %s: rights add up", (_, roles) => {
    expect(problems({ roles })).toEqual([
      "acme/rest:roles ASH-INPUT-002: two roles have the same name, or one is called postgrest_keys",
    ]);
  });

  it.each(["postgres", "public", "pg_monitor", "Anon", 'a"b', "a b"])("cannot be called %s", (anonymous) => {
    expect(problems({ roles: { anonymous } })).toEqual([expect.stringMatching(/^acme\/rest:roles.anonymous ASH-/)]);
  });
});

describe("the schemas of the keys and of the claims", () => {
  it.each([
    ["keysSchema", { keysSchema: "api" }],
    ["keysSchema", { keysSchema: "public" }],
    ["keysSchema", { schemas: ["api", "postgrest"] }],
    ["claimsSchema", { claimsSchema: "public" }],
    ["claimsSchema", { claimsSchema: "postgrest" }],
    ["claimsSchema", { schemas: ["auth"] }],
  ])("%s is not one that is served or is somebody else's: %j", (key, props) => {
    expect(problems(props)).toContain(
      `acme/rest:${key} ASH-INPUT-002: the schema is served, or belongs to somebody else`,
    );
  });

  it("may have other names", () => {
    expect(problems({ keysSchema: "rest-keys", claimsSchema: "claims", schemas: ["public"] })).toEqual([]);
  });
});

it.each(["check", "a.b.c", 'api."x"', "api.x()", "api.x; drop table keys", "Api.x", ".x", "api."])(
  "%s is no function to call before requests",
  (preRequest) => {
    expect(problems({ preRequest })).toEqual([expect.stringMatching(/^acme\/rest:preRequest ASH-INPUT-002/)]);
  },
);

it.each(["not a url", "javascript:alert(1)", "https://a,b.example", "https://"])("%s is no origin", (url) => {
  expect(problems({ corsOrigins: [url] })).toEqual([expect.stringMatching(/^acme\/rest:corsOrigins/)]);
});

it("every key says what it is, at every depth", () => {
  const undescribed: string[] = [];
  const visit = (schema: z.core.JSONSchema.BaseSchema, path: string): void => {
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      if (typeof value === "boolean") continue;
      if (value.description === undefined) undescribed.push(`${path}${key}`);
      visit(value, `${path}${key}.`);
    }
  };
  const schema = z.toJSONSchema(postgrestSchema, { io: "input", unrepresentable: "any" });
  visit(schema, "");
  expect(Object.keys(schema.properties ?? {})).toContain("resources");
  expect(undescribed).toEqual([]);
});
