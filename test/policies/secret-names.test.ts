import { asVariable, SECRET_NAMES } from "../../policies/secret-names";

type NameSet = keyof typeof SECRET_NAMES;

describe("names of secrets", () => {
  it.each<[string, readonly NameSet[]]>([
    ["DB_PASSWORD", ["certain", "likely", "possible", "password"]],
    ["PGPASSWORD", ["certain", "likely", "possible", "password"]],
    ["PASSWORD_2", ["certain", "likely", "possible", "password"]],
    ["API_KEY", ["certain", "likely", "possible"]],
    ["JWT_SECRET", ["certain", "likely", "possible"]],
    ["SECRET_KEY_BASE", ["certain", "likely", "possible"]],
    // Given to browsers on purpose; of a published example it is still worth a word.
    ["ANON_KEY", ["likely", "possible"]],
    ["SENTRY_DSN", ["possible"]],
    ["SESSION_COOKIE", ["possible"]],
    ["PASSWORD_FILE", []],
    ["SECRET_URL", []],
    ["COMPASS", ["possible", "password"]],
    ["PUBLIC_KEY", []],
  ])("%s is in the sets %p", (name, sets) => {
    const found = (Object.keys(SECRET_NAMES) as NameSet[]).filter((set) => SECRET_NAMES[set].test(name));
    expect(found).toEqual(sets);
  });

  it("that are certain are likely and possible as well", () => {
    for (const name of ["A_TOKEN", "ACCESS_KEY", "ENC_KEY", "ROOT_KEY", "PRIVATEKEY", "MY_PASSPHRASE", "CREDENTIALS"]) {
      expect([name, SECRET_NAMES.certain.test(name)]).toEqual([name, true]);
      expect([name, SECRET_NAMES.likely.test(name)]).toEqual([name, true]);
      expect([name, SECRET_NAMES.possible.test(name)]).toEqual([name, true]);
    }
  });

  it.each(["clientSecret", "client-secret", "client.secret", "CLIENT_SECRET"])(
    "%s is spelled CLIENT_SECRET",
    (name) => {
      expect(asVariable(name)).toBe("CLIENT_SECRET");
    },
  );
});
