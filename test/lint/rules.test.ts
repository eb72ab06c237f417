import { Linter } from "eslint";
import type { Linter as LinterTypes } from "eslint";
import tseslint from "typescript-eslint";
import plugin from "../../scripts/lint/plugin.cjs";

type RuleName = keyof typeof plugin.rules;

/** What one rule says of a source text. */
function lint(rule: RuleName, source: string, filename = "thing.ts"): string[] {
  return new Linter().verify(source, configFor(rule), { filename }).map(({ message }) => message);
}

/** The source text after the rule's own repair. */
function repair(rule: RuleName, source: string): string {
  return new Linter().verifyAndFix(source, configFor(rule), { filename: "thing.ts" }).output;
}

function configFor(rule: RuleName): LinterTypes.Config[] {
  return [
    {
      files: ["**/*.{ts,mjs,cjs}"],
      languageOptions: { parser: tseslint.parser },
      plugins: { ashlar: plugin },
      rules: { [`ashlar/${rule}`]: "error" },
    },
  ];
}

describe("component-constructor", () => {
  const component = (parameters: string, base = "Component") =>
    lint("component-constructor", `class Kong extends ${base} { constructor(${parameters}) { super(scope, id); } }`);

  it.each([
    "scope: Scope, id: string, props: KongProps",
    "scope: Scope, id: string, props: KongProps = {}",
    "scope: Scope, id: string",
  ])("accepts (%s)", (parameters) => {
    expect(component(parameters)).toEqual([]);
  });

  it.each([
    "id: string, scope: Scope, props: KongProps",
    "scope: Scope, id: string, options: KongProps",
    "scope: Scope",
    "scope: Scope, id: string, props: KongProps, extra: string",
  ])("refuses (%s)", (parameters) => {
    expect(component(parameters)).toEqual([expect.stringContaining("a component takes (scope, id, props)")]);
  });

  it("wants a default instead of optional props", () => {
    expect(component("scope: Scope, id: string, props?: KongProps")).toEqual([
      expect.stringContaining("props of Kong is optional"),
    ]);
  });

  it("judges classes that extend a component through a namespace, and leaves every other class alone", () => {
    expect(component("name: string", "ashlar.Component")).toHaveLength(1);
    expect(component("name: string", "Error")).toEqual([]);
    expect(lint("component-constructor", "class Kong { constructor(name: string) {} }")).toEqual([]);
  });
});

describe("readonly-props", () => {
  it("accepts readonly members and readonly collections", () => {
    const source =
      "interface KongProps { readonly a: string; readonly b?: readonly string[]; readonly c: ReadonlyMap<string, number>; readonly d: { readonly e: 1 } }";
    expect(lint("readonly-props", source)).toEqual([]);
  });

  it("names a member that can be assigned, at any depth, in an interface and in a type", () => {
    expect(lint("readonly-props", "interface KongProps { a: string }")).toEqual([
      expect.stringContaining("KongProps.a is not readonly"),
    ]);
    expect(lint("readonly-props", "type KongProps = { readonly a?: { b: string } | undefined }")).toEqual([
      expect.stringContaining("KongProps.b"),
    ]);
    expect(lint("readonly-props", "interface KongProps { readonly a: readonly { b: string }[] }")).toEqual([
      expect.stringContaining("KongProps.b"),
    ]);
    expect(
      lint("readonly-props", "interface KongProps { readonly a: Readonly<Record<string, { b: string }>> }"),
    ).toHaveLength(1);
  });

  it("names a collection that can be changed", () => {
    expect(lint("readonly-props", "interface KongProps { readonly a: string[] }")).toEqual([
      expect.stringContaining("write readonly T[]"),
    ]);
    expect(lint("readonly-props", "interface KongProps { readonly a: Map<string, string> }")).toEqual([
      expect.stringContaining("write ReadonlyMap"),
    ]);
  });

  it("refuses methods, which hide a mutable slot", () => {
    expect(lint("readonly-props", "interface KongProps { a(): void }")).toEqual([
      expect.stringContaining("is a method"),
    ]);
  });

  it("repairs what it can and leaves other types alone", () => {
    expect(repair("readonly-props", "interface KongProps { a: string }")).toBe(
      "interface KongProps { readonly a: string }",
    );
    expect(lint("readonly-props", "interface State { a: string }")).toEqual([]);
  });
});

