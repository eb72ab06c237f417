import { identity, mail, problemsOf, realm, staff } from "./sample-keycloak";

/** Data as somebody types it who does not ask a compiler. */
const problems = (props: object): readonly string[] => problemsOf(() => realm(props));

/** The problem of a client, without what comes before its own path. */
const ofClient = (client: object): readonly string[] =>
  problems({ clients: { web: client } }).map((problem) => problem.replace("acme/auth:realm.clients.web", "web"));

const BACK = { redirectUris: ["/app/*"] };
const ALICE = { email: "alice@acme.example", firstName: "Alice", lastName: "Smith" };

it("a database is all that must be said", () => {
  expect(problemsOf(() => identity())).toEqual([]);
});

it("all problems are told at once, each with its path", () => {
  expect(
    problems({
      name: "Acme",
      displayName: "",
      clients: { web: {}, "Not A Name": BACK },
      tokens: { access: "5" },
      login: { registrations: true },
    }).map((problem) => problem.split(":").slice(0, 2).join(":")),
  ).toEqual([
    expect.stringMatching("acme/auth:realm.clients.Not A Name ASH-INPUT-"),
    "acme/auth:realm.clients.web.redirectUris ASH-INPUT-002",
    "acme/auth:realm.displayName ASH-INPUT-002",
    "acme/auth:realm.login.registrations ASH-INPUT-001",
    "acme/auth:realm.name ASH-INPUT-002",
    expect.stringMatching("acme/auth:realm.tokens.access ASH-"),
  ]);
});

describe("where it is", () => {
  const at = (path: string) => problemsOf(() => identity(() => ({ path })));

  it.each(["/auth", "/id", "/login/eu-1"])("may be %s", (path) => {
    expect(at(path)).toEqual([]);
  });

  it.each(["auth", "/", "/auth/", "/Auth", "/a b", "/../auth", "//auth", "/auth?x"])("may not be %s", (path) => {
    expect(at(path)).toEqual(["acme/auth:path ASH-INPUT-002: not a path"]);
  });
});

it.each(["512Mi", "700Mi"])("%s of memory is too little to start with", (memory) => {
  const found = problemsOf(() => identity(() => ({ resources: { memory } })));
  expect(found).toEqual([expect.stringMatching(/^acme\/auth:resources\.memory ASH-/)]);
});

describe("a name", () => {
  it.each(["web", "w", "acme-shop-2", "a".repeat(40)])("may be %s", (name) => {
    expect(problems({ name })).toEqual([]);
  });

  // `master` is the realm of administrators: whoever could declare it would rule every other one.
  it.each(["master", "Web", "2web", "web-", "a b", "a/b", "a.b", "ä", "", "a".repeat(41)])("may not be %s", (name) => {
    expect(problems({ name })).toEqual(["acme/auth:realm.name ASH-INPUT-002: not a name"]);
  });

  it.each(["account", "admin-cli", "broker", "realm-management", "security-admin-console", "ashlar"])(
    "%s belongs to a client that every realm has",
    (id) => {
      expect(problems({ clients: { [id]: BACK } })).toEqual([
        expect.stringMatching(new RegExp(`^acme/auth:realm\\.clients\\.${id} ASH-INPUT-\\d+`)),
      ]);
    },
  );
});

describe("a redirect", () => {
  it.each([
    "/",
    "/app/*",
    "/a/b.c_d~e-f",
    "https://app.example/back",
    "https://app.example:8443/*",
    "http://localhost:3000/back",
    "com.acme.app://back",
  ])("may be %s", (uri) => {
    expect(ofClient({ redirectUris: [uri] })).toEqual([]);
  });

  it.each([
    ["a star in the middle", "/app/*/back"],
    ["a fragment", "https://app.example/#/back"],
    ["a user", "https://me@app.example/"],
    ["spaces", "https://app.example/a b"],
    ["nothing", ""],
    ["no scheme", "app.example/back"],
    ["a star for a host", "https://*"],
    ["a program", "javascript://x"],
    ["a program in capitals", "JavaScript://x"],
    ["data", "data://x"],
  ])("may not have %s", (_, uri) => {
    expect(ofClient({ redirectUris: [uri] })).toEqual(["web.redirectUris.0 ASH-INPUT-002: not a redirect uri"]);
    expect(ofClient({ ...BACK, logoutUris: [uri] })).toEqual(["web.logoutUris.0 ASH-INPUT-002: not a redirect uri"]);
  });

  it.each(["*", "app.example", "https://app.example/", "https://app.example/path", "ftp://app.example"])(
    "%s is no origin",
    (origin) => {
      expect(ofClient({ ...BACK, webOrigins: [origin] })).toEqual(["web.webOrigins.0 ASH-INPUT-002: not an origin"]);
    },
  );
});

