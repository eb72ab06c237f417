import { secretLines } from "../../policies/secret-lines";

const found = (file: string, text: string, sure: "certain" | "possible") =>
  secretLines(file, text, sure).map(({ index }) => text.split("\n")[index]!.trim());

describe("a file", () => {
  it.each([
    [
      "of Kong",
      "kong.yml",
      "consumers:\n  - username: app\n    keyauth_credentials:\n      - key: abcdefg\n        tags: [x]\nservices: []\n",
      ["- key: abcdefg"],
    ],
    [
      "of PgBouncer",
      "userlist.txt",
      '; users\n"app" "md50123456789abcdef0123456789abcdef"\n"b" "plain"\n',
      ['"app" "md50123456789abcdef0123456789abcdef"', '"b" "plain"'],
    ],
    [
      "of Redis",
      "redis.conf",
      "port 6379\nrequirepass hunter2\nmasterauth hunter2\nuser default on >hunter2 ~* +@all\nappendonly yes\n",
      ["requirepass hunter2", "masterauth hunter2", "user default on >hunter2 ~* +@all"],
    ],
    ["of curl", ".netrc", "machine api login me password hunter2\n", ["machine api login me password hunter2"]],
    ["of libpq", ".pgpass", "# all\ndb:5432:*:app:hunter2\n", ["db:5432:*:app:hunter2"]],
    ["of commands", "run.sh", "set -e\nmysql -u root -phunter2 app\n", ["mysql -u root -phunter2 app"]],
    ["of settings", "app.ini", "[db]\npw = hunter2\nhost = db\n", ["pw = hunter2"]],
  ])("%s holds secrets for everybody", (_what, file, text, expected) => {
    expect(found(file, text, "certain")).toEqual(expected);
    expect(found(file, text, "possible")).toEqual(expected);
  });

  it.each([
    ["a literal block", "password: |\n  one\n  two\nhost: db\n", ["one", "two"]],
    ["a folded block with a remark", "db:\n  password: >- # x\n    one\n\n    two\n  host: db\n", ["one", "two"]],
    ["a list", "passwords:\n- one\n- 'two'\nhosts:\n- db\n", ["- one", "- 'two'"]],
    ["a list further in", "secrets:\n  - one\nhosts: [db]\n", ["- one"]],
    ["a mapping", "credentials:\n  username: me\n  value: one\nhost: db\n", ["value: one"]],
    ["a text that goes on", 'password: "one\n  two"\nhost: db\n', ['password: "one', 'two"']],
    ["JSON", '{\n  "tokens": [\n    "one",\n    "two"\n  ],\n  "host": "db"\n}\n', ['"one",', '"two"']],
    ["a Secret", "kind: Secret\ndata:\n  user: b25l\nstringData:\n  a: b\n", ["user: b25l", "a: b"]],
    ["a list in one line", 'passwords: ["one", "two"]\nhosts: [db]\n', ['passwords: ["one", "two"]']],
    ["a name and its value", "- name: DB_PASSWORD\n  value: one\n- name: MODE\n  value: two\n", ["value: one"]],
    [
      "elements",
      "<a>\n<password>one</password>\n<b name='db.password' value='two'/>\n<c>db</c>\n",
      ["<password>one</password>", "<b name='db.password' value='two'/>"],
    ],
    ["spaces", "bind-password hunter2\nhost db\n", ["bind-password hunter2"]],
    ["machines over lines", "machine api\n  login me\n  password hunter2\n", ["password hunter2"]],
    [
      "hashes",
      "admin:$apr1$abcdefgh$0123\nguest:{SHA}W6ph5Mm5\n",
      ["admin:$apr1$abcdefgh$0123", "guest:{SHA}W6ph5Mm5"],
    ],
    ["headers", 'headers:\n  - "X-Api-Key: abc"\n  - "Accept: */*"\n', ['- "X-Api-Key: abc"']],
  ])("may hold secrets in %s", (_what, text, expected) => {
    expect(found("file", text, "possible")).toEqual(expect.arrayContaining([...expected]));
    expect(found("file", text, "possible").filter((line) => /host|login|user: me|username/.test(line))).toEqual([]);
  });

  it.each([
    [
      "of rules of access",
      "pg_hba.conf",
      "local all all peer\nhostssl all all 0.0.0.0/0 scram-sha-256\nhost all all ::1/128 password\n",
    ],
    [
      "of references",
      "x.yaml",
      "secretName: tls\nsecretKeyRef:\n  name: db\n  key: password\nitems:\n  - key: tls.crt\n    path: tls.crt\n",
    ],
    [
      "of places",
      "x.env",
      "DB_PASSWORD_FILE=/run/secrets/db\nTOKEN_URL=https://id.example/token\nDB_PASSWORD=${DB_PASSWORD:?}\n",
    ],
    [
      "of settings",
      "x.conf",
      "password_encryption = scram-sha-256\nkeySize: 2048\njwt_secret_is_base64 = true\npublic_key: abc\n",
    ],
    [
      "of a volume",
      "x.yaml",
      "secret:\n  secretName: rest-tls\n  defaultMode: 288\n  items:\n    - key: tls.key\n      path: tls.key\n",
    ],
    ["of images and programs", "x.yaml", "image: acme/api:${TAG}\ndepends_on:\n  rest-keys:\n    condition: healthy\n"],
    ["of a certificate", "x.yaml", "privateKey:\n  encoding: PKCS8\n  rotationPolicy: Always\n"],
    ["of pairs", "x.yaml", "- name: MODE\n  value: two\n- name: DB_PASSWORD\n  value: ${DB_PASSWORD}\n"],
    ["of a web server", "nginx.conf", "proxy_pass http://api:8080;\nssl_certificate_key /run/tls.key;\n"],
  ])("%s holds none for anybody", (_what, file, text) => {
    expect(found(file, text, "possible")).toEqual([]);
    expect(found(file, text, "certain")).toEqual([]);
  });

  it("is read in time that grows with its length alone", () => {
    for (const part of ["http://", "a: ", "- ", '"', "password ", "$(", "a:1:", "{", "_A"]) {
      const started = performance.now();
      secretLines("x", part.repeat(20_000), "possible");
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  });
});

describe("a header in a list", () => {
  it.each([
    "- Authorization:Bearer s3cr3t",
    '  - "Authorization: Bearer s3cr3t"',
    "- 'X-Api-Key:abc'",
    'headers: ["Accept:text/plain", "x-api-key:abc"]',
    '    "Proxy-Authorization:Basic abc",',
  ])("that lets its sender in is a secret for everybody: %s", (line) => {
    expect(found("kong.yml", `headers:\n${line}\n`, "certain")).toEqual([line.trim()]);
  });

  it.each([
    "- Authorization:Bearer $TOKEN",
    '- "Authorization:Bearer ${TOKEN}"',
    "- Authorization:{vault://env/token}",
    "- Authorization:Bearer",
    "- Authorization",
    "- authorization: required",
    "- Accept:text/plain",
  ])("that does not is none for whoever must be certain: %s", (line) => {
    expect(found("kong.yml", `headers:\n${line}\n`, "certain")).toEqual([]);
  });

  it("is called by the header's name", () => {
    expect(secretLines("kong.yml", "- Authorization:Bearer s3cr3t", "certain")).toEqual([
      { index: 0, name: "Authorization" },
    ]);
  });
});
