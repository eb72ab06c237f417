import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { dump } from "js-yaml";
import { enginePath } from "./engines";
import { execute, type Finished, Running, temporaryFolder } from "./process";
import type { AttachedLanguage } from "./pulumi-language-stand-in";
import type { AttachedProvider } from "./pulumi-stand-in";

/** What attaches to the engine. */
export interface Attached {
  readonly language: AttachedLanguage;
  readonly providers: Readonly<Record<string, AttachedProvider>>;
}

/** A project folder for the ordinary command line, with a file backend beside it. */
export class PulumiProject {
  readonly #temporary = temporaryFolder("pulumi-project");

  public constructor(private readonly attached: Attached) {
    for (const each of ["project", "state", "home"]) mkdirSync(join(this.#temporary.path, each));
  }

  /** A path in the project's folder. */
  public path(file: string): string {
    return join(this.#temporary.path, "project", file);
  }

  public write(file: string, content: unknown): void {
    writeFileSync(this.path(file), dump(content));
  }

  /** Runs a command of the command line to its end. */
  public run(...args: readonly string[]): Promise<Finished> {
    return execute(enginePath("pulumi", "bin/pulumi"), [...args, "--non-interactive", "--color=never"], {
      cwd: this.path("."),
      env: this.environment,
    });
  }

  /** Starts a command that somebody interrupts. */
  public start(...args: readonly string[]): Promise<Running> {
    return Running.start(enginePath("pulumi", "bin/pulumi"), [...args, "--non-interactive", "--color=never"], {
      cwd: this.path("."),
      env: this.environment,
      log: join(this.#temporary.path, "pulumi.log"),
    });
  }

  /** Everything that the file backend holds, as text. */
  public state(): string {
    return readdirSync(join(this.#temporary.path, "state"), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  }

  public remove(): void {
    this.#temporary.remove();
  }

  /** What a shell needs, to run the command line with the same backend and what is attached. */
  public get environment(): Readonly<Record<string, string>> {
    const { language, providers } = this.attached;
    return {
      PATH: [enginePath("pulumi", "bin"), process.env["PATH"] ?? ""].join(delimiter),
      PULUMI_BACKEND_URL: `file://${join(this.#temporary.path, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "for tests alone",
      PULUMI_HOME: join(this.#temporary.path, "home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DEBUG_LANGUAGES: `nodejs:${language.port}`,
      PULUMI_DEBUG_PROVIDERS: Object.entries(providers)
        .map(([name, { port }]) => `${name}:${port}`)
        .join(","),
    };
  }
}
