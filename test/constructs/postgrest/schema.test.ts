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
  const own = (key: string) => `ASH-INPUT-002: the schema is the server's own, as its ${key}`;
  const somebodys = "ASH-INPUT-002: the schema is served, or belongs to somebody else";
  const one = "ASH-INPUT-002: the keys and the claims have one schema";

  it.each([
    [{ keysSchema: "api" }, `keysSchema ${somebodys}`],
    [{ keysSchema: "public" }, `keysSchema ${somebodys}`],
    [{ schemas: ["api", "postgrest"] }, `schemas.1 ${own("keysSchema")}`],
    [{ schemas: ["api", "mine"], keysSchema: "mine" }, `keysSchema ${somebodys}`],
    [{ claimsSchema: "public" }, `claimsSchema ${somebodys}`],
    [{ schemas: ["auth"] }, `schemas.0 ${own("claimsSchema")}`],
    [{ claimsSchema: "postgrest" }, `claimsSchema ${one}`],
    [{ keysSchema: "auth" }, `keysSchema ${one}`],
  ])("are not served and nobody else's, which is told where it was set: %j", (props, problem) => {
    expect(problems(props)).toEqual([`acme/rest:${problem}`]);
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

it.each(["not a url", "javascript:alert(1)", "https://a,b.example", "https://", "https://*.example"])(
  "%s is no origin",
  (url) => {
    expect(problems({ corsOrigins: [url] })).toEqual([
      expect.stringMatching(/^acme\/rest:corsOrigins\.0 ASH-INPUT-002/),
    ]);
  },
);

it("a replica has the memory that the program runs in", () => {
  expect(problems({ resources: { memory: "32Mi" } })).toEqual([]);
  expect(problems({ resources: { memory: "31Mi" } })).toEqual(["acme/rest:resources.memory ASH-UNIT-005: too little"]);
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
