import type { Difference } from "../../../policies/diff/diff";
import { isSealed, sealText, sealWords } from "../../../policies/diff/sealed";
import { ofManifests, ofProjects, project } from "./sides";

const KEY = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0w\n-----END PRIVATE KEY-----\n";
const RANDOM = "Zk3v9QxT7bLm2RsW8nYc5HdF";

describe("a text", () => {
  it.each([
    ["DB_PASSWORD", "hunter2"],
    ["clientSecret", "x"],
    ["api-key", "abc"],
    ["PIN_PASSWORD", "1234"],
    ["DATABASE_URL", "postgres://app:hunter2@db/app"],
    ["ANYTHING", RANDOM],
    ["ANYTHING", "0123456789abcdef0123456789abcdef"],
    ["ANYTHING", "Authorization: Bearer abcdefgh12345678"],
    ["ANYTHING", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"],
    ["tls.key", KEY],
    ["ANYTHING", "export PASSWORD=hunter2; run"],
  ])("is sealed where its name or its form says that it is secret: %s=%s", (name, text) => {
    expect(isSealed(sealText(name, text))).toBe(true);
    expect(sealText(name, text)).not.toContain(text);
    expect(sealText(name, text)).toBe(sealText(name, text));
    expect(sealText(name, text)).not.toBe(sealText(name, `${text}!`));
  });

  it.each([
    ["PASSWORD_FILE", "/run/secrets/password"],
    ["DB_PASSWORD", "/run/secrets/password"],
    ["DB_PASSWORD", "${DB_PASSWORD}"],
    ["secretName", "rest-tls"],
    ["image", "ghcr.io/cloudnative-pg/postgresql:17.11-202608170816-standard-bookworm"],
    ["uri", "spiffe://prod.baas.internal/rest"],
    ["PGRST_DB_URI", "postgresql://authenticator@db:5432/app?sslmode=verify-full&sslkey=/run/ashlar/identity/tls.key"],
    ["password_encryption", "scram-sha-256"],
    ["kind", "Secret"],
  ])("is told where it is none: %s=%s", (name, text) => {
    expect(sealText(name, text)).toBe(text);
  });

  it.each([
    ["BASIC_AUTH", "admin:hunter2"],
    ["CREDS", "admin:hunter2"],
    ["ROOTPW", "hunter2"],
    ["secret_v1", "hunter2"],
    ["secretV1", "hunter2"],
    ["nginx.conf", "proxy_set_header X-Api-Key hunter2;"],
    ["nginx.conf", '  proxy_set_header X-Auth-Token "hunter2";'],
    ["haproxy.cfg", "  user admin insecure-password hunter2"],
    ["haproxy.cfg", "user admin password hunter2"],
    ["haproxy.cfg", "  stats auth admin:hunter2"],
    ["ldap.conf", "rootpw hunter2"],
  ])("is sealed where servers and proxies keep theirs: %s, %s", (name, text) => {
    expect(sealText(name, text)).not.toContain("hunter2");
  });

  it.each([
    ["BASIC_AUTH", "true"],
    ["AUTH", "oidc"],
    ["nginx.conf", "proxy_set_header Host $host;"],
    ["nginx.conf", "proxy_set_header Authorization $http_authorization;"],
    ["haproxy.cfg", "stats uri /admin"],
  ])("is told where nothing is secret: %s, %s", (name, text) => {
    expect(sealText(name, text)).toBe(text);
  });

  it("of many lines keeps those that say nothing secret", () => {
    const lines = sealText("app.conf", "port = 80\npassword = hunter2\nhost = db\n").split("\n");
    expect(lines.map((line) => (isSealed(line) ? "sealed" : line))).toEqual(["port = 80", "sealed", "host = db", ""]);
  });

  it("is told in its other lines when the first is sealed", () => {
    const state = (mode: string) => [
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "c", namespace: "acme" },
        data: { "app.conf": `password = hunter2\nmode = ${mode}\n` },
      },
    ];
    expect(ofManifests(state("old"), state("new")).objects[0]?.fields).toEqual([
      { path: "data[app.conf]", action: "changed", lines: [" (secret)", "-mode = old", "+mode = new"] },
    ]);
  });

  it("is sealed behind an option that names a secret", () => {
    const words = sealWords(["run", "--password", "hunter2", "--api-key=abc", "--port", "80", "TOKEN=abc"]);
    expect(words.map((word) => (isSealed(word) ? "sealed" : word))).toEqual([
      "run",
      "--password",
      "sealed",
      "sealed",
      "--port",
      "80",
      "sealed",
    ]);
  });
});

