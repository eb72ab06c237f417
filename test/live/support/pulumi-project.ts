import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { dump } from "js-yaml";
import { enginePath } from "./engines";
import { execute, type Finished, Running, temporaryFolder } from "./process";
import type { AttachedLanguage } from "./pulumi-language-stand-in";
import type { AttachedProvider } from "./pulumi-stand-in";

/** The compiled program of `Pulumi.yaml`. */
const PROGRAM = resolve(__dirname, "../../../dist/stacks/pulumi/program.js");

/** What attaches to the engine. */
export interface Attached {
  readonly language: AttachedLanguage;
  readonly providers: Readonly<Record<string, AttachedProvider>>;
}

/** A project folder like the one at the root of this clone, for the ordinary command line. */
export class PulumiProject {
  readonly #temporary = temporaryFolder("pulumi-project");

  public constructor(private readonly attached: Attached) {
    for (const each of ["state", "home"]) mkdirSync(this.path(each));
    // A program is a path below the project's folder, and the runner looks for a package around it.
    writeFileSync(this.path("package.json"), "{}\n");
    writeFileSync(this.path("program.js"), `module.exports = require(${JSON.stringify(PROGRAM)});\n`);
    this.write("Pulumi.yaml", {
      name: "ashlar",
      runtime: { name: "nodejs", options: { typescript: false } },
      main: "program.js",
    });
  }

  public path(file: string): string {
    return join(this.#temporary.path, file);
  }

  public write(file: string, content: unknown): void {
    writeFileSync(this.path(file), dump(content));
  }

  /** Runs a command of the command line to its end. */
  public run(...args: readonly string[]): Promise<Finished> {
    return execute(enginePath("pulumi", "bin/pulumi"), [...args, "--non-interactive", "--color=never"], {
      cwd: this.#temporary.path,
      env: this.#environment,
    });
  }

  /** Starts a command that somebody interrupts. */
  public start(...args: readonly string[]): Promise<Running> {
    return Running.start(enginePath("pulumi", "bin/pulumi"), [...args, "--non-interactive", "--color=never"], {
      cwd: this.#temporary.path,
      env: this.#environment,
      log: this.path("pulumi.log"),
    });
  }

  /** Everything that the file backend holds, as text. */
  public state(): string {
    return readdirSync(this.path("state"), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  }

  public remove(): void {
    this.#temporary.remove();
  }

  get #environment(): Readonly<Record<string, string>> {
    const { language, providers } = this.attached;
    return {
      PULUMI_BACKEND_URL: `file://${this.path("state")}`,
      PULUMI_CONFIG_PASSPHRASE: "for tests alone",
      PULUMI_HOME: this.path("home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DEBUG_LANGUAGES: `nodejs:${language.port}`,
      PULUMI_DEBUG_PROVIDERS: Object.entries(providers)
        .map(([name, { port }]) => `${name}:${port}`)
        .join(","),
    };
  }
}
