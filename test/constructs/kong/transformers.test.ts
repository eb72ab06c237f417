import { kongDeclaration } from "../../../constructs/kong/entities";
import { concat, literal, secretValue } from "../../../constructs/model/expression";
import { Secret } from "../../../constructs/model/secret";
import { assembled, valueOf } from "./assembled";
import { gateway, problemsOf } from "./sample-gateway";

const withPlugins = (plugins: object) =>
  gateway(({ api }) => ({ plugins, routes: [{ path: "/a", to: api.server }] })).platform;

const problems = (plugins: object) =>
  problemsOf(() => withPlugins(plugins)).map((problem) => problem.replace("acme/gateway:plugins.", ""));

const WAYS = ["add", "append", "replace"];
const PLACES: readonly (readonly [string, string, string])[] = [
  ["request-transformer", "headers", "Authorization:Bearer s3cr3t"],
  ["request-transformer", "querystring", "api_key:s3cr3t"],
  ["request-transformer", "body", "password:s3cr3t"],
  ["response-transformer", "headers", "X-Token:s3cr3t"],
  ["response-transformer", "json", "client_secret:s3cr3t"],
];

describe("what the transformers write", () => {
  it.each(WAYS.flatMap((way) => PLACES.map((place) => [way, ...place] as const)))(
    "proves who calls, and is refused as text: %s by %s to %s",
    (way, plugin, part, pair) => {
      const settings = { [plugin]: { [way]: { [part]: ["X-From:gateway", pair] } } };
      expect(problems(settings)).toEqual([`ASH-SEC-001 ${plugin}.${way}.${part}.1`]);
      expect(() => assembled(withPlugins(settings))).not.toThrow(/s3cr3t/);
      expect(() => assembled(withPlugins(settings))).toThrow(/concat\("name:", secretValue\(secret\)\)/);
    },
  );

  it.each([
    ["put together from texts", concat("Authorization", ":Bearer s3cr3t")],
    ["a literal", literal("Cookie:s3cr3t")],
    ["a template that says it", "Authorization:$(headers.a == nil and 'Bearer s3cr3t')"],
  ])("is text too when it is %s", (_, pair) => {
    const settings = { "request-transformer": { add: { headers: [pair] } } };
    expect(problems(settings)).toEqual(["ASH-SEC-001 request-transformer.add.headers.0"]);
  });

  it("is not repeated where its colon is missing", () => {
    const settings = { "request-transformer": { add: { headers: ["Authorization Bearer s3cr3t"] } } };
    expect(problems(settings)).toEqual(["ASH-INPUT-002 request-transformer.add.headers.0"]);
    expect(() => assembled(withPlugins(settings))).not.toThrow(/s3cr3t/);
  });

  it("may hold a secret, take a value of the request, or count tokens", () => {
    const { platform } = gateway(({ api }) => {
      const token = new Secret(api.node.root, "token", { kind: "password", length: 40 });
      return {
        plugins: {
          "request-transformer": {
            add: {
              headers: [concat("Authorization:Bearer ", secretValue(token)), 'X-Token:$(headers["x-user-token"])'],
              body: ["max_tokens:100"],
            },
          },
        },
        routes: [{ path: "/a", to: api.server }],
      };
    });
    const file = assembled(platform);
    expect(kongDeclaration.safeParse(file).error?.issues).toBeUndefined();
    const { plugins } = file as { readonly plugins: readonly { readonly name: string; readonly config: object }[] };
    expect(plugins.find(({ name }) => name === "request-transformer")?.config).toEqual({
      add: {
        headers: [`Authorization:Bearer ${valueOf("token")}`, 'X-Token:$(headers["x-user-token"])'],
        body: ["max_tokens:100"],
      },
    });
  });

  it("gives proofs other names, and takes a value in a name's place for what it is", () => {
    const rename = (pairs: object) => ({ "request-transformer": { rename: pairs } });
    expect(problems(rename({ headers: ["Authorization:X-User-Authorization"], querystring: ["token:key"] }))).toEqual(
      [],
    );
    expect(problems(rename({ headers: ["Authorization:Bearer s3cr3t"], body: ["password:s3 cr3t"] })).sort()).toEqual([
      "ASH-SEC-001 request-transformer.rename.body.0",
      "ASH-SEC-001 request-transformer.rename.headers.0",
    ]);
    expect(problems(rename({ headers: ["X-From:not a name"] }))).toEqual([
      "ASH-INPUT-002 request-transformer.rename.headers.0",
    ]);
  });
});