describe("a difference", () => {
  const secrets = (marker: string) => ({
    data: `dXNlcg${marker}`,
    password: `hunter2-${marker}`,
    url: `pw-${marker}`,
    line: `swordfish-${marker}`,
    word: `open-sesame-${marker}`,
    file: `from-a-file-${marker}`,
    random: `${RANDOM}${marker}`,
  });

  const expectSilent = (result: Difference, values: Readonly<Record<string, string>>) => {
    const text = JSON.stringify(result);
    for (const value of Object.values(values)) expect(text).not.toContain(value);
    expect(text).toContain("(secret)");
  };

  it.each([
    ["changed", "one", "two"],
    ["added", undefined, "two"],
    ["removed", "one", undefined],
  ])("of manifests tells no secret that was %s", (_what, before, after) => {
    const state = (marker: string | undefined) => {
      const values = marker === undefined ? undefined : secrets(marker);
      const base = { apiVersion: "v1", kind: "Secret", metadata: { name: "s", namespace: "acme", annotations: {} } };
      return [
        values === undefined
          ? base
          : {
              ...base,
              metadata: {
                ...base.metadata,
                annotations: {
                  "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify({ data: values.data }),
                },
              },
              data: { user: values.data },
              stringData: { password: values.password },
            },
        {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "c", namespace: "acme" },
          data: values === undefined ? {} : { "app.conf": `port = 80\npassword = ${values.line}\n`, key: KEY },
        },
        {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "d", namespace: "acme" },
          spec: {
            template: {
              spec: {
                containers: [
                  {
                    name: "d",
                    image: "d:1",
                    args: values === undefined ? ["run"] : ["run", "--password", values.word],
                    env:
                      values === undefined
                        ? []
                        : [
                            { name: "DB_PASSWORD", value: values.password },
                            { name: "DATABASE_URL", value: `postgres://app:${values.url}@db/app` },
                            { name: "SEED", value: values.random },
                          ],
                  },
                ],
              },
            },
          },
        },
      ];
    };
    const result = ofManifests(state(before), state(after));
    expect(result.objects.length).toBeGreaterThanOrEqual(3);
    for (const marker of [before, after]) if (marker !== undefined) expectSilent(result, secrets(marker));
    expect(JSON.stringify(result)).not.toContain("MIGHAgEAMBMGByqGSM49");
  });

  it("of Compose projects tells no secret, of files neither, and still that they changed", () => {
    const state = (marker: string) => {
      const values = secrets(marker);
      const side = project(
        {
          services: {
            app: {
              image: "app:1",
              command: `run --password ${values.word}`,
              environment: [`DB_PASSWORD=${values.password}`],
              env_file: "app.env",
              volumes: ["./app.conf:/etc/app.conf:ro"],
            },
          },
          secrets: { given: { content: values.data }, kept: { file: "./kept.txt" } },
        },
        {
          "app.env": `SOMETHING=${values.url}\n`,
          "app.conf": `port = 80\npassword = ${values.line}\n`,
          "kept.txt": values.file,
        },
      );
      return { ...side, variables: new Map([["ANY", values.random]]) };
    };
    const result = ofProjects(state("one"), state("two"));
    for (const marker of ["one", "two"]) expectSilent(result, secrets(marker));
    expect(result.objects.map(({ path, fields }) => `${path}: ${fields.map((field) => field.path).join(" ")}`)).toEqual(
      [
        ".env: ANY",
        "app.conf: text",
        "app.env: SOMETHING",
        "secrets.given: content",
        "secrets.kept: text",
        "services.app: command[2] environment.DB_PASSWORD",
      ],
    );
  });
});

