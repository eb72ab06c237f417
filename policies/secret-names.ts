import { remembered } from "./remembered";

/** Words that end the name of a secret wherever it stands. `…_FILE` and `…_URL` name places of one. */
const WORDS =
  "PASSWORD|PASSWD|PASS|PWD|PW|PSK|PASSPHRASE|PASSCODE|REQUIREPASS|MASTERAUTH|SECRETS?|TOKEN|CREDENTIALS?|" +
  "SECRET_KEY_BASE|PGPASSWORD";

/** Names of variables that end in `words`, also with a number behind. */
const endingIn = (words: string): RegExp => new RegExp(`(?:^|_)(?:${words})(?:_?\\d+)?$`, "i");

/**
 * Sets of names whose value is a secret. Each is as wide as a wrong guess allows: a rule that refuses a change must not
 * guess, a look-up of known values may guess more, and what hides values rather hides too many.
 */
export const SECRET_NAMES = {
  /** Of variables: what no value but a secret is called. */
  certain: endingIn(
    `${WORDS}|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|SECRET_?KEY|` +
      "(?:ENC|ENCRYPTION|SIGNING|SERVICE|SERVICE_ROLE|ROOT|MASTER|HMAC|LICEN[SC]E)_KEY",
  ),
  /** Of variables: those, and keys that some of their users give away. */
  likely: endingIn(
    `${WORDS}|(?:[A-Z]+_)?PRIVATE_?KEY|` +
      "(?:API|ACCESS|SECRET|ENC|ENCRYPTION|SIGNING|SERVICE|SERVICE_ROLE|ROOT|MASTER|HMAC|LICEN[SC]E|ANON)_?KEY",
  ),
  /** In any case and spelling, `DB_PASSWORD`, `apiKey` and `client-secret` alike: whatever may be one. */
  possible:
    /(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|credential|(?:private|api|access|secret|encryption|enc|signing|service|root|master|auth|shared|anon|license)[-_.]?key|dsn|connection[-_.]?string|secret_key_base|auth|authorization|cookie|salt|pepper|otp)(?:s|_?\d+)?$/i,
  /** Passwords: the only secrets that may be mere digits, and that nobody gives away. */
  password: /(?:PASSWORD|PASSWD|PASS|PWD|PASSPHRASE|PASSCODE|(?:^|_)(?:PW|PSK))(?:_?\d+)?$/i,
} as const satisfies Readonly<Record<string, RegExp>>;

/** Words too short or too common to be looked for inside others. */
const POSSIBLE_WORD =
  /(?:^|_)(?:PW|PSK|PIN|JWT|SIGNING|LICEN[SC]E|SEED|MNEMONIC|HMAC|CREDS?|(?:ROOT|BIND|ADMIN|USER|DB|MASTER)PW|STRING_DATA|ENCRYPTED_DATA|AUTHS)(?:_?\d+)?$/;
/** Any key but a bare one, which is a word for far too much. */
const POSSIBLE_KEY = /[A-Z0-9]_?KEYS?(?:_?\d+)?$/;
/** Keys that open nothing. */
const PLAIN_KEY =
  /(?:PUBLIC|PUB|TOPOLOGY|LABEL|NODE|MATCH_LABEL|PARTITION|SORT|PRIMARY|FOREIGN|UNIQUE|CACHE|GROUP|CONFIG|CONFIG_MAP|OBJECT|MAP|HOST|ROUTING|MESSAGE|IDEMPOTENCY|INDEX|ROW|TAG|ANNOTATION|FIELD|REGISTRY|CLAIM|ROLES?(?:_CLAIM)?|AUTHORIZED|TRUSTED|REMOTE|SEARCH|SSL|TLS|DATA_?BASE|MON)_?KEYS?$|MONKEYS?$/;
/** A secret's name with a remark behind: which one, or how it is written. */
const REMARKED =
  /(?:PASS(?:WORD|WD|PHRASE|CODE)?|PWD|PSK|SECRET|TOKEN|CREDENTIAL|API_?KEY|PRIVATE_?KEY)S?_(?:VALUE|STRING|TEXT|PLAIN|PLAINTEXT|RAW|DATA|HASH|HASHED|OLD|NEW|PREVIOUS|CURRENT|PRIMARY|SECONDARY|BACKUP|PROD|PRODUCTION|DEV|STAGING|TEST|ENC|HEX|V\d+|(?<!IS_)(?:B64|BASE64))$/;
/** A password's name goes on with whose it is, unless it says something about the password. */
const WHOSE_PASSWORD =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE)_(?!(?:.*_)?(?:FILES?|PATH|DIR|URLS?|URI|ENDPOINT|NAME|LENGTH|SIZE|MIN|MAX|TTL|AGE|EXPIRY|EXPIRES|EXPIRATION|ENABLED?|DISABLED?|ENCRYPTION|ALGORITHM|ALG|POLICY|REF|TYPE|MODE|METHOD|BASE64|CLAIM|HEADER|COUNT|ROTATION|STORE|PROVIDER|HASHING|REQUIRED?|REQUIREMENTS?|RESET|CHARACTERS|LIFETIME|ITERATIONS|AUTH|AUTHENTICATION|LOGIN|GRANT|COMMAND|CMD|STDIN|ENV|KEY|FROM|SECRET_NAME|SQL|SH|LUA|JS|PY|TMPL|HTML|MD|CONF|YA?ML|JSON)$)/;

