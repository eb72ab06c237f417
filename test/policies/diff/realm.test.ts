import { load, loadAll } from "js-yaml";
import type { KeycloakProps } from "../../../constructs/keycloak/keycloak";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import type { ComposeSide, KubernetesSide } from "../../../policies/diff/artifact";
import { difference } from "../../../policies/diff/diff";
import { realm } from "../../constructs/keycloak/sample-keycloak";
import { dangersOf, manifests, ofProjects, project } from "./sides";

type Realm = NonNullable<KeycloakProps["realm"]>;

const REALM = {
  passwordPolicy: { length: 12, digits: 1 },
  bruteForce: { failures: 5, maxWait: "15m", lockPermanently: true },
  tokens: { access: "5m", sessionMax: "10h" },
  clients: {
    web: { redirectUris: ["/app/*"], logoutUris: ["/bye"], webOrigins: [], accessToken: "2m" },
    shop: { kind: "server", redirectUris: ["https://shop.example/back"] },
  },
} as const satisfies Realm;

/** The list as it is read from its file. */
const read = (material: unknown): unknown => JSON.parse(JSON.stringify(material)) as unknown;

function composeSide(props: Realm): ComposeSide {
  const { files, material } = renderCompose(realm(props).platform);
  const text = files.find(({ path }) => path === "compose.yaml")?.text ?? "";
  const side = project(load(text), Object.fromEntries(files.map((file) => [file.path, file.text])));
  return { ...side, material: read(material) };
}

function kubernetesSide(props: Realm): KubernetesSide {
  const { files, material } = renderKubernetes(realm(props).platform);
  const side = manifests(files.flatMap(({ path, text }) => (/ya?ml$/.test(path) ? loadAll(text) : [])));
  return { ...side, material: read(material) };
}

const SIDES: Readonly<Record<string, (before: Realm, after: Realm) => readonly string[]>> = {
  compose: (before, after) =>
    dangersOf(difference({ target: "compose", before: composeSide(before), after: composeSide(after) })),
  kubernetes: (before, after) =>
    dangersOf(difference({ target: "kubernetes", before: kubernetesSide(before), after: kubernetesSide(after) })),
};

const logins = (lines: readonly string[]) =>
  lines.filter((line) => line.startsWith("login ")).map((line) => line.replace(/^login \S+: /, ""));

const client = (changes: Partial<NonNullable<Realm["clients"]>[string]>): Realm => ({
  ...REALM,
  clients: { ...REALM.clients, web: { ...REALM.clients.web, ...changes } },
});

describe.each(["compose", "kubernetes"])("a realm of ours on %s", (target) => {
  const loosened = (now: Realm) => logins(SIDES[target]!(REALM, now));

  it("is no danger while it stays as it is", () => {
    expect(loosened(REALM)).toEqual([]);
  });

  it.each<[what: string, now: Realm, message: string]>([
    [
      "shorter passwords",
      { ...REALM, passwordPolicy: { length: 8, digits: 1 } },
      "realm acme: the password policy asks for length(8) alone; before: length(12)",
    ],
    [
      "passwords without digits",
      { ...REALM, passwordPolicy: { length: 12 } },
      "realm acme: the password policy asks for digits(1) no more",
    ],
    [
      "passwords that may be the user's name",
      { ...REALM, passwordPolicy: { ...REALM.passwordPolicy, notUsername: false } },
      "realm acme: the password policy asks for notUsername no more",
    ],
    [
      "more guesses",
      { ...REALM, bruteForce: { ...REALM.bruteForce, failures: 100 } },
      "realm acme: a user may guess 100 times before a wait; before: 5",
    ],
    [
      "a shorter wait",
      { ...REALM, bruteForce: { ...REALM.bruteForce, maxWait: "1m" } },
      "realm acme: the longest wait after failed logins is 1m; before: 15m",
    ],
    [
      "users who unlock themselves",
      { ...REALM, bruteForce: { ...REALM.bruteForce, lockPermanently: false } },
      "realm acme: no administrator has to unlock a user after failed logins any more",
    ],
    ["longer tokens", { ...REALM, tokens: { access: "1h" } }, "realm acme: access tokens live 1h; before: 5m"],
    ["longer sessions", { ...REALM, tokens: { sessionMax: "30d" } }, "realm acme: sessions last 30d; before: 10h"],
    [
      "tokens that work twice",
      { ...REALM, tokens: { rotateRefreshTokens: false } },
      "realm acme: a refresh token works more than once",
    ],
    ["open registration", { ...REALM, login: { registration: true } }, "realm acme: whoever comes may make an account"],
    [
      "a redirect to everywhere below the host",
      client({ redirectUris: ["/*"] }),
      "client web: logins may end at more addresses: https://acme.example/*",
    ],
    [
      "another place after a logout",
      client({ logoutUris: ["/bye", "https://elsewhere.example/"] }),
      "client web: logouts may end at more addresses: https://elsewhere.example/",
    ],
    [
      "pages of every origin",
      client({ webOrigins: ["https://app.example"] }),
      "client web: pages of more origins may ask for its tokens: https://app.example",
    ],
    ["a client's longer tokens", client({ accessToken: "1h" }), "client web: its access tokens live 1h; before: 2m"],
    [
      "a client's tokens that live as long as the realm's",
      client({ accessToken: undefined }),
      "client web: its access tokens live 5m; before: 2m",
    ],
  ])("%s", (_, now, message) => {
    expect(loosened(now)).toContain(message);
  });

  it("tells of a client that had a secret and has none, although it stands elsewhere then", () => {
    const now = { ...REALM, clients: { ...REALM.clients, shop: { redirectUris: ["https://shop.example/back"] } } };
    expect(loosened(now)).toEqual(["client shop: it is public: no secret proves any more that it is itself"]);
  });

  it("tells of a client with a secret, whose file is filled in later", () => {
    const now: Realm = {
      ...REALM,
      clients: { ...REALM.clients, shop: { kind: "server", redirectUris: ["https://shop.example/*"] } },
    };
    expect(loosened(now)).toEqual(["client shop: logins may end at more addresses: https://shop.example/*"]);
  });

  it("is no danger when it asks for more", () => {
    expect(
      loosened({
        passwordPolicy: { length: 16, digits: 2, upperCase: 1 },
        bruteForce: { failures: 3, maxWait: "1h", lockPermanently: true },
        tokens: { access: "1m", sessionMax: "1h" },
        clients: {
          web: { redirectUris: ["/app/back"], logoutUris: [], webOrigins: [], accessToken: "1m" },
          shop: { kind: "server", redirectUris: ["https://shop.example/back"] },
        },
      }),
    ).toEqual([]);
  });
});

