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

  it("of many lines keeps those that say nothing secret", () => {
    const lines = sealText("app.conf", "port = 80\npassword = hunter2\nhost = db\n").split("\n");
    expect(lines.map((line) => (isSealed(line) ? "sealed" : line))).toEqual(["port = 80", "sealed", "host = db", ""]);
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