/** What is called like a secret and is a name, a way, or a place. */
const NO_SECRET =
  /^(?:BASIC_AUTH|AUTH)$|(?:TYPE|MODE|METHOD)$|(?:^|_)(?:EXISTING|IMAGE_PULL|PULL|REGISTRY_PULL)_(?:.*_)?(?:SECRETS?|KEYS?)$|^(?:PROXY|FASTCGI|UWSGI|SCGI|GRPC|MEMCACHED|BY)_?PASS$|(?:^|_)(?:USES?|HAS|CREATE|ENABLE|REQUIRE|IS|AUTOMOUNT|SHOW|FORCE)_.*(?:SECRET|TOKEN|AUTH|COOKIE|SALT|LICEN[SC]E)S?$/;

/** Names that somebody gave are shorter, in characters; what is longer is called like a secret only for whoever hides. */
const LONGEST_NAME = 1_000;

/** Whether no value but a secret is called so, in any case and spelling. */
export const isCertainName = remembered((name: string) => {
  if (name.length > LONGEST_NAME) return false;
  const variable = asVariable(name);
  return SECRET_NAMES.certain.test(variable) && !NO_SECRET.test(variable);
});

/** Whether a value of this name may be a secret, in any case and spelling; of a path its last part counts. */
export const isPossibleName = remembered((name: string) => {
  const last = name.slice(name.lastIndexOf("/") + 1);
  if (last.length > LONGEST_NAME) return true;
  const variable = asVariable(last);
  if (NO_SECRET.test(variable)) return false;
  return (
    SECRET_NAMES.possible.test(last) ||
    SECRET_NAMES.likely.test(variable) ||
    POSSIBLE_WORD.test(variable) ||
    (POSSIBLE_KEY.test(variable) && !PLAIN_KEY.test(variable)) ||
    REMARKED.test(variable) ||
    WHOSE_PASSWORD.test(variable)
  );
});

/** Parents of secrets: a bare key, or what somebody calls a program, says nothing of what is below. */
const SECRET_PARENT =
  /(?:^|_)(?:PASSWORDS?|PASSWDS?|PASSPHRASES?|PSKS?|SECRETS?|TOKENS?|CREDENTIALS?|API_?KEYS|(?:ACCESS|MASTER|SIGNING|ENCRYPTION)_?KEYS|AUTHS|STRING_DATA|ENCRYPTED_DATA)$/;

/** Whether everything below a name that is not harmless itself may be secret. */
export const isSecretParent = remembered((name: string) => {
  const last = name.slice(name.lastIndexOf("/") + 1);
  if (last.length > LONGEST_NAME) return true;
  const variable = asVariable(last);
  return SECRET_PARENT.test(variable) && !NO_SECRET.test(variable);
});

/** Names below a secret parent whose values say who, where and how. */
const HARMLESS =
  /^(?:.*_)?(?:NAME|NAMESPACE|KIND|TYPE|ID|USERNAME|USER|LOGIN|EMAIL|CONSUMER|GROUP|TAG|PATH|SOURCE|TARGET|MODE|OPTIONAL|EXTERNAL|FILE|ENABLED|ALGORITHM|ALG|ISSUER|ISS|TTL|CREATED_AT|AUDIENCE|URL|HOST|PORT|SERVER|PROVIDER|DRIVER|ENGINE|ROLE|DESCRIPTION|COMMENT|LABEL|ANNOTATION|ITEM|UID|GID|ENVIRONMENT|VERSION|REGISTRY|REF|PUBLIC_?KEY|KID|KTY|USE|SECONDS|FORMAT|PATTERN|REQUIRED|PROPERTIES|LENGTH|NULLABLE)S?$/;

/** Whether a value of this name is told although what is around it is called like a secret. */
export const isHarmlessName = remembered((name: string) =>
  HARMLESS.test(asVariable(name.slice(name.lastIndexOf("/") + 1))),
);

/** Files that hold nothing but secrets, by their names. */
const SECRET_FILE =
  /^[._]?(?:.*[-_.])?(?:pgpass|netrc|htpasswd|passwd|passwords?|userlist|secrets?|credentials?|tokens?)(?:[-_.](?:txt|ya?ml|json|env|properties|ini|conf|cfg|csv|list|acl|toml|xml|prod|dev|staging))*$/i;

/** Whether a file of this name holds secrets in all of its lines. */
export function isSecretFile(name: string): boolean {
  const last = name.slice(name.lastIndexOf("/") + 1);
  return last.length > LONGEST_NAME || SECRET_FILE.test(last);
}

/** A name in the spelling of variables: `clientSecret`, `client-secret` and `client.secret` are `CLIENT_SECRET`. */
export function asVariable(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[.-]/g, "_")
    .toUpperCase();
}
