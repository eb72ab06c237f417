import { plus } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

const env = "Deployment/web.spec.template.spec.containers[web].env";
const path = "acme/Deployment/web:containers[web].env";

describeRule("BASE-012", {
  compose: {
    "finds a password by the name of its variable": {
      edits: [["compose.services.web.environment", plus("SMTP_PASSWORD=hunter-2")]],
      finds: ["services.web.environment[SMTP_PASSWORD]"],
    },
    "finds a password inside a URL, whatever the name": {
      edits: [["compose.services.web.environment", plus("QUEUE=amqp://user:pa55word@127.0.0.1/")]],
      finds: ["services.web.environment[QUEUE]"],
    },
    "finds a default that is a password": {
      edits: [["compose.services.web.environment", plus("ADMIN_TOKEN=${ADMIN_TOKEN:-hunter-2}")]],
      finds: ["services.web.environment[ADMIN_TOKEN]"],
    },
    "finds it among arguments": {
      edits: [["compose.services.web.command", ["serve", "--admin-password=hunter-2"]]],
      finds: ["services.web.command[admin-password]"],
    },
    "finds a numbered password, and one of digits": {
      edits: [["compose.services.web.environment", plus("DB_PASSWORD2=hunter-2", "DB_PASSWORD=20011224")]],
      finds: ["services.web.environment[DB_PASSWORD2]", "services.web.environment[DB_PASSWORD]"],
    },
    "finds it in the word behind an option": {
      edits: [["compose.services.web.command", ["serve", "--password", "hunter-2", "--api.token", "t0ken"]]],
      finds: ["services.web.command[api.token]", "services.web.command[password]"],
    },
    "accepts an option whose next word is another option or a file": {
      edits: [["compose.services.web.command", ["--token", "--port", "80", "--password", "/run/secrets/password"]]],
      finds: [],
    },
    "accepts numbers, and keys that are built into public pages": {
      edits: [["compose.services.web.environment", plus("MAX_TOKEN=100000", "NEXT_PUBLIC_API_KEY=pk-1")]],
      finds: [],
    },
    "accepts a value that comes from outside": {
      edits: [["compose.services.web.environment", plus("SMTP_PASSWORD=${SMTP_PASSWORD:?}", "API_KEY")]],
      finds: [],
    },
    "accepts what only sounds like a secret": {
      edits: [
        [
          "compose.services.web.environment",
          plus(
            "DB_PASSWORD_FILE=/run/secrets/db",
            "JWT_SECRET=@/run/secrets/jwt",
            "SECRET_IS_BASE64=false",
            "TOKEN_URL=https://id.example/token",
            "PASSWORD=",
          ),
        ],
      ],
      finds: [],
    },
    "finds it in the command lines of programs that take passwords in ways of their own": {
      edits: [
        [
          "compose.services.web.command",
          ["sh", "-c", "PGPASSWORD=hunter-2 psql; curl -u me:hunter-2 http://127.0.0.1"],
        ],
      ],
      finds: ["services.web.command[PGPASSWORD]"],
    },
    "accepts references in command lines, and ports": {
      edits: [
        [
          "compose.services.web.command",
          ["sh", "-c", 'PGPASSWORD="$$(cat /run/secrets/db)" psql -p 5432; curl -u "me:$${PASSWORD}" http://127.0.0.1'],
        ],
      ],
      finds: [],
    },
    "finds short names, and keys that only their issuers make": {
      edits: [
        ["compose.services.web.environment", plus("DB_PW=hunter-2", `A=ghp_${"a1B2".repeat(9)}`, "WIFI_PSK=84635291")],
      ],
      finds: ["A", "DB_PW", "WIFI_PSK"].map((name) => `services.web.environment[${name}]`),
    },
    "accepts names of secrets, and keys that are public": {
      edits: [
        [
          "compose.services.web.environment",
          plus("EXISTING_SECRET=db", "JWT_PUBLIC_KEY=MFkw", "KEY_SIZE=2048", "LICENSE=MIT", "ANON_KEY=anon"),
        ],
      ],
      finds: [],
    },
    "finds a config that is a password, written in place": {
      edits: [
        ["compose.configs", (configs: unknown) => ({ ...(configs as object), db_password: { content: "hunter-2" } })],
      ],
      finds: ["configs.db_password"],
    },
    "accepts a value that is known to be public": {
      edits: [["compose.services.web.environment", plus("MAP_API_KEY=pk.public")]],
      config: { "BASE-012": { ignore: ["MAP_API_KEY"] } },
      finds: [],
    },
  },
  kubernetes: {
    "finds a token by its form": {
      edits: [[env, plus({ name: "ANON", value: "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2lnbmF0dXJl" })]],
      finds: [`${path}[ANON]`],
    },
    "finds a password that a ConfigMap holds": {
      edits: [
        ["ConfigMap/db-config.data.password", "hunter-2"],
        [env, plus({ name: "DB_PASSWORD", valueFrom: { configMapKeyRef: { name: "db-config", key: "password" } } })],
      ],
      // The map is where it has to be changed; the variable only shows it.
      finds: ["acme/ConfigMap/db-config:data[password]"],
    },
    "finds a ConfigMap's secret that gets another name in the program": {
      edits: [
        ["ConfigMap/db-config.data.value", "hunter-2"],
        [env, plus({ name: "DB_PASSWORD", valueFrom: { configMapKeyRef: { name: "db-config", key: "value" } } })],
      ],
      finds: [`${path}[DB_PASSWORD]`],
    },
    "finds secrets inside the files of a ConfigMap": {
      edits: [
        ["ConfigMap/db-config.data['app.properties']", "port=80\nspring.datasource.password=hunter-2\n"],
        ["ConfigMap/db-config.data['app.json']", '{ "a": 1,\n  "clientSecret": "x",\n  "api_key": "hunter-2" }'],
        ["ConfigMap/db-config.data['app.yaml']", "queue:\n  url: amqp://user:hunter-2@queue/\n"],
      ],
      finds: ["app.json", "app.properties", "app.yaml"].map((key) => `acme/ConfigMap/db-config:data[${key}]`),
    },
    "finds what servers keep in files of their own form": {
      edits: [
        [
          "ConfigMap/db-config.data['kong.yml']",
          "consumers:\n- username: a\n  keyauth_credentials:\n  - key: hunter-2\n",
        ],
        ["ConfigMap/db-config.data['userlist.txt']", '"app" "hunter-2"\n'],
        ["ConfigMap/db-config.data['redis.conf']", "port 6379\nrequirepass hunter-2\n"],
        ["ConfigMap/db-config.data['.netrc']", "machine api login me password hunter-2\n"],
        ["ConfigMap/db-config.data['run.sh']", "mysqladmin -uroot -phunter-2 ping\n"],
        ["ConfigMap/db-config.data['tls.key']", "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n"],
      ],
      finds: [".netrc", "kong.yml", "redis.conf", "run.sh", "tls.key", "userlist.txt"].map(
        (key) => `acme/ConfigMap/db-config:data[${key}]`,
      ),
      also: ["MTLS-008"],
    },
    "accepts rules of access, hashes, and references to keys": {
      edits: [
        ["ConfigMap/db-config.data['hba.rules']", "hostssl all all 0.0.0.0/0 scram-sha-256\n"],
        [
          "ConfigMap/db-config.data['kong.yml']",
          "consumers:\n- username: a\n  keyauth_credentials:\n  - key: ${KEY}\n",
        ],
        [
          "ConfigMap/db-config.data['app.yaml']",
          "secretName: tls\nexistingSecret: db\nsecretKeyRef: { name: db, key: password }\n",
        ],
        ["ConfigMap/db-config.data['users']", "admin:$2y$05$abcdefghijklmnopqrstuv\n"],
      ],
      finds: [],
    },
    "accepts files that say where a secret is, and programs that read it": {
      edits: [
        ["ConfigMap/db-config.data['app.env']", "DB_PASSWORD_FILE=/run/secrets/db\nDB_PASSWORD=\nDB_PASSWORD=${DB}\n"],
        ["ConfigMap/db-config.data['run.sh']", "password=plain-word\nexport PGPASSWORD=$(cat /run/secrets/db)\n"],
        ["ConfigMap/db-config.data['app.json']", '{ "passwords": [],\n  "password": {\n    "file": "/run/x" } }'],
      ],
      finds: [],
    },
    "accepts a reference to a Secret": {
      edits: [[env, plus({ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } })]],
      finds: [],
      also: ["BASE-030"],
    },
  },
});

it("never prints what it found", () => {
  const report = judge("compose", [
    ["compose.services.web.environment", plus("SMTP_PASSWORD=hunter-2", "QUEUE=amqp://user:hunter-2@127.0.0.1/")],
    ["compose.services.web.command", ["mysql", "-phunter-2", "--admin-password=hunter-2", "--token", "hunter-2"]],
  ]);
  expect(report.findings).toHaveLength(5);
  expect(JSON.stringify(report)).not.toContain("hunter-2");
});
