import fc from "fast-check";
import { load } from "js-yaml";
import { Platform } from "../../../../constructs/model/platform";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import type { ComposeFile } from "../../../../constructs/render/compose/file";
import { literally, writeCompose } from "../../../../constructs/render/compose/write";
import { Sample } from "../../../support/sample";

/** What Compose makes of a text: `$$` is a dollar sign, and a lone one begins a variable. */
function interpolate(text: string): string {
  return text.replace(/\$(\$|.?)/gs, (_, next: string) => {
    if (next === "$") return "$";
    throw new Error(`begins a variable: ${text}`);
  });
}

const awkward = fc.constantFrom(
  "$",
  "$$",
  "${",
  "}",
  "'",
  '"',
  "\\",
  "\n",
  "#",
  ": ",
  "- ",
  "yes",
  "null",
  "0400",
  "1e3",
);
const text = fc
  .array(fc.oneof(awkward, fc.string({ unit: "grapheme" })), { maxLength: 8 })
  .map((parts) => parts.join(""));

describe("writing a Compose file", () => {
  it("every text arrives as it is meant, through YAML and interpolation: arguments, variables, healthchecks, labels", () => {
    const platform = new Platform("acme");
    new Sample(platform, "app");
    const { file } = renderCompose(platform);
    fc.assert(
      fc.property(text, (value) => {
        const app = { ...file.services["app"]!, command: [value], environment: { KEY: value } };
        const healthcheck = { test: ["CMD", value], interval: "1s", timeout: "1s", retries: 1 };
        const service = { ...app, healthcheck, labels: { key: value } };
        const read = load(writeCompose({ ...file, services: { app: service } })) as ComposeFile;
        const back = read.services["app"]!;
        const test = back.healthcheck !== undefined && "test" in back.healthcheck ? back.healthcheck.test[1] : "";
        const seen = [back.command?.[0], back.environment?.["KEY"], test, back.labels["key"]];
        expect(seen.map((item) => interpolate(item ?? "?"))).toEqual([value, value, value, value]);
      }),
    );
  });

  it("doubles each dollar sign once, however deep, and leaves keys and other values alone", () => {
    expect(literally({ $a: ["$", { b: "$$", c: 1, d: true, e: null }] })).toEqual({
      $a: ["$$", { b: "$$$$", c: 1, d: true, e: null }],
    });
  });

  it("has one order: sections, services by name, and in a service what it is before what it may take", () => {
    const platform = new Platform("acme");
    for (const id of ["b", "a"]) new Sample(platform, id, { container: { env: { Z: "1" } } });
    const { file } = renderCompose(platform);
    const written = load(writeCompose(file)) as ComposeFile;
    expect(Object.keys(written)).toEqual(["name", "x-ashlar", "services"]);
    expect(Object.keys(written.services)).toEqual(["a", "b"]);
    const keys = Object.keys(written.services["a"]!);
    expect(keys[0]).toBe("image");
    expect(keys.indexOf("environment")).toBeLessThan(keys.indexOf("deploy"));
    const shuffled = Object.fromEntries(Object.entries(file).reverse()) as unknown as ComposeFile;
    expect(writeCompose(shuffled)).toBe(writeCompose(file));
  });

  it("keeps a field that a way out added, after those that it knows", () => {
    const platform = new Platform("acme");
    new Sample(platform, "app");
    const { file } = renderCompose(platform);
    const app = Object.assign({ logging: { driver: "none" } }, file.services["app"]);
    const written = load(writeCompose({ ...file, services: { app } })) as { services: { app: object } };
    expect(Object.keys(written.services.app).at(-1)).toBe("logging");
  });
});
