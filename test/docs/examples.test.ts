import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

const ROOT = join(__dirname, "../..");

interface Example {
  readonly name: string;
  readonly code: string;
}

/** What an example may use without declaring it: the library's public names, and what its neighbours made. */
const KNOWN: Readonly<Record<string, string>> = {
  ...Object.fromEntries(publicNames().map((name) => [name, `import { ${name} } from "ashlar";`])),
  PlatformChart: `import { PlatformChart } from "ashlar/cdk8s";`,
  renderForTest: `import { renderForTest } from "ashlar/testing";`,
  PlatformDeployment: `import { PlatformDeployment } from "ashlar/pulumi";`,
  App: `import { App } from "cdk8s";`,
  ApiObject: `import { ApiObject } from "cdk8s";`,
  JsonPatch: `import { JsonPatch } from "cdk8s";`,
  app: `declare const app: import("cdk8s").App;`,
  platform: `declare const platform: import("ashlar").Platform & (() => import("ashlar").Platform);`,
  db: `declare const db: import("ashlar").Postgres;`,
  rest: `declare const rest: import("ashlar").PostgREST;`,
  database: `declare const database: import("ashlar").Postgres & import("ashlar").Database;`,
};

function publicNames(): readonly string[] {
  const index = readFileSync(join(ROOT, "constructs/index.ts"), "utf8");
  return [...index.matchAll(/^export \{([^}]+)\}/gm)]
    .flatMap((match) => (match[1] ?? "").split(","))
    .map((name) => name.trim().split(" as ").at(-1) ?? "")
    .filter((name) => /^\w+$/.test(name));
}

/** Examples of doc comments, and the programs of the documents. */
function examples(): readonly Example[] {
  const comments = readdirSync(join(ROOT, "constructs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => blocks(join(ROOT, "constructs", file), / \* @example\n((?: \*(?: .*)?\n)+?) \*\//g))
    .map(({ name, code }) => ({ name, code: code.replace(/^ \* ?/gm, "") }));
  const guides = readdirSync(join(ROOT, "docs/guides")).map((file) => join(ROOT, "docs/guides", file));
  const documents = [join(ROOT, "README.md"), ...guides].flatMap((file) => blocks(file, /^```ts\n([\s\S]*?)^```$/gm));
  return [...comments, ...documents];
}

function blocks(file: string, pattern: RegExp): readonly Example[] {
  return [...readFileSync(file, "utf8").matchAll(pattern)].map((match, index) => ({
    name: `${relative(ROOT, file)} example ${index + 1}`,
    code: match[1] ?? "",
  }));
}

/** The example as a program of its own. */
function program(code: string): string {
  const declared = (name: string): boolean =>
    new RegExp(`(?:const|let|function|class) ${name}\\b|import[^;]*\\b${name}\\b`).test(code);
  const used = Object.keys(KNOWN).filter(
    (name) => new RegExp(`(?<![.\\w"])${name}\\b(?!:)`).test(code) && !declared(name),
  );
  return `${used.map((name) => KNOWN[name]).join("\n")}\n${code}\nexport {};\n`;
}

/** What the compiler says of each example, all of them in one go. */
function complaints(sources: readonly Example[]): readonly string[] {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const files = new Map(sources.map(({ code }, index) => [join(ROOT, `example-${index}.ts`), program(code)]));
  const host = ts.createCompilerHost(options);
  host.readFile = (path) => files.get(path) ?? ts.sys.readFile(path);
  host.fileExists = (path) => files.has(path) || ts.sys.fileExists(path);
  const built = ts.createProgram([...files.keys()], { ...options, noUnusedLocals: false, incremental: false }, host);
  return [...files.keys()].flatMap((path, index) => {
    const source = built.getSourceFile(path);
    return [...built.getSyntacticDiagnostics(source), ...built.getSemanticDiagnostics(source)].map(
      (item) => `${sources[index]?.name ?? path}: ${ts.flattenDiagnosticMessageText(item.messageText, " ")}`,
    );
  });
}

describe("examples of comments and documents", () => {
  const all = examples();

  test("are found", () => {
    expect(all.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["constructs/postgres/postgres.ts example 1", "README.md example 1"]),
    );
  });

  test("compile as they stand", () => {
    expect(complaints(all)).toEqual([]);
  }, 60_000);

  test("would be refused if they were wrong", () => {
    expect(complaints([{ name: "wrong", code: 'new Postgres(platform, "db", { storage: true });' }])).not.toEqual([]);
  }, 60_000);
});
