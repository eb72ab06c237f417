import { renderCompose } from "../../../constructs/render/compose/compose";
import { client as clientSchema, realm as realmSchema, SCHEMAS } from "./admin-api";
import { EVERYTHING, identity, jsonOf, mail, planOf, realm, type RealmProps } from "./sample-keycloak";

type Json = Readonly<Record<string, unknown>>;
type Clients = NonNullable<NonNullable<RealmProps["realm"]>["clients"]>;

const rendered = () => renderCompose(identity(EVERYTHING).platform);

/** The realm that data makes. */
const realmOf = (props: RealmProps["realm"]): Json => jsonOf(renderCompose(realm(props).platform), "realm") as Json;

/** A client as Keycloak is told it. */
const clientOf = (props: Clients[string]): Json =>
  jsonOf(renderCompose(realm({ clients: { web: props } }).platform), "client-web") as Json;

const BROWSER = { redirectUris: ["/app/*"] };

describe("everything that the plan names", () => {
  const artifact = rendered();

  it.each(planOf(artifact).filter((line) => line.includes(".json")))(
    "is of the shape that Keycloak takes: %s",
    (line) => {
      const [kind = "", ...words] = line.split(" ");
      const file = words.find((word) => word.endsWith(".json")) ?? "";
      const value = jsonOf(artifact, file.replace(/^.*\/|\.json$/g, ""));
      expect(SCHEMAS[kind as keyof typeof SCHEMAS].safeParse(value).error?.issues).toBeUndefined();
    },
  );

  it("is refused by that shape when a field is misspelt, a text is a number, or a mapper has a setting of another", () => {
    const web = jsonOf(artifact, "client-web") as Json & { readonly protocolMappers: readonly { config: Json }[] };
    expect(clientSchema.safeParse(web).success).toBe(true);
    expect(clientSchema.safeParse({ ...web, redirectUrls: [] }).success).toBe(false);
    expect(clientSchema.safeParse({ ...web, secret: "text" }).success).toBe(false);
    const [first, ...others] = web.protocolMappers;
    const spoilt = { ...first, config: { ...first?.config, multivalued: "true" } };
    expect(clientSchema.safeParse({ ...web, protocolMappers: [spoilt, ...others] }).success).toBe(false);
    const made = jsonOf(artifact, "realm") as Json;
    expect(realmSchema.safeParse({ ...made, accessTokenLifespan: "300" }).success).toBe(false);
  });
});

describe("secrets", () => {
  it("are holes of secret files, and no file that everybody may read has one", () => {
    const { files, material } = rendered();
    const holes = material.files
      .filter(({ name }) => name.startsWith("auth-provision/"))
      .map(({ key, segments }) => [key, segments.flatMap((part) => (typeof part === "string" ? [] : [part.secret]))]);
    expect(Object.fromEntries(holes)).toEqual({
      "client-reports.json": ["auth-client-reports"],
      "client-shop.json": ["auth-client-shop"],
      "idp-staff.json": ["staff-secret"],
      "realm.json": ["mail-password"],
      "user-alice.json": ["auth-user-alice"],
    });
    const open = files.filter(({ path }) => path.includes("auth-provision")).map(({ path }) => path);
    expect(open.filter((path) => /shop|reports|staff|realm|alice/.test(path))).toEqual([]);
    expect(open).toContainEqual(expect.stringContaining("auth-provision-client-web"));
  });
});

