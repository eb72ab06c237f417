import { plus } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

/** The anonymous key of the self-hosted Supabase example, as it is printed there. */
const PRINTED_TOKEN = [
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
  "eyAgCiAgICAicm9sZSI6ICJhbm9uIiwKICAgICJpc3MiOiAic3VwYWJhc2UtZGVtbyIsCiAgICAiaWF0IjogMTY0MTc2OTIwMCwKICAgICJleHAiOiAxNzk5NTM1NjAwCn0",
  "dc_X5iR_VP_qT0zsiyj_I_OZ2T9FtRU2BBNWN8Bu4GE",
].join(".");
const SIGNING_KEY = "your-super-secret-jwt-token-with-at-least-32-characters-long";

const env = "Deployment/web.spec.template.spec.containers[web].env";
const web = "acme/Deployment/web:containers[web].env";

describeRule("CROSS-001", {
  compose: {
    "finds a password that programs are shown with": {
      edits: [["compose.services.db.environment", { POSTGRES_USER: "postgres", POSTGRES_PASSWORD: "postgres" }]],
      finds: ["services.db.environment[POSTGRES_PASSWORD]"],
      also: ["BASE-012"],
      says: /^the value of POSTGRES_PASSWORD is a demo value/,
    },
    "finds it in a file of variables beside the project, where it is not in plain sight": {
      edits: [
        ["compose.services.web.env_file", "web.env"],
        ["files['web.env']", "MINIO_ROOT_USER=minioadmin\nMINIO_ROOT_PASSWORD=minioadmin\n"],
      ],
      finds: ["services.web.environment[MINIO_ROOT_PASSWORD]"],
    },
    "finds it as the default of a variable": {
      edits: [["compose.services.web.environment", plus("ADMIN_PASSWORD=${ADMIN_PASSWORD:-changeme}")]],
      finds: ["services.web.environment[ADMIN_PASSWORD]"],
      also: ["BASE-012"],
    },
    "finds it in a connection's address": {
      edits: [["compose.services.web.environment", plus("STORE=amqp://queue:changeme@queue/")]],
      finds: ["services.web.environment[STORE]"],
      also: ["BASE-012"],
      says: /^a password in a URL/,
    },
    "finds it among the arguments, in either form": {
      edits: [["compose.services.web.command", ["--admin-password", "changeme", "--client-secret=changeme"]]],
      finds: ["services.web.command[admin-password]", "services.web.command[client-secret]"],
      also: ["BASE-012"],
    },
    "finds keys in a config, line by line, whatever their names": {
      edits: [["compose.configs.gateway", { content: `consumers:\n- key: SAMPLE_KEY\n- key: "${PRINTED_TOKEN}"\n` }]],
      finds: ["configs.gateway:gateway", "configs.gateway:gateway"],
      also: ["BASE-012"],
      says: /^line 2: a key|^line 3: a token/,
    },
    "finds the value of a secret in a file of the project": {
      edits: [
        ["files['app/config.json']", '{\n  "user": "admin",\n  "clientSecret": "changeme"\n}\n'],
        ["compose.services.web.volumes", ["./app:/app:ro"]],
      ],
      finds: ["services.web.volumes[/app/config.json]"],
      says: /line 3: the value of clientSecret/,
    },
    "accepts a value of one's own, a file's path and what only sounds like a secret": {
      edits: [
        ["compose.services.db.environment", { POSTGRES_PASSWORD_FILE: "/run/secrets/password", POSTGRES_DB: "test" }],
        ["files['web.env']", "API_TOKEN=3tT0sNq8yYVv5mB2\nSECRET_KEY=${SECRET_KEY}\nMODE=demo\n"],
        ["compose.services.web.env_file", "web.env"],
      ],
      finds: [],
    },
    "accepts what somebody has read": {
      edits: [
        ["compose.services.web.env_file", "web.env"],
        ["files['web.env']", "CAPTCHA_SECRET=testing\n"],
      ],
      config: { "CROSS-001": { ignore: ["CAPTCHA_SECRET"] } },
      finds: [],
    },
    "accepts an empty value": {
      edits: [
        ["compose.services.web.env_file", "web.env"],
        ["files['web.env']", "PASSWORD=\n"],
      ],
      finds: [],
    },
  },
  kubernetes: {
    "finds a signing key, whatever its variable is called": {
      edits: [[env, plus({ name: "SHARED", value: SIGNING_KEY })]],
      finds: [`${web}[SHARED]`],
    },
    "finds a token that anybody can sign": {
      edits: [[env, plus({ name: "ANON", value: PRINTED_TOKEN })]],
      finds: [`${web}[ANON]`],
      also: ["BASE-012"],
      says: /^a token/,
    },
    "finds it in a ConfigMap once, though a container takes it from there": {
      edits: [
        [
          "ConfigMap/web",
          {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "web", namespace: "acme" },
            data: { GF_SECURITY_ADMIN_PASSWORD: "admin" },
          },
        ],
        ["Deployment/web.spec.template.spec.containers[web].envFrom", [{ configMapRef: { name: "web" } }]],
      ],
      finds: ["acme/ConfigMap/web:GF_SECURITY_ADMIN_PASSWORD"],
      also: ["BASE-012"],
    },
    "accepts what a Secret holds, as nobody reads it here": {
      edits: [[env, plus({ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "web", key: "password" } } })]],
      finds: [],
      also: ["BASE-030"],
    },
  },
});

it("never prints the value", () => {
  const { findings } = judge("compose", [
    ["compose.services.web.environment", plus(`A_SECRET=${SIGNING_KEY}`, `A_TOKEN=${PRINTED_TOKEN}`)],
    ["compose.configs.gateway", { content: `jwt: ${SIGNING_KEY}\nurl: http://kong:kongpass@admin\n` }],
  ]);
  const mine = findings.filter(({ code }) => code === "CROSS-001");
  expect(mine).toHaveLength(4);
  for (const secret of [SIGNING_KEY, PRINTED_TOKEN, "kongpass"]) expect(JSON.stringify(mine)).not.toContain(secret);
});