describe("a client's kind", () => {
  it("browsers and servers need somewhere to come back to", () => {
    for (const kind of ["browser", "server"]) {
      expect(ofClient({ kind })).toEqual(["web.redirectUris ASH-INPUT-002: no browser could come back"]);
    }
  });

  it("nobody is sent back to a service", () => {
    expect(ofClient({ kind: "service", ...BACK })).toEqual([
      "web.redirectUris ASH-INPUT-002: nobody is sent back to a service",
    ]);
  });

  it("only a service has roles of its own", () => {
    const found = problems({ roles: { editor: {} }, clients: { web: { ...BACK, serviceRoles: ["editor"] } } });
    expect(found).toEqual([
      "acme/auth:realm.clients.web.serviceRoles ASH-INPUT-002: the client acts for its users alone",
    ]);
  });

  it("is one of three", () => {
    expect(ofClient({ kind: "spa", ...BACK })).toEqual([expect.stringMatching(/^web\.kind ASH-INPUT-/)]);
  });
});

describe("a claim", () => {
  it.each(["role", "app_role", "tenant2"])("may be called %s", (claim) => {
    expect(ofClient({ ...BACK, claims: { [claim]: "x" } })).toEqual([]);
    expect(ofClient({ ...BACK, rolesClaim: claim })).toEqual([]);
  });

  // A list of roles as `sub` would take the user out of the token; Keycloak lets that happen.
  it.each(["sub", "iss", "aud", "exp", "azp", "scope", "acr", "realm_access", "client_id", "a.b", "a b", "2nd", ""])(
    "may not be called %s",
    (claim) => {
      expect(ofClient({ ...BACK, claims: { [claim]: "x" } })).toHaveLength(1);
      expect(ofClient({ ...BACK, rolesClaim: claim })).toEqual(["web.rolesClaim ASH-INPUT-002: not a claim's name"]);
    },
  );

  it("does not have two values", () => {
    expect(ofClient({ ...BACK, claims: { roles: "x" }, rolesClaim: "roles" })).toEqual([
      "web.rolesClaim ASH-INPUT-002: the claim has a fixed value already",
    ]);
  });

  it.each([[null], [1.5], [["a"]], [{}]])("may not be %j", (value) => {
    expect(ofClient({ ...BACK, claims: { role: value } })).toHaveLength(1);
  });

  it("audiences are texts that fit into a mapper's name", () => {
    expect(ofClient({ ...BACK, audiences: ["a".repeat(200)] })).toEqual([]);
    expect(ofClient({ ...BACK, audiences: ["", "a".repeat(201)] })).toHaveLength(2);
  });
});

describe("roles", () => {
  it("that nobody declares are told, with those that somebody does", () => {
    expect(
      problems({
        roles: { editor: { includes: ["writer"] } },
        users: { alice: { ...ALICE, roles: ["boss"] } },
        clients: { job: { kind: "service", serviceRoles: ["robot", "editor"] } },
      }),
    ).toEqual([
      "acme/auth:realm.clients.job.serviceRoles ASH-INPUT-002: no such role is declared",
      "acme/auth:realm.roles.editor.includes ASH-INPUT-002: no such role is declared",
      "acme/auth:realm.users.alice.roles ASH-INPUT-002: no such role is declared",
    ]);
  });

  it.each(["offline_access", "uma_authorization", "default-roles-acme", "1st", "a b", "a,b", "ä"])(
    "may not be called %s: Keycloak has it, or nobody could write it",
    (role) => {
      expect(problems({ roles: { [role]: {} } })).toHaveLength(1);
    },
  );
});

