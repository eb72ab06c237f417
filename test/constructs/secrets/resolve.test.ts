import { AshlarError } from "../../../constructs/model/diagnostics";
import type { DeclaredSecret } from "../../../constructs/secrets/order";
import { missingSecrets, resolveSecrets } from "../../../constructs/secrets/resolve";

// What a small platform declares: a password, a signing key with its key set and a token, and the mail account.
const declared: readonly DeclaredSecret[] = [
  {
    name: "anon-token",
    recipe: {
      kind: "derived",
      from: ["jwt-key"],
      derivation: { kind: "jwt", claims: { role: "anon" }, issuedAt: 1_700_000_000, expiresAt: 1_900_000_000 },
    },
  },
  { name: "jwks", recipe: { kind: "derived", from: ["jwt-key"], derivation: { kind: "public-jwks" } } },
  { name: "jwt-key", recipe: { kind: "signing-key", algorithm: "ES256" } },
  { name: "db-password", recipe: { kind: "password", length: 32 } },
  { name: "smtp-password", recipe: { kind: "given", describe: "password of the mail account", minLength: 8 } },
  {
    name: "smtp-key",
    recipe: { kind: "derived", from: ["smtp-password"], derivation: { kind: "hmac", purpose: "mail", bytes: 32 } },
  },
];
const given = new Map([["smtp-password", "Xq7-mail-4Tz"]]);

function codesOf(secrets: readonly DeclaredSecret[], stored: ReadonlyMap<string, string>): readonly string[] {
  try {
    resolveSecrets(secrets, stored);
    return [];
  } catch (error) {
    return AshlarError.is(error) ? error.diagnostics.map(({ code, path }) => `${code} ${path}`) : [];
  }
}

it("makes what it can on the first run, and says what only a user can give", () => {
  const first = resolveSecrets(declared, new Map());
  expect(first.created).toEqual(["jwt-key", "db-password"]);
  expect(first.missingGiven).toEqual(["smtp-password"]);
  expect(first.blocked).toEqual(["smtp-key"]);
  expect([...first.values.keys()].sort()).toEqual(["anon-token", "db-password", "jwks", "jwt-key"]);
  expect(missingSecrets(declared, new Set())).toEqual({
    generated: ["jwt-key", "db-password"],
    given: ["smtp-password"],
  });
});

it("makes nothing on the second run, and gives every value again", () => {
  const first = resolveSecrets(declared, given);
  const stored = new Map([...given, ...first.created.map((name) => [name, first.values.get(name) ?? ""] as const)]);
  const second = resolveSecrets([...declared].reverse(), stored);
  expect(second.created).toEqual([]);
  expect(second.stale).toEqual([]);
  expect(new Map([...second.values].sort())).toEqual(new Map([...first.values].sort()));
  expect(missingSecrets(declared, new Set(stored.keys()))).toEqual({ generated: [], given: [] });
});

it("never replaces a stored value, whatever the recipe says by now", () => {
  const stored = new Map([["db-password", "kept-from-2019"]]);
  const longer: DeclaredSecret = { name: "db-password", recipe: { kind: "password", length: 64 } };
  const resolved = resolveSecrets([longer], stored);
  expect(resolved.values.get("db-password")).toBe("kept-from-2019");
  expect(resolved.created).toEqual([]);
  expect(stored).toEqual(new Map([["db-password", "kept-from-2019"]]));
});

it("takes an empty stored text for none, as an environment file means it", () => {
  const resolved = resolveSecrets(
    declared,
    new Map([
      ["smtp-password", ""],
      ["db-password", ""],
    ]),
  );
  expect(resolved.missingGiven).toEqual(["smtp-password"]);
  expect(resolved.created).toContain("db-password");
});

it("computes a derived value even when one is stored, and says that the stored one is stale", () => {
  const first = resolveSecrets(declared, given);
  const all = new Map(first.values);
  expect(resolveSecrets(declared, all).stale).toEqual([]);

  // the signing key is replaced, its old token and key set are still in the store
  all.set("jwt-key", resolveSecrets(declared, given).values.get("jwt-key") ?? "");
  const rotated = resolveSecrets(declared, all);
  expect([...rotated.stale].sort()).toEqual(["anon-token", "jwks"]);
  expect(rotated.values.get("jwks")).not.toBe(first.values.get("jwks"));
});

it("can be made repeatable with a source of randomness of its own", () => {
  const random = (length: number): Uint8Array => new Uint8Array(length).fill(1);
  expect(resolveSecrets(declared, given, random).values.get("db-password")).toBe("B".repeat(32));
});

describe("refuses", () => {
  it("a demo value, be it given or in place of a generated one", () => {
    const stored = new Map([
      ["smtp-password", "changeme"],
      ["db-password", "postgres"],
    ]);
    expect(codesOf(declared, stored)).toEqual(["ASH-SEC-006 db-password", "ASH-SEC-006 smtp-password"]);
  });

  it("a given value that is too short, and never repeats it", () => {
    const stored = new Map([["smtp-password", "Xq7-ab"]]);
    expect(codesOf(declared, stored)).toEqual(["ASH-SEC-007 smtp-password"]);
    expect(() => resolveSecrets(declared, stored)).not.toThrow("Xq7-ab");
  });

  it("every problem at once, and tells of a broken input once for all that is derived from it", () => {
    const more: readonly DeclaredSecret[] = [
      ...declared,
      { name: "pin", recipe: { kind: "password", length: 4 } },
      {
        name: "pin-key",
        recipe: { kind: "derived", from: ["pin"], derivation: { kind: "hmac", purpose: "x", bytes: 32 } },
      },
    ];
    const stored = new Map([
      ["smtp-password", "short"],
      ["jwt-key", "no key at all"],
    ]);
    expect(codesOf(more, stored)).toEqual([
      "ASH-SEC-005 anon-token",
      "ASH-SEC-005 jwks",
      "ASH-SEC-002 pin",
      "ASH-SEC-007 smtp-password",
    ]);
    expect(() => resolveSecrets(more, stored)).not.toThrow("no key at all");
  });
});
