import { booleanOf, textOf, textsOf, wholeNumber } from "../../facts/json";
import { lifeText } from "../realms/life-text";
import { attributeOf, type Settings } from "../realms/realm-settings";

/** What a client may do that it might not, and what it no longer has to prove. */
export function clientLoosened(
  old: Settings,
  now: Settings,
  oldRealm: Settings | undefined,
  realm: Settings | undefined,
): readonly string[] {
  return [
    ...switched(old, now),
    ...more(redirectsOf(old), redirectsOf(now), "logins may end at more addresses"),
    ...logouts(old, now),
    ...origins(old, now),
    ...(attributeOf(old, PKCE) === "S256" && attributeOf(now, PKCE) !== "S256"
      ? ["it need not prove that it began the login that it ends (PKCE)"]
      : []),
    ...life(old, now, oldRealm, realm),
  ];
}

const PKCE = "pkce.code.challenge.method";
const LIFE = "access.token.lifespan";

/** Switches that are on, and were off. */
const SWITCHES: readonly (readonly [name: string, message: string])[] = [
  ["publicClient", "it is public: no secret proves any more that it is itself"],
  ["directAccessGrantsEnabled", "users may give their passwords to it, not to Keycloak alone (direct grants)"],
  ["implicitFlowEnabled", "tokens stand in addresses (implicit flow)"],
  ["serviceAccountsEnabled", "it may act for itself, without a user"],
];

function switched(old: Settings, now: Settings): readonly string[] {
  return SWITCHES.flatMap(([name, message]) =>
    booleanOf(old.body[name]) !== true && booleanOf(now.body[name]) === true ? [message] : [],
  );
}

const LOGOUTS = "post.logout.redirect.uris";

function logouts(old: Settings, now: Settings): readonly string[] {
  // Whoever follows the redirect uris on both sides is told of those.
  if (attributeOf(old, LOGOUTS) === "+" && attributeOf(now, LOGOUTS) === "+") return [];
  return more(logoutsOf(old), logoutsOf(now), "logouts may end at more addresses");
}

const redirectsOf = ({ body }: Settings): readonly string[] => textsOf(body["redirectUris"]);

/** "+" stands for the redirect uris, "-" for none; others are parted by "##". */
function logoutsOf(settings: Settings): readonly string[] {
  const text = attributeOf(settings, LOGOUTS) ?? "";
  return text
    .split("##")
    .flatMap((uri) => (uri === "+" ? redirectsOf(settings) : uri === "-" || uri === "" ? [] : uri));
}

/** What none of the earlier ones stands for already. */
function more(olds: readonly string[], news: readonly string[], message: string): readonly string[] {
  const added = news.filter((uri) => !olds.some((old) => covers(old, uri)));
  return added.length === 0 ? [] : [`${message}: ${added.join(", ")}`];
}

/** A `*` at the end stands for whatever follows. */
const covers = (pattern: string, uri: string): boolean =>
  pattern === uri || (pattern.endsWith("*") && uri.startsWith(pattern.slice(0, -1)));

function origins(old: Settings, now: Settings): readonly string[] {
  const [olds, news] = [old, now].map(({ body }) => textsOf(body["webOrigins"]));
  if (olds === undefined || news === undefined || olds.includes("*")) return [];
  const added = news.filter((origin) => !olds.includes(origin));
  const told = added.map((origin) => (origin === "+" ? "those of its redirect uris" : origin));
  return told.length === 0 ? [] : [`pages of more origins may ask for its tokens: ${told.join(", ")}`];
}

/** A life of its own, or that of its realm. */
function life(
  old: Settings,
  now: Settings,
  oldRealm: Settings | undefined,
  realm: Settings | undefined,
): readonly string[] {
  const [own, next] = [attributeOf(old, LIFE) ?? "", attributeOf(now, LIFE) ?? ""];
  // That of the realm is told of the realm.
  if (own === next) return [];
  const [from, to] = [own || lifeOf(oldRealm), next || lifeOf(realm)].map((value) => wholeNumber(value));
  if (from === undefined || to === undefined || to <= from) return [];
  return [`its access tokens live ${lifeText(to)}; before: ${lifeText(from)}`];
}

const lifeOf = (realm: Settings | undefined): unknown => {
  const value = realm?.body["accessTokenLifespan"];
  return textOf(value) ?? value;
};