describe("folders of others", () => {
  const FILES = (pw: string): Readonly<Record<string, string>> => ({
    "kong.yml": `consumers:\n- username: app\n  keyauth_credentials:\n  - key: ${pw}1\n`,
    "userlist.txt": `"app" "${pw}2"\n"b" "md5${pw}3"\n`,
    "redis.conf": `port 1\nrequirepass ${pw}4\nmasterauth ${pw}5\nuser default on >${pw}6 ~* +@all\n`,
    ".netrc": `machine api login me password ${pw}7\n`,
    ".pgpass": `db:5432:*:app:${pw}8\n`,
    "blocks.yaml": `pw: ${pw}9\npassphrase: |\n  a\n  ${pw}10\npsk: >-\n  ${pw}11\ntokens:\n- ${pw}12\n`,
    "users.htpasswd": `admin:$apr1$${pw}13\n`,
    "config.json": `{"auths":{"r.example":{"auth":"${pw}14"}},"list":[{"apiKeys":["${pw}15"]}]}`,
    "run.sh": `mysql -u root -p${pw}16\nPGPASSWORD=${pw}17 psql\ncurl -u a:${pw}18 http://api\nredis-cli -a ${pw}19\n`,
    "secret.yaml": `kind: Secret\nstringData:\n  user: ${pw}20\n`,
    jwt: `${pw}21`,
    "key.pem": `-----BEGIN EC PRIVATE KEY-----\n${pw}22\n-----END EC PRIVATE KEY-----\n`,
    "pg_hba.conf": `hostssl all all 0.0.0.0/0 scram-sha-256\nlocal all app-${pw.length} peer\n`,
  });
  const ENV = (pw: string): Readonly<Record<string, string>> => ({
    JWT: `${pw}30`,
    SIGNING: `${pw}31`,
    ANON_KEY: `${pw}32`,
    SERVICE_KEY: `${pw}33`,
    DB_PW: `${pw}34`,
    LICENSE: `${pw}35`,
    ORIGIN: `https://me:${pw}36@api/`,
    HEADERS: `Authorization: Bearer ${pw}37`,
    OPTIONS: `{"db":{"password":"${pw}38"}}`,
  });
  const ARGS = (pw: string): readonly string[] => [
    "serve",
    `-p${pw}40`,
    "-u",
    `a:${pw}41`,
    `--password=${pw}42`,
    "--token",
    `${pw}43`,
    "-H",
    `X-Api-Key: ${pw}44`,
    "-p",
    `${pw}45`,
    `PGPASSWORD=${pw}46 psql && redis-cli -a ${pw}47`,
  ];
  const BEFORE = "Old9Horse";
  const AFTER = "New8Battery";

  const manifestsOf = (pw: string) => [
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "acme" }, data: FILES(pw) },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name: "d",
        namespace: "acme",
        labels: { "acme.io/db-pw": `${pw}50` },
        annotations: { "acme.io/db-pw": `${pw}51`, "acme.io/auth": `admin:$apr1$${pw}52` },
      },
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: "d",
                image: "d:1",
                command: ARGS(pw),
                env: Object.entries(ENV(pw)).map(([name, value]) => ({ name, value })),
                livenessProbe: { exec: { command: ["sh", "-c", `mysqladmin ping -p'${pw}53'`] } },
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: "acme.io/v1",
      kind: "Database",
      metadata: { name: "x", namespace: "acme" },
      spec: {
        passwords: [`${pw}60`],
        credentials: { username: "me", value: `${pw}61`, list: [{ key: `${pw}62` }] },
        keyauth_credentials: [{ key: `${pw}63` }],
        params: [{ name: "adminPassword", value: `${pw}64` }],
        pin: pw === BEFORE ? 19283746 : 91827364,
        resources: [{ kind: "Secret", data: { user: `${pw}65` } }],
      },
    },
  ];

  const sideOf = (pw: string) =>
    project(
      {
        services: {
          app: {
            image: "app:1",
            command: ARGS(pw),
            entrypoint: `sh -c "mysql -p'${pw}70'"`,
            environment: ENV(pw),
            labels: [`acme.db-pw=${pw}71`, `basicauth.users=admin:$$apr1$$${pw}72`],
            healthcheck: { test: `redis-cli -a ${pw}73 ping` },
            build: { args: [`DB_PW=${pw}74`] },
            env_file: "app.env",
            volumes: ["./conf:/etc/conf:ro"],
          },
        },
        "x-any": { passphrase: `${pw}75`, tokens: [`${pw}76`] },
        configs: { list: { content: `"app" "${pw}77"\n` } },
      },
      {
        "app.env": `A="one\n${pw}78\n${pw}79=="\nKEY=-----BEGIN PRIVATE KEY-----\n${pw}80=\n-----END PRIVATE KEY-----\nB=1\n`,
        ...Object.fromEntries(Object.entries(FILES(pw)).map(([name, text]) => [`conf/${name}`, text])),
      },
    );

  const expectSilent = (result: Difference) => {
    const text = JSON.stringify(result);
    expect([...text.matchAll(/(?:Old9Horse|New8Battery|19283746|91827364)\w*/g)].map(([found]) => found)).toEqual([]);
    expect(text).not.toContain("\\u0001");
  };

  it("tell no secret that changed, and still that something did: manifests", () => {
    const result = ofManifests(manifestsOf(BEFORE), manifestsOf(AFTER));
    expectSilent(result);
    const paths = result.objects.flatMap(({ fields }) => fields.map(({ path }) => path));
    // Of every file, every variable, and every word that holds one.
    for (const name of Object.keys(FILES(BEFORE))) expect(paths.some((path) => path.includes(name))).toBe(true);
    for (const name of Object.keys(ENV(BEFORE))) expect(paths.some((path) => path.includes(`env[${name}]`))).toBe(true);
    expect(JSON.stringify(result)).toContain("hostssl all all 0.0.0.0/0 scram-sha-256");
  });

  it("tell no secret that changed, and still that something did: Compose projects", () => {
    const result = ofProjects(sideOf(BEFORE), sideOf(AFTER));
    expectSilent(result);
    const fields = result.objects.flatMap(({ path, fields: changed }) =>
      changed.map((field) => `${path} ${field.path}`),
    );
    expect(fields).toEqual(expect.arrayContaining(["app.env A", "app.env KEY", "services.app environment.DB_PW"]));
    expect(fields).not.toContain("app.env B");
  });

  it("tell no secret that came or went", () => {
    const none = [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "acme" }, data: {} }];
    expectSilent(ofManifests(none, manifestsOf(AFTER)));
    expectSilent(ofManifests(manifestsOf(BEFORE), none));
    expectSilent(ofProjects(project({ services: { app: { image: "app:1" } } }), sideOf(AFTER)));
  });

  it("still tell what is no secret", () => {
    const state = (end: string) => [
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "d", namespace: "acme" },
        spec: {
          existingSecret: `db-${end}`,
          passwordFile: `/run/${end}`,
          keySize: end === "a" ? 2048 : 4096,
          publicKey: `MFkw${end}`,
          token_endpoint: `https://id.example/${end}`,
          jwt_secret_is_base64: end === "a",
          volumes: [{ name: "v", secret: { secretName: `tls-${end}`, items: [{ key: `tls-${end}.crt`, path: "x" }] } }],
          env: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: `db-${end}`, key: `word-${end}` } } }],
          tls: [{ privateKeySecretRef: { name: `issuer-${end}` } }],
        },
      },
    ];
    const result = ofManifests(state("a"), state("b"));
    expect(JSON.stringify(result)).not.toContain("(secret)");
    expect(result.objects[0]?.fields.length).toBeGreaterThanOrEqual(9);
  });
});