describe("a client", () => {
  it("in a browser has no secret and logs in by code with PKCE, and in no other way", () => {
    expect(clientOf(BROWSER)).toMatchObject({
      publicClient: true,
      standardFlowEnabled: true,
      implicitFlowEnabled: false,
      directAccessGrantsEnabled: false,
      serviceAccountsEnabled: false,
      redirectUris: ["https://acme.example/app/*"],
      webOrigins: ["+"],
      attributes: { "pkce.code.challenge.method": "S256" },
    });
  });

  it("on a server has a secret, and PKCE all the same", () => {
    expect(clientOf({ ...BROWSER, kind: "server" })).toMatchObject({
      publicClient: false,
      clientAuthenticatorType: "client-secret",
      secret: "{auth-client-web}",
      standardFlowEnabled: true,
      serviceAccountsEnabled: false,
      attributes: { "pkce.code.challenge.method": "S256" },
    });
  });

  it("that is a service acts for itself: no browser, no redirect, no origin", () => {
    expect(clientOf({ kind: "service" })).toMatchObject({
      publicClient: false,
      standardFlowEnabled: false,
      serviceAccountsEnabled: true,
      redirectUris: [],
      webOrigins: [],
    });
  });

  it("has an id that only its own name and place decide, and so has each of its mappers", () => {
    const ids = (id: string) => {
      const clients = { [id]: { ...BROWSER, audiences: ["a", "b"] } };
      const made = jsonOf(renderCompose(realm({ clients }).platform), `client-${id}`) as Json;
      return [made["id"], ...(made["protocolMappers"] as readonly Json[]).map((mapper) => mapper["id"])];
    };
    expect(ids("web")).toEqual(ids("web"));
    expect(new Set([...ids("web"), ...ids("app")]).size).toBe(6);
  });

  it.each<[string, readonly string[] | undefined, string]>([
    ["where it came back to", undefined, "+"],
    ["nowhere", [], "-"],
    ["to these", ["/", "https://app.example/bye"], "https://acme.example/##https://app.example/bye"],
  ])("sends browsers after a logout %s", (_, logoutUris, expected) => {
    const made = clientOf({ ...BROWSER, ...(logoutUris === undefined ? {} : { logoutUris: [...logoutUris] }) });
    expect(made).toMatchObject({ attributes: { "post.logout.redirect.uris": expected } });
  });

  // Keycloak keeps an attribute that a later declaration does not name.
  it("says of each attribute that it has none, so that an earlier declaration's is removed", () => {
    expect(clientOf({ kind: "service" })["attributes"]).toEqual({
      "access.token.lifespan": "",
      "pkce.code.challenge.method": "",
      "post.logout.redirect.uris": "+",
    });
    expect(clientOf({ ...BROWSER, accessToken: "10m" })).toMatchObject({
      attributes: { "access.token.lifespan": "600" },
    });
  });
});

describe("what access tokens say", () => {
  const mappers = (props: Partial<Clients[string]>) =>
    (clientOf({ ...BROWSER, ...props })["protocolMappers"] as readonly Json[]).map(
      ({ protocolMapper, config }) => [protocolMapper, config] as const,
    );

  it("is what Keycloak says by itself, unless more is declared", () => {
    expect(mappers({})).toEqual([]);
  });

  it("names audiences, each once", () => {
    expect(mappers({ audiences: ["acme", "https://api.acme.example", "acme"] })).toMatchObject([
      ["oidc-audience-mapper", { "included.custom.audience": "acme", "access.token.claim": "true" }],
      ["oidc-audience-mapper", { "included.custom.audience": "https://api.acme.example" }],
    ]);
  });

  it.each<[string | number | boolean, string, string]>([
    ["authenticated", "authenticated", "String"],
    ["3", "3", "String"],
    [3, "3", "long"],
    [true, "true", "boolean"],
    [false, "false", "boolean"],
  ])("has a claim %p as its own type", (value, text, type) => {
    expect(mappers({ claims: { role: value } })).toEqual([
      [
        "oidc-hardcoded-claim-mapper",
        {
          "claim.name": "role",
          "claim.value": text,
          "jsonType.label": type,
          "access.token.claim": "true",
          "id.token.claim": "false",
          "introspection.token.claim": "true",
        },
      ],
    ]);
  });

  it("lists the user's roles in a claim of one's own choice", () => {
    expect(mappers({ rolesClaim: "roles" })).toMatchObject([
      ["oidc-usermodel-realm-role-mapper", { "claim.name": "roles", multivalued: "true" }],
    ]);
  });
});