describe("documented-props", () => {
  const member = (text: string) => lint("documented-props", `export interface KongProps {\n${text}\n}`);

  it("accepts a required member with a comment and an optional one with a default", () => {
    expect(member("/** Requests a minute. */ readonly a: number;")).toEqual([]);
    expect(member("/**\n * Requests a minute.\n * @default no limit\n */\nreadonly a?: number;")).toEqual([]);
  });

  it("names a member without a comment, or with an empty one", () => {
    expect(member("readonly a: number;")).toEqual([expect.stringContaining("KongProps.a has no doc comment")]);
    expect(member("/** */ readonly a: number;")).toEqual([expect.stringContaining("has no doc comment")]);
    expect(member("/** @default 3 */ readonly a?: number;")).toEqual([expect.stringContaining("has no doc comment")]);
    expect(member("// Requests a minute.\nreadonly a: number;")).toEqual([
      expect.stringContaining("has no doc comment"),
    ]);
  });

  it("names an optional member that does not say how the program behaves without it", () => {
    expect(member("/** Requests a minute. */ readonly a?: number;")).toEqual([
      expect.stringContaining("has no @default"),
    ]);
    expect(member("/**\n * Requests a minute.\n * @default\n */\nreadonly a?: number;")).toEqual([
      expect.stringContaining("empty @default"),
    ]);
  });

  it("looks at what is public only, however it is exported", () => {
    expect(lint("documented-props", "interface KongProps { readonly a: number }")).toEqual([]);
    expect(
      lint("documented-props", "interface KongProps { readonly a: number }\nexport type { KongProps };"),
    ).toHaveLength(1);
    expect(lint("documented-props", "export type KongProps = { readonly a: number };")).toHaveLength(1);
  });
});

describe("described-schema", () => {
  it("accepts a strict schema whose keys are all described, however it is declared", () => {
    expect(
      lint(
        "described-schema",
        `const schema = z.strictObject({ a: z.int().default(3).describe("Replicas. Default: 3.") });`,
      ),
    ).toEqual([]);
    expect(
      lint("described-schema", `const sizeSchema = () => z.strictObject({ a: size().describe("Size.") }).readonly();`),
    ).toEqual([]);
  });

  it("names a key without a description, or with an empty one", () => {
    expect(lint("described-schema", `const schema = z.strictObject({ a: z.int().default(3) });`)).toEqual([
      expect.stringContaining("schema.a is not described"),
    ]);
    expect(
      lint("described-schema", `const sizeSchema = () => z.strictObject({ a: size().describe("") }).readonly();`),
    ).toHaveLength(1);
  });

  it("refuses a schema that lets unknown keys pass, and leaves other objects alone", () => {
    expect(lint("described-schema", `const answer = z.object({ a: z.int() });`)).toEqual([
      expect.stringContaining("write z.strictObject"),
    ]);
    expect(lint("described-schema", `const variables = z.strictObject({ PORT: z.string() });`)).toEqual([]);
  });
});

describe("file-name", () => {
  it.each([
    "postgres.ts",
    "server-sidecar.ts",
    "units.test.ts",
    "eslint.config.mjs",
    "main.d.ts",
    ".dependency-cruiser.cjs",
  ])("accepts %s", (name) => {
    expect(lint("file-name", "", name)).toEqual([]);
  });

  it.each(["serverSidecar.ts", "Postgres.ts", "server_sidecar.ts"])(
    "refuses %s, which is not in kebab case",
    (name) => {
      expect(lint("file-name", "", name)).toEqual([expect.stringContaining("kebab case")]);
    },
  );

  it.each(["utils.ts", "helpers.ts", "utils.test.ts"])("refuses the drawer %s", (name) => {
    expect(lint("file-name", "", name)).toEqual([expect.stringContaining("a drawer, not a noun")]);
  });
});

describe("import-order", () => {
  const sorted = [
    `import { a } from "node:fs";`,
    `import { b } from "zod";`,
    `import { c } from "../../model/c";`,
    `import { d } from "../d";`,
    `import { e } from "./e";`,
  ];

  it("accepts node, packages, then relative imports from far to near", () => {
    expect(lint("import-order", sorted.join("\n"))).toEqual([]);
  });

  it("names the first import out of place and sorts them all", () => {
    const mixed = sorted.toReversed().join("\n");
    expect(lint("import-order", mixed)).toEqual([
      expect.stringContaining(`the import of ../d belongs before the import of ./e`),
    ]);
    expect(repair("import-order", mixed)).toBe(sorted.join("\n"));
  });

  it("never moves an import over one that is there for its side effect, nor one with a comment of its own", () => {
    expect(lint("import-order", `import { b } from "./b";\nimport "./patch";\nimport { a } from "./a";`)).toEqual([]);
    const commented = `import { b } from "./b";\n// Needed first.\nimport { a } from "./a";`;
    expect(lint("import-order", commented)).toHaveLength(1);
    expect(repair("import-order", commented)).toBe(commented);
  });
});
