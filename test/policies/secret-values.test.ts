import { isSecretHeader, isSecretPair, looksSecret, urlPasswords } from "../../policies/secret-values";

describe("a value under the name of a secret", () => {
  it.each([
    ["DB_PW", "hunter2"],
    ["wifi.psk", "hunter2"],
    ["REDIS_MASTERAUTH", "hunter2"],
    ["backupPassphrase", "open sesame"],
    ["DB_PASSWORD", "20011224"],
    ["SIGNING_KEY", "abc"],
    ["SERVICE_ROLE_KEY", "abc"],
    ["LICENSE_KEY", "AAAA-BBBB"],
  ])("is one for whoever must be certain: %s=%s", (name, value) => {
    expect(isSecretPair(name, value, "certain")).toBe(true);
    expect(isSecretPair(name, value, "possible")).toBe(true);
  });

  it.each([
    ["JWT", "abc"],
    ["SIGNING", "abc"],
    ["ANON_KEY", "abc"],
    ["SERVICE_KEY_2", "abc"],
    ["STRIPE_KEY", "abc"],
    ["acme.io/db-pw", "hunter2"],
    ["LICENSE", "AAAA-BBBB"],
    ["APP_KEY", "base64:abc="],
    ["PASSWORD_ADMIN", "hunter2"],
    ["SECRET_VALUE", "hunter2"],
    ["DB_PASSWORD", "${DB_PASSWORD:-hunter2}"],
    ["TOKEN", "/9j4AAQSkZJRgABAQEAYABgAAD"],
  ])("may be one for whoever hides: %s=%s", (name, value) => {
    expect(isSecretPair(name, value, "possible")).toBe(true);
  });

  it.each([
    ["secretName", "rest-tls"],
    ["existingSecret", "rest-tls"],
    ["existingSecretPasswordKey", "password"],
    ["imagePullSecret", "registry"],
    ["passwordFile", "hunter2"],
    ["DB_PASSWORD_FILE", "/run/secrets/db"],
    ["key", "tls.crt"],
    ["keySize", "2048"],
    ["token_endpoint", "https://id.example/token"],
    ["jwt_secret_is_base64", "true"],
    ["publicKey", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"],
    ["rsa_public_key", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"],
    ["secretKeyRef", "db"],
    ["topologyKey", "kubernetes.io/hostname"],
    ["ssl_key", "server.key"],
    ["password_encryption", "scram-sha-256"],
    ["proxy_pass", "http://api:8080"],
    ["DB_PASSWORD", "${DB_PASSWORD:?}"],
    ["DB_PASSWORD", "$(cat /run/secrets/db)"],
    ["DB_PASSWORD", "{{ db/password }}"],
    ["license", "Apache-2.0"],
    ["MONKEY", "banana"],
    ["automountServiceAccountToken", "false"],
  ])("is none for anybody: %s=%s", (name, value) => {
    expect(isSecretPair(name, value, "possible")).toBe(false);
    expect(isSecretPair(name, value, "certain")).toBe(false);
  });
});

describe("a value by its form", () => {
  it.each([
    "-----BEGIN EC PRIVATE KEY-----",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    `AKIA${"A1B2".repeat(4)}`,
    `ghp_${"a1B2".repeat(9)}`,
    `xoxb-${"123456789012".repeat(2)}`,
    "dsn=amqp://app:hunter2@queue/",
  ])("is a secret for everybody: %s", (text) => {
    expect(looksSecret(text, "certain")).toBe(true);
    expect(looksSecret(text, "possible")).toBe(true);
  });

  it.each([
    "admin:$apr1$abcdefgh$0123456789",
    "admin:$$2y$$05$$abcdefghijkl",
    "admin:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
    "md50123456789abcdef0123456789abcdef",
    "Authorization: Basic YWRtaW46aHVudGVyMg==",
    "ALTER USER app IDENTIFIED BY 'hunter2'",
    '{"auths":{"registry.example":{"auth":"YTpi"}}}',
    "https://files.example/x?sig=abc",
    "password: ${PW:-hunter2}",
    "redis://:pass/word@cache",
  ])("may be a secret: %s", (text) => {
    expect(looksSecret(text, "possible")).toBe(true);
  });

  it.each([
    "-----BEGIN PUBLIC KEY-----",
    "-----BEGIN CERTIFICATE-----",
    "https://id.example/token",
    "postgres://app:${PASSWORD}@db/app",
    "postgres://app:$(PASSWORD)@db/app",
    "postgres://app@db:5432/app",
    "ghcr.io/acme/web:1.4.2@sha256:abc",
    "Bearer realm=x",
    "hostssl all all 0.0.0.0/0 scram-sha-256",
  ])("is none: %s", (text) => {
    expect(looksSecret(text, "possible")).toBe(false);
    expect(looksSecret(text, "certain")).toBe(false);
  });

  it("gives the passwords of addresses", () => {
    expect(urlPasswords("a://u:one@h, b://u:two@h c://u@h", "certain")).toEqual(["one", "two"]);
  });
});

it.each([
  ["Authorization: Bearer abc", true],
  ["X-Api-Key: abc", true],
  ["Authorization: Bearer $TOKEN", false],
  ["Accept: application/json", false],
])("the header %s lets in: %p", (text, expected) => {
  expect(isSecretHeader(text, "certain")).toBe(expected);
});
