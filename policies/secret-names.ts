/** Words that end the name of a secret wherever it stands. `…_FILE` and `…_URL` name places of one. */
const WORDS = "PASSWORD|PASSWD|PASS|PWD|PASSPHRASE|SECRETS?|TOKEN|CREDENTIALS?|SECRET_KEY_BASE|PGPASSWORD";

/** Names of variables that end in `words`, also with a number behind. */
const endingIn = (words: string): RegExp => new RegExp(`(?:^|_)(?:${words})(?:_?\\d+)?$`, "i");

/**
 * Sets of names whose value is a secret. Each is as wide as a wrong guess allows: a rule that refuses a change must not
 * guess, a look-up of known values may guess more, and what hides values rather hides too many.
 */
export const SECRET_NAMES = {
  /** Of variables: what no value but a secret is called. */
  certain: endingIn(
    `${WORDS}|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|SECRET_?KEY|(?:ENC|ENCRYPTION|SIGNING|SERVICE|ROOT)_KEY`,
  ),
  /** Of variables: those, and keys that some of their users give away. */
  likely: endingIn(
    `${WORDS}|(?:[A-Z]+_)?PRIVATE_?KEY|(?:API|ACCESS|SECRET|ENC|ENCRYPTION|SIGNING|SERVICE|ROOT|ANON)_?KEY`,
  ),
  /** In any case and spelling, `DB_PASSWORD`, `apiKey` and `client-secret` alike: whatever may be one. */
  possible:
    /(?:pass(?:word|wd|phrase)?|pwd|secret|token|credential|(?:private|api|access|secret|encryption|enc|signing|service|root|master|auth|shared)[-_.]?key|dsn|connection[-_.]?string|secret_key_base|auth|cookie|salt|pepper|otp)(?:s|_?\d+)?$/i,
  /** Passwords: the only secrets that may be mere digits, and that nobody gives away. */
  password: /(?:PASSWORD|PASSWD|PASS|PWD|PASSPHRASE)(?:_?\d+)?$/i,
} as const satisfies Readonly<Record<string, RegExp>>;

/** A name in the spelling of variables: `clientSecret`, `client-secret` and `client.secret` are `CLIENT_SECRET`. */
export function asVariable(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[.-]/g, "_")
    .toUpperCase();
}
