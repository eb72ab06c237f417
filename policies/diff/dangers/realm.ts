import { booleanOf, scalarText, textOf, wholeNumber } from "../../facts/json";
import type { FoundDanger } from "../danger";
import { lifeText } from "../realms/life-text";
import { loosened } from "../realms/password-policy";
import { pairsOf, settingsOf, type Settings } from "../realms/realm-settings";
import type { Comparison } from "./pairs";
import { clientLoosened } from "./realm-client";

/** Realms that ask less of those who log in, and clients that hand more out. */
export function realmDangers({ pair, plain }: Comparison): readonly FoundDanger[] {
  const [olds, news] = [settingsOf(pair.before, plain), settingsOf(pair.after, plain)];
  return pairsOf(olds, news).flatMap(([old, now]) =>
    (now.kind === "realm"
      ? realmLoosened(old, now)
      : clientLoosened(old, now, realmOf(old, olds), realmOf(now, news))
    ).map((message): FoundDanger => ({ kind: "login", path: now.path, message: `${now.called}: ${message}` })),
  );
}

/** The realm that a client stands in: the one beside it, or the only one that there is. */
function realmOf({ path }: Settings, all: readonly Settings[]): Settings | undefined {
  const realms = all.filter(({ kind }) => kind === "realm");
  return realms.find((realm) => realm.path === path) ?? (realms.length === 1 ? realms[0] : undefined);
}

/** From the strictest to the loosest. */
const SSL = ["all", "external", "none"];

function realmLoosened(old: Settings, now: Settings): readonly string[] {
  const [from, to] = [old, now].map(({ body }) => textOf(body["sslRequired"])?.toLowerCase() ?? "external");
  return [
    ...(SSL.indexOf(to ?? "") > SSL.indexOf(from ?? "")
      ? [`sslRequired is lowered from ${from ?? ""} to ${to ?? ""}`]
      : []),
    ...switched(old, now),
    ...loosened(textOf(old.body["passwordPolicy"]) ?? "", textOf(now.body["passwordPolicy"]) ?? ""),
    ...guesses(old, now),
    ...lives(old, now),
  ];
}

/** What each switch means once it no longer stands as it should: its name, Keycloak's default, the safer state. */
const SWITCHES: readonly (readonly [name: string, usual: boolean, safe: boolean, message: string])[] = [
  ["bruteForceProtected", false, true, "brute force protection is switched off"],
  ["registrationAllowed", false, false, "whoever comes may make an account"],
  ["verifyEmail", false, true, "mail addresses are not verified any more"],
  ["revokeRefreshToken", false, true, "a refresh token works more than once"],
  ["duplicateEmailsAllowed", false, false, "several accounts may have one mail address"],
  ["eventsEnabled", false, true, "logins are not recorded any more"],
  ["adminEventsEnabled", false, true, "what administrators change is not recorded any more"],
];

function switched(old: Settings, now: Settings): readonly string[] {
  return SWITCHES.flatMap(([name, usual, safe, message]) => {
    const state = ({ body }: Settings): boolean => booleanOf(body[name]) ?? usual;
    return state(old) === safe && state(now) !== safe ? [message] : [];
  });
}

/** What slows guessing down, while it is slowed down at all. */
function guesses(old: Settings, now: Settings): readonly string[] {
  if (booleanOf(now.body["bruteForceProtected"]) !== true) return [];
  const change = (name: string): readonly [number, number] => [amount(old, name), amount(now, name)];
  const [failures, more] = change("failureFactor");
  const [wait, less] = change("maxFailureWaitSeconds");
  return [
    ...(more > failures ? [`a user may guess ${more} times before a wait; before: ${failures}`] : []),
    ...(less < wait ? [`the longest wait after failed logins is ${lifeText(less)}; before: ${lifeText(wait)}`] : []),
    ...(booleanOf(old.body["permanentLockout"]) === true && booleanOf(now.body["permanentLockout"]) !== true
      ? ["no administrator has to unlock a user after failed logins any more"]
      : []),
  ];
}

/** Lives of tokens and sessions, in seconds. */
const LIVES: readonly (readonly [name: string, what: string])[] = [
  ["accessTokenLifespan", "access tokens live"],
  ["accessTokenLifespanForImplicitFlow", "access tokens of the implicit flow live"],
  ["ssoSessionIdleTimeout", "sessions without a refresh last"],
  ["ssoSessionMaxLifespan", "sessions last"],
  ["offlineSessionIdleTimeout", "offline sessions without a refresh last"],
  ["offlineSessionMaxLifespan", "offline sessions last"],
  ["actionTokenGeneratedByUserLifespan", "links in mails live"],
  ["actionTokenGeneratedByAdminLifespan", "links in an administrator's mails live"],
];

function lives(old: Settings, now: Settings): readonly string[] {
  return LIVES.flatMap(([name, what]) => {
    const [from, to] = [amount(old, name), amount(now, name)];
    return to > from ? [`${what} ${lifeText(to)}; before: ${lifeText(from)}`] : [];
  });
}

/** NaN, which is neither more nor less than anything, where nothing is said: the server's own default is unknown. */
function amount({ body }: Settings, name: string): number {
  return wholeNumber(scalarText(body[name])) ?? NaN;
}