describe("a realm", () => {
  it("slows guessing down, keeps tokens short and refresh tokens for one use, and forgets events after a month", () => {
    expect(realmOf({})).toMatchObject({
      realm: "acme",
      displayName: "acme",
      bruteForceProtected: true,
      failureFactor: 10,
      maxFailureWaitSeconds: 900,
      accessTokenLifespan: 300,
      ssoSessionMaxLifespan: 36_000,
      revokeRefreshToken: true,
      refreshTokenMaxReuse: 0,
      registrationAllowed: false,
      eventsExpiration: 2_592_000,
      attributes: { adminEventsExpiration: "2592000" },
    });
  });

  it.each<[NonNullable<RealmProps["realm"]>["passwordPolicy"], string]>([
    [{}, "length(12) and passwordHistory(3) and notUsername(undefined) and notEmail(undefined)"],
    [{ history: 0, notUsername: false }, "length(12)"],
    [
      { length: 16, digits: 1, upperCase: 2, lowerCase: 3, specialCharacters: 4, history: 5, notUsername: false },
      "length(16) and digits(1) and upperCase(2) and lowerCase(3) and specialChars(4) and passwordHistory(5)",
    ],
  ])("asks of passwords %j", (passwordPolicy, expected) => {
    expect(realmOf({ passwordPolicy })["passwordPolicy"]).toBe(expected);
  });
});

describe("mail", () => {
  const smtpOf = (props: object, port?: number) =>
    jsonOf(
      renderCompose(identity((platform) => ({ smtp: { ...mail(platform, port), ...props } })).platform),
      "realm",
    ) as { readonly smtpServer: Json; readonly resetPasswordAllowed: boolean; readonly verifyEmail: boolean };

  it("is sent by nobody without a relay, and then nobody resets a password by it", () => {
    expect(realmOf({})).toMatchObject({ smtpServer: {}, resetPasswordAllowed: false, verifyEmail: false });
  });

  it("goes to the relay, with its account and the realm's name", () => {
    const made = smtpOf({ replyTo: "help@acme.example" });
    expect(made).toMatchObject({ resetPasswordAllowed: true, verifyEmail: true });
    expect(made.smtpServer).toEqual({
      host: "mail.example",
      port: "465",
      from: "no-reply@acme.example",
      fromDisplayName: "acme",
      replyTo: "help@acme.example",
      ssl: "true",
      starttls: "false",
      auth: "true",
      user: "acme",
      password: "{mail-password}",
    });
  });

  it.each<[number, object, string, string]>([
    [465, {}, "true", "false"],
    [587, {}, "false", "true"],
    [25, {}, "false", "true"],
    [587, { security: "tls" }, "true", "false"],
    [465, { security: "starttls" }, "false", "true"],
  ])("at port %d with %j speaks TLS from the first byte: %s; after a greeting: %s", (port, props, ssl, starttls) => {
    expect(smtpOf(props, port).smtpServer).toMatchObject({ port: String(port), ssl, starttls });
  });
});

describe("users and foreign providers", () => {
  it("a user begins with a password to be changed, and a mail address that is taken for theirs", () => {
    expect(jsonOf(rendered(), "user-alice")).toEqual({
      username: "alice",
      email: "alice@acme.example",
      emailVerified: true,
      firstName: "Alice",
      lastName: "Smith",
      enabled: true,
      credentials: [{ type: "password", value: "{auth-user-alice}", temporary: true }],
    });
  });

  it("a foreign provider's tokens are verified with its keys, and a login there needs PKCE", () => {
    expect(jsonOf(rendered(), "idp-staff")).toMatchObject({
      alias: "staff",
      trustEmail: false,
      config: {
        clientSecret: "{staff-secret}",
        validateSignature: "true",
        useJwksUrl: "true",
        jwksUrl: "https://id.example/keys",
        pkceEnabled: "true",
        pkceMethod: "S256",
        defaultScope: "openid profile email",
      },
    });
  });
});
