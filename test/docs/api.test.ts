import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { keycloakSchema } from "../../constructs/keycloak/schema";
import { kongSchema } from "../../constructs/kong/schema";
import { postgrestSchema } from "../../constructs/postgrest/schema";

const API = join(__dirname, "../../docs/reference/api");
const read = (path: string): string => readFileSync(path, "utf8");

const pages = readdirSync(API, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .map((file) => join(API, file))
  .sort();

/** Anchors as viewers of Markdown make them of headings, numbered where two are alike. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of withoutCode(text).matchAll(/^#+ (.*)$/gm)) {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-");
    const number = [...Array(100).keys()].find((n) => !anchors.has(n === 0 ? anchor : `${anchor}-${n}`));
    anchors.add(number === 0 ? anchor : `${anchor}-${number}`);
  }
  return anchors;
}

const withoutCode = (text: string): string => text.replaceAll(/^```[\s\S]*?^```$/gm, "");

/** Links of a page that lead nowhere. */
function brokenLinks(page: string): readonly string[] {
  const text = read(page);
  const targets = [...withoutCode(text).matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
  return targets
    .filter((target) => !/^https?:/.test(target))
    .filter((target) => {
      const [file = "", anchor] = target.split("#");
      const path = file === "" ? page : join(dirname(page), file);
      return !existsSync(path) || (anchor !== undefined && !anchorsOf(read(path)).has(anchor));
    })
    .map((target) => `${relative(API, page)}: ${target}`);
}

/** The rows of the table below a heading: property, type, default, what. */
function rowsBelow(page: string, heading: string): ReadonlyMap<string, readonly string[]> {
  const [, section = ""] = read(join(API, page)).split(`\n${heading}\n`);
  const [table = ""] = section.split(/^#/m);
  const cells = [...table.matchAll(/^\| `(.*)$/gm)].map(([line]) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
  return new Map(cells.map(([, name = "", ...others]) => [name.replaceAll("`", ""), others]));
}

describe("the reference of the public names", () => {
  it("has a page for each entry point of the package", () => {
    const manifest = JSON.parse(read(join(__dirname, "../../package.json"))) as { exports: Record<string, unknown> };
    const entries = Object.keys(manifest.exports).filter((path) => path !== "./package.json");
    for (const entry of entries) {
      const folder = entry === "." ? "ashlar" : entry.slice(2);
      expect(pages).toContain(join(API, folder, "README.md"));
    }
  });

  it("has no link that leads nowhere", () => {
    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  it.each([
    ["ashlar/kong.md", "KongProps", kongSchema],
    ["ashlar/keycloak.md", "KeycloakProps", keycloakSchema],
    ["ashlar/postgrest.md", "PostgRESTProps", postgrestSchema],
  ] as const)("%s: %s has a row for each key of the schema that parses it, with its default", (page, name, schema) => {
    const rows = rowsBelow(page, `## ${name}`);
    for (const [key, field] of Object.entries<z.ZodType>(schema.shape)) {
      const [type, fallback, what] = rows.get(key) ?? [];
      expect({ key, type, what }).toEqual({ key, type: expect.stringMatching(/./), what: expect.stringMatching(/./) });
      const isRequired = !z.object({ [key]: field }).safeParse({}).success;
      expect({ key, isRequired: fallback === "**required**" }).toEqual({ key, isRequired });
    }
  });

  it("resolves what is inside of an input, down to its defaults", () => {
    const tokens = rowsBelow("ashlar/keycloak.md", "### KeycloakProps: `realm.tokens`");
    expect(tokens.get("access")?.slice(0, 2)).toEqual(["`string`, a [`Duration`](units.md#duration)", '`"5m"`']);
    const clients = rowsBelow("ashlar/keycloak.md", "### KeycloakProps: `realm.clients.<name>`");
    expect(clients.get("kind")?.slice(0, 2)).toEqual(['`"browser" \\| "server" \\| "service"`', '`"browser"`']);
  });

  it("shows no type that only a reader of the sources could follow", () => {
    const shown = pages.filter((page) => /z\.(?:input|output|infer)<(?:typeof|ReturnType)/.test(read(page)));
    expect(shown).toEqual([]);
  });
});