describe("users to begin with", () => {
  const user = (change: object, name = "alice") => problems({ users: { [name]: { ...ALICE, ...change } } });

  it.each([
    [{}, "alice"],
    [{ firstName: "Anne-Marie", lastName: "O'Neil" }, "ann"],
    [{ firstName: "李", lastName: "Müller van der Berg" }, "li-2"],
  ])("%j may be one", (change, name) => {
    expect(user(change, name)).toEqual([]);
  });

  // What Keycloak's user profile answers with 400, in the job and after everything else was made.
  it.each<[object, string]>([
    [{ email: "alice" }, "alice"],
    [{ firstName: "A<b>" }, "alice"],
    [{ lastName: "Smith; (jr)" }, "alice"],
    [{ lastName: "a\nb" }, "alice"],
    [{ lastName: " Smith" }, "alice"],
    [{ firstName: "" }, "alice"],
    [{}, "al"],
    [{}, "Alice"],
    [{ password: "secret" }, "alice"],
  ])("%j called %s may not", (change, name) => {
    expect(user(change, name)).toHaveLength(1);
  });

  it("do not share a mail address, however it is written", () => {
    expect(problems({ users: { alice: ALICE, bob: { ...ALICE, email: "Alice@Acme.example" } } })).toEqual([
      "acme/auth:realm.users.bob.email ASH-INPUT-002: it is the mail address of alice too",
    ]);
  });

  it("are refused with a rule that a generated password meets by chance alone", () => {
    const passwordPolicy = { digits: 1, specialCharacters: 2, length: 64 };
    expect(problems({ passwordPolicy })).toEqual([]);
    expect(problems({ passwordPolicy, users: { alice: ALICE } })).toEqual([
      "acme/auth:realm.passwordPolicy.digits ASH-INPUT-002: generated passwords of `users` meet this rule by chance alone, and Keycloak would refuse one",
      "acme/auth:realm.passwordPolicy.length ASH-INPUT-002: generated passwords of `users` are shorter",
      "acme/auth:realm.passwordPolicy.specialCharacters ASH-INPUT-002: generated passwords of `users` meet this rule by chance alone, and Keycloak would refuse one",
    ]);
  });
});

describe("amounts", () => {
  it.each<[object, string]>([
    [{ passwordPolicy: { length: 7 } }, "passwordPolicy.length"],
    [{ passwordPolicy: { history: 51 } }, "passwordPolicy.history"],
    [{ passwordPolicy: { digits: -1 } }, "passwordPolicy.digits"],
    [{ bruteForce: { failures: 2 } }, "bruteForce.failures"],
    [{ bruteForce: { maxWait: "soon" } }, "bruteForce.maxWait"],
    [{ tokens: { access: 300 } }, "tokens.access"],
    [{ tokens: { sessionMax: "-1h" } }, "tokens.sessionMax"],
    [{ clients: { web: { ...BACK, accessToken: "1 day" } } }, "clients.web.accessToken"],
  ])("%j is none", (props, path) => {
    expect(problems(props)).toEqual([expect.stringContaining(`acme/auth:realm.${path} ASH-`)]);
  });
});

describe("mail and foreign providers", () => {
  const of = (change: object, provider: object = {}) =>
    problemsOf(() =>
      identity((platform) => ({
        smtp: { ...mail(platform), ...change },
        identityProviders: { staff: { ...staff(platform), ...provider } },
      })),
    );

  it.each<[object, string]>([
    [{ from: "acme" }, "smtp.from"],
    [{ replyTo: "nobody" }, "smtp.replyTo"],
    [{ security: "none" }, "smtp.security"],
    [{ user: "" }, "smtp.user"],
    [{ host: "mail.example" }, "smtp.host"],
  ])("mail with %j is refused", (change, path) => {
    expect(of(change)).toEqual([expect.stringContaining(`acme/auth:${path} ASH-INPUT-`)]);
  });

  it.each<[object, string]>([
    [{ issuer: "http://id.example" }, "issuer"],
    [{ issuer: "https://id.example/?a=b" }, "issuer"],
    [{ tokenUrl: "http://id.example/token" }, "tokenUrl"],
    [{ authorizationUrl: "id.example" }, "authorizationUrl"],
    [{ jwksUrl: "" }, "jwksUrl"],
    [{ clientId: "" }, "clientId"],
    [{ scopes: ["open id"] }, "scopes.0"],
    [{ displayName: "" }, "displayName"],
  ])("a provider with %j is refused", (change, path) => {
    expect(of({}, change)).toEqual([expect.stringContaining(`acme/auth:identityProviders.staff.${path} ASH-INPUT-`)]);
  });
});
