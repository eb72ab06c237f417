import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../constructs/state/temporary-folder";

const root = join(__dirname, "..", "..");
const program = join(root, "dist", "cli", "main.js");
const folder = temporaryFolders();

// Processes of their own start slowly on a busy machine.
jest.setTimeout(120_000);

/** The command as a user runs it: a process of its own, from the built package. */
function ashlar(cwd: string, args: readonly string[], ...nodeOptions: string[]): SpawnSyncReturns<string> {
  const { PATH, HOME } = process.env;
  return spawnSync(process.execPath, [...nodeOptions, program, ...args], {
    cwd,
    encoding: "utf8",
    env: { PATH, HOME },
  });
}

beforeAll(() => {
  execFileSync(process.execPath, [join(root, "scripts", "build.mjs")], { stdio: "inherit" });
}, 300_000);

const TYPED = `import { Platform, Postgres, type PostgresProps } from "ashlar";
import { storage } from "./size";
const props: PostgresProps = { storage, databases: { app: {} } };
export default async ({ environment }: { readonly environment: string }): Promise<Platform> => {
  const platform = new Platform("acme", { environment });
  new Postgres(platform, "db", props);
  return Promise.resolve(platform);
};
`;

describe("a platform's module", () => {
  const files: Record<string, string> = {
    "platform.ts": TYPED,
    "size.ts": `export const storage: string = "1Gi";\n`,
    "platform.mjs": `import { Platform } from "ashlar";\nawait 0;\nexport default new Platform("acme", { environment: "dev" });\n`,
    "platform.cjs": `const { Platform } = require("ashlar");\nmodule.exports = ({ environment }) => new Platform("acme", { environment });\n`,
    "esm/package.json": `{ "type": "module" }`,
    "esm/platform.js": `import { Platform } from "ashlar";\nexport default ({ environment }) => new Platform("acme", { environment });\n`,
    "compiled.js": `Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = new (require("ashlar").Platform)("acme", { environment: "dev" });\n`,
    "own.ts": `import { Construct } from "constructs";\nimport { Platform } from "ashlar";
const platform = new Platform("acme", { environment: "dev" });\nif (!Construct.isConstruct(platform)) throw new Error("two kinds of trees");\nexport default platform;\n`,
  };

  it.each(["platform.ts", "platform.mjs", "platform.cjs", "esm/platform.js", "compiled.js", "own.ts"])(
    "may be %s, also where the package is not installed",
    (file) => {
      const cwd = folder();
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(join(cwd, path, ".."), { recursive: true });
        writeFileSync(join(cwd, path), text);
      }
      const { status, stdout, stderr } = ashlar(cwd, ["synth", file, "--env", "dev", "--json"]);
      expect(stderr).toBe("");
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ ok: true, platform: "acme", environment: "dev" });
      expect(existsSync(join(cwd, "out/acme/dev/compose/compose.yaml"))).toBe(true);
    },
  );

  it("that is no TypeScript is refused with its mistake", () => {
    const cwd = folder();
    writeFileSync(join(cwd, "platform.ts"), "export default const;\n");
    const { status, stderr } = ashlar(cwd, ["synth", "platform.ts"]);
    expect(status).toBe(2);
    expect(stderr).toContain("ASH-INPUT-006");
  });
});

describe("the process", () => {
  it("ends with the command's exit code", () => {
    const cwd = folder();
    expect(ashlar(cwd, ["synth", "bas"]).status).toBe(2);
    expect(ashlar(cwd, ["check", "baas", "--set", "budget.cpu=100m"]).status).toBe(1);
    expect(ashlar(cwd, ["--version"]).status).toBe(0);
  });

  it("does not mind a reader that stops early", () => {
    const line = `"${process.execPath}" "${program}" check baas --json | head -c 10; echo " \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", line], { cwd: folder(), encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^\{"command" 0\n$/);
  });

  it("loads for a synth nothing that a synth does not need", () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "platform.cjs"),
      `module.exports = new (require(${JSON.stringify(join(root, "dist/constructs/model/platform"))}).Platform)("acme");\n`,
    );
    writeFileSync(
      join(cwd, "loaded.cjs"),
      `process.on("exit", () => { for (const file of Object.keys(require.cache)) process.stderr.write(file + "\\n"); });\n`,
    );
    const { status, stderr } = ashlar(
      cwd,
      ["synth", "platform.cjs", "--target", "kubernetes"],
      "--require",
      join(cwd, "loaded.cjs"),
    );
    expect(status).toBe(0);
    const loaded = stderr.split("\n").map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
    const packages = [...new Set(loaded.filter((name) => name !== undefined))].sort();
    expect(packages).toEqual(expect.arrayContaining(["commander", "constructs", "zod"]));
    for (const heavy of [
      "@kubernetes/client-node",
      "@peculiar/x509",
      "pkijs",
      "jose",
      "cdk8s",
      "cdk8s-plus-28",
      "jiti",
      "cli-table3",
      "dotenv",
    ]) {
      expect(packages).not.toContain(heavy);
    }
    expect(stderr).not.toContain("@pulumi");
    expect(stderr).not.toMatch(
      /dist\/(policies\/|stacks\/baas\/|stacks\/config\/(?!setting-name)|constructs\/pki\/|constructs\/render\/compose\/)/,
    );
  });
});
