import { realm, told } from "./sample-keycloak";

/** What is told of a redirect in an environment, with the value and what is allowed. */
const judge = (uri: string, environment: string, key: "redirectUris" | "logoutUris" = "redirectUris") =>
  told(() => realm({ clients: { web: { redirectUris: ["/app/*"], [key]: [uri] } } }, { environment }))
    .filter(({ code }) => code.startsWith("ASH-KC-"))
    .map(({ severity, code, path, value, allowed = "nothing" }) => [`${severity} ${code} ${path}`, value, allowed]);

const AT = "acme/auth:realm.clients.web";

const anywhere = (severity: string, uri: string) => [
  [`${severity} ASH-KC-001 ${AT}`, JSON.stringify(uri), expect.stringContaining("whose host is whole")],
];
const plain = (severity: string, uri: string) => [
  [`${severity} ASH-KC-002 ${AT}`, JSON.stringify(uri), "https, or http to localhost"],
];

describe.each(["redirectUris", "logoutUris"] as const)("%s", (key) => {
  it.each(["*", "https://app.example*", "https://app.example:8443*", "com.acme.app://b*"])(
    "%s leads anywhere: told in dev, refused elsewhere",
    (uri) => {
      expect(judge(uri, "dev", key)).toEqual(anywhere("warning", uri));
      expect(judge(uri, "staging", key)).toEqual(anywhere("error", uri));
      expect(judge(uri, "prod", key)).toEqual(anywhere("error", uri));
    },
  );

  it.each([
    "http://app.example/back",
    "HTTP://app.example/back",
    "http://localhost.example/",
    "http://127.0.0.1.example/",
    "http://10.0.0.1/",
  ])("%s crosses the network as it is: told in dev, refused elsewhere", (uri) => {
    expect(judge(uri, "dev", key)).toEqual(plain("warning", uri));
    expect(judge(uri, "prod", key)).toEqual(plain("error", uri));
  });

  it.each(["/*", "https://app.example/*", "https://app.example:8443/*"])(
    "%s is every path of a host: worth a look wherever users are",
    (uri) => {
      const told = [[`warning ASH-KC-005 ${AT}`, JSON.stringify(uri), expect.stringContaining("/app/callback")]];
      expect(judge(uri, "dev", key)).toEqual([]);
      expect(judge(uri, "staging", key)).toEqual(told);
      expect(judge(uri, "prod", key)).toEqual(told);
    },
  );

  it.each([
    "/app/callback",
    "https://app.example/app/*",
    "https://app.example:8443/back*",
    "http://localhost/back",
    "http://localhost:3000/*",
    "http://127.0.0.1/",
    "com.acme.app://back",
  ])("%s is a place of one's own, also in prod", (uri) => {
    expect(judge(uri, "prod", key)).toEqual([]);
  });
});

it("each client's are judged, and a service has none", () => {
  const clients = {
    one: { redirectUris: ["*"] },
    two: { kind: "server" as const, redirectUris: ["https://two.example/", "http://two.example/"] },
    three: { kind: "service" as const },
  };
  const found = told(() => realm({ clients }, { environment: "prod" }));
  expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual([
    "ASH-KC-001 acme/auth:realm.clients.one",
    "ASH-KC-002 acme/auth:realm.clients.two",
  ]);
});
