import { configFile, type ConfigContent } from "../../../constructs/model/config-file";
import { concat, encoded, literal, secretFile, secretValue } from "../../../constructs/model/expression";
import { Platform } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";
import { isSecretFile } from "../../../constructs/model/secret-file";

const secret = new Secret(new Platform("acme"), "token", { kind: "hex", bytes: 16 });
const hidden = concat("Bearer ", encoded("base64", secretValue(secret)));

const isSecret = (content: ConfigContent): boolean => isSecretFile(configFile("file", content));

describe("a file is a secret one when a secret's value goes into it", () => {
  it.each<[string, ConfigContent]>([
    ["json, however deep", { format: "json", value: { a: [1, { b: hidden }] } }],
    ["yaml, on its own", { format: "yaml", value: secretValue(secret) }],
    ["properties", { format: "properties", entries: { a: 1, b: hidden } }],
    ["postgresql.conf", { format: "postgresql", settings: { a: true, b: hidden } }],
  ])("%s", (_, content) => {
    expect(isSecret(content)).toBe(true);
  });

  it.each<[string, ConfigContent]>([
    ["without any expression", { format: "json", value: { a: ["$", null, 1] } }],
    ["with the path of a secret, which tells nothing", { format: "yaml", value: { key: secretFile(secret) } }],
    ["with expressions of plain text", { format: "properties", entries: { a: literal("b") } }],
    ["of a table", { format: "postgresql-table", rows: [["local", "all", "all", "reject"]] }],
    ["that is a program", { format: "program", text: "echo secret" }],
  ])("not one %s", (_, content) => {
    expect(isSecret(content)).toBe(false);
  });
});
