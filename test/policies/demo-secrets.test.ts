import { findDemoSecrets, tokensIn } from "../../policies/demo-secrets";

const place = () => ({ object: "o", path: "p" });
const inValue = (name: string, text: string) =>
  findDemoSecrets({ name, text, kind: "value", place }).map(({ what }) => what);
const inFile = (text: string) =>
  findDemoSecrets({ name: "app.yaml", text, kind: "file", place }).map(
    ({ what, line }) => `${what} in line ${line ?? "?"}`,
  );

describe("a demo value", () => {
  it.each(["DB_PASSWORD", "db-password", "dbPassword", "spring.datasource.password", "API_KEY_2", "JWT_SECRET"])(
    "counts in %s, which is called like a secret",
    (name) => {
      expect(inValue(name, "changeme")).toEqual([`the value of ${name}`]);
    },
  );

  it.each(["POSTGRES_USER", "PASSWORD_FILE", "TOKEN_URL", "MODE", "KEYBOARD", "secretName"])(
    "is a word like any other in %s",
    (name) => {
      expect(inValue(name, "admin")).toEqual([]);
    },
  );

  it("counts everywhere when it is nothing but a demo value", () => {
    expect(inValue("X", "your-super-secret-and-long-postgres-password")).toEqual(["a key"]);
    expect(inValue("X", "a,YOUR-32-CHARACTER-ENCRYPTION-KEY,b")).toEqual(["a key"]);
  });

  it("counts as the password of an address, not as its user or its host", () => {
    expect(inValue("X", "postgres://postgres:postgres@db/app")).toEqual(["a password in a URL"]);
    expect(inValue("X", "postgres://postgres@postgres/postgres")).toEqual([]);
    expect(inValue("X", "postgres://admin:${PASSWORD}@db/app")).toEqual([]);
  });

  it.each([
    ["YAML", "db:\n  password: 'changeme'\n"],
    ["properties", "# here\ndb.password = changeme\n"],
    ["JSON", '{\n "password": "changeme", "user": "me" }\n'],
    ["INI", "[db]\npassword=changeme ; no\n"],
    ["YAML in one line", "a: 1\ndb: { user: me, password: changeme }\n"],
  ])("is found in a file of %s, with its line", (_, text) => {
    expect(inFile(text)).toEqual([expect.stringMatching(/^the value of (?:db\.)?password in line 2$/)]);
  });

  it("is found in command lines, and in files that write secrets in ways of their own", () => {
    expect(inValue("", "exec mysqladmin -uroot -pchangeme ping")).toEqual(["a password in a command"]);
    expect(inValue("", "PGPASSWORD=postgres psql -U postgres")).toEqual(["a password in a command"]);
    expect(inValue("", "psql -U postgres postgres")).toEqual([]);
    expect(inFile("port 6379\nrequirepass changeme\n")).toEqual(["a password in line 2"]);
    expect(inFile("machine api login admin password hunter-2-hunter\n")).toEqual([]);
    expect(inFile("consumers:\n- username: admin\n  keyauth_credentials:\n  - key: changeme\n")).toEqual([
      "a password in line 4",
    ]);
  });

  it("is not found where a value only begins like one, nor in nothing", () => {
    expect(inFile("password: changeme-to-4f8a1c\npassword:\nsecret: ${SECRET}\n")).toEqual([]);
    expect(inFile("")).toEqual([]);
  });
});

it("tokens are found among anything", () => {
  expect(tokensIn('a="eyJhbGci.eyJyb2xl.c2ln", b=eyJhbGci.eyJyb2xm.c2lo; eyJ')).toEqual([
    "eyJhbGci.eyJyb2xl.c2ln",
    "eyJhbGci.eyJyb2xm.c2lo",
  ]);
});
