import fc from "fast-check";
import { encode } from "../../../../constructs/model/encode";
import { concat, encoded, secretValue } from "../../../../constructs/model/expression";
import { Platform } from "../../../../constructs/model/platform";
import { Secret } from "../../../../constructs/model/secret";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import { Sample } from "../../../support/sample";
import { problemsOf } from "./rendered";

/**
 * Reads one double-quoted value as Compose reads an env file: a backslash before the quote goes, then escapes are
 * resolved, then `$$` is a dollar sign. A lone one would begin a variable.
 */
function readValue(file: string): string {
  let raw = "";
  let at = file.indexOf('"') + 1;
  for (; file[at] !== '"'; at += 1) {
    if (at >= file.length) throw new Error("unterminated value");
    if (file[at] === "\\") {
      at += 1;
      raw += file[at] === '"' ? '"' : `\\${file[at]}`;
    } else raw += file[at];
  }
  if (file.slice(at + 1) !== "\n") throw new Error("something follows the value");
  const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", '"': '"', $: "$$" };
  const resolved = raw.replace(/\\(.)/gs, (all, letter: string) => escapes[letter] ?? all);
  if (/\$/.test(resolved.replaceAll("$$", ""))) throw new Error("a variable begins");
  return resolved.replaceAll("$$", "$");
}

const text = fc.array(fc.oneof(fc.constantFrom("$", "${", "}", '"', "'", "\\", "\n", "\r", "#", " "), fc.string()));

describe("variables of a service", () => {
  it("stand in the file as they are", () => {
    const platform = new Platform("acme");
    new Sample(platform, "app", { container: { env: { PRICE: "$5", SHELL: "${HOME}" } } });
    expect(renderCompose(platform).file.services["app"]?.environment).toEqual({ PRICE: "$5", SHELL: "${HOME}" });
    expect(renderCompose(platform).files[0]?.text).toContain("PRICE: $$5");
    expect(renderCompose(platform).files[0]?.text).toContain("SHELL: $${HOME}");
  });

  it("with a secret stand in an env file that `init` fills, and nowhere else", () => {
    const platform = new Platform("acme");
    const secret = new Secret(platform, "token", { kind: "password", length: 40 });
    const url = concat("https://user:", encoded("uri", secretValue(secret)), "@host/?a=$b");
    new Sample(platform, "app", { container: { env: { TOKEN: secretValue(secret), URL: url, PLAIN: "1" } } });
    const { file, material } = renderCompose(platform);
    expect(file.services["app"]).toMatchObject({
      environment: { PLAIN: "1" },
      env_file: [{ path: "../secrets/files/app.env", required: true }],
    });
    const hole = (...encode: string[]) => ({ secret: "token", encode });
    expect(material.files).toEqual([
      {
        name: "app.env",
        key: "environment",
        segments: ['TOKEN="', hole("dotenv"), '"\nURL="https://user:', hole("uri", "dotenv"), '@host/?a=$$b"\n'],
      },
    ]);
  });

  it("refuse base64 of a text that a secret is only a part of, with the variable's place", () => {
    const platform = new Platform("acme");
    const secret = new Secret(platform, "token", { kind: "password", length: 40 });
    const header = encoded("base64", concat("user:", secretValue(secret)));
    new Sample(platform, "app", { container: { env: { HEADER: header } } });
    expect(problemsOf(platform)).toEqual(["ASH-INPUT-002 acme/app/main/app:env.HEADER"]);
  });

  it("arrive from an env file as any text that they may be", () => {
    fc.assert(
      fc.property(text, (parts) => {
        const value = parts.join("");
        expect(readValue(`KEY="${encode("dotenv", value)}"\n`)).toBe(value);
      }),
    );
  });
});