describe("anybody's realm, as a server exports it", () => {
  const EXPORT = {
    realm: "shop",
    enabled: true,
    sslRequired: "all",
    bruteForceProtected: true,
    passwordPolicy: "length(8) and forceExpiredPasswordChange(90) and regexPattern(^(a and b)$)",
    clients: [{ clientId: "web", publicClient: false, redirectUris: ["https://shop.example/*"], webOrigins: ["*"] }],
  };
  const side = (realmFile: unknown) =>
    project(
      {
        services: {
          auth: {
            image: "quay.io/keycloak/keycloak:26.0",
            command: ["start", "--import-realm"],
            configs: [{ source: "realm", target: "/opt/keycloak/data/import/realm.json" }],
          },
        },
        configs: { realm: { file: "./realm.json" } },
      },
      { "realm.json": typeof realmFile === "string" ? realmFile : JSON.stringify(realmFile) },
    );
  const dangers = (now: unknown) => dangersOf(ofProjects(side(EXPORT), side(now)));
  const web = EXPORT.clients[0]!;

  it.each<[string, unknown, string]>([
    [
      "plain text",
      { ...EXPORT, sslRequired: "none" },
      "login services.auth: realm shop: sslRequired is lowered from all to none",
    ],
    [
      "no protection",
      { ...EXPORT, bruteForceProtected: false },
      "login services.auth: realm shop: brute force protection is switched off",
    ],
    [
      "no policy",
      { ...EXPORT, passwordPolicy: "" },
      "login services.auth: realm shop: the password policy asks for length(8) no more",
    ],
    [
      "passwords that last longer",
      { ...EXPORT, passwordPolicy: EXPORT.passwordPolicy.replace("90", "365") },
      "login services.auth: realm shop: the password policy asks for forceExpiredPasswordChange(365) alone; before: forceExpiredPasswordChange(90)",
    ],
    [
      "direct grants",
      { ...EXPORT, clients: [{ ...web, directAccessGrantsEnabled: true }] },
      "login services.auth: client web: users may give their passwords to it, not to Keycloak alone (direct grants)",
    ],
    [
      "a public client",
      { ...EXPORT, clients: [{ ...web, publicClient: true }] },
      "login services.auth: client web: it is public: no secret proves any more that it is itself",
    ],
    [
      "redirects to anywhere",
      { ...EXPORT, clients: [{ ...web, redirectUris: ["*"] }] },
      "login services.auth: client web: logins may end at more addresses: *",
    ],
  ])("%s", (_, now, line) => {
    expect(dangers(now)).toContain(line);
  });

  it("is not accused for what it says in other words", () => {
    const now = { ...EXPORT, sslRequired: "ALL", clients: [{ ...web, redirectUris: ["https://shop.example/back"] }] };
    expect(dangers(now)).toEqual([]);
  });

  it("breaks nothing when it cannot be read", () => {
    expect(dangers("{")).toEqual([]);
    expect(dangers([{ realm: 1, clients: [null, { clientId: [] }] }, null, 3])).toEqual([]);
  });
});
