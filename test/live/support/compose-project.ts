import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Platform } from "../../../constructs/model/platform";
import { renderCompose, type ComposeArtifact } from "../../../constructs/render/compose/compose";
import type { ComposeFile, ComposeService } from "../../../constructs/render/compose/file";
import { initCompose } from "../../../constructs/state/init-compose";
import type { InitReport } from "../../../constructs/state/init-report";
import { LocalStore } from "../../../constructs/state/local-store";
import { writeOutput } from "../../../constructs/state/output-folder";
import { temporaryFolder } from "./process";

/** A platform in an environment folder of its own, as `ashlar synth` and `ashlar init` leave it. */
export class ComposeProject {
  /** The rendered folder, with `compose.yaml`. */
  public readonly folder: string;

  private constructor(
    public readonly artifact: ComposeArtifact,
    /** Holds `compose/`, `secrets/` and `pki/`. */
    public readonly environmentFolder: string,
    private readonly given: ReadonlyMap<string, string>,
    public readonly remove: () => void,
  ) {
    this.folder = join(environmentFolder, "compose");
  }

  /** Renders, writes and initialises. */
  public static async create(
    platform: Platform,
    given: Readonly<Record<string, string>> = {},
  ): Promise<ComposeProject> {
    const artifact = renderCompose(platform);
    const { path, remove } = temporaryFolder("project");
    const project = new ComposeProject(artifact, path, new Map(Object.entries(given)), remove);
    try {
      writeOutput(project.folder, artifact.files);
      await project.init();
    } catch (error) {
      remove();
      throw error;
    }
    return project;
  }

  /** The same environment after a change: rendered anew into its folder; what the change needs is made, nothing else. */
  public async changedTo(platform: Platform): Promise<ComposeProject> {
    const project = new ComposeProject(renderCompose(platform), this.environmentFolder, this.given, this.remove);
    writeOutput(project.folder, project.artifact.files);
    await project.init();
    return project;
  }

  /** Name of the project: its volumes' and networks' prefix. */
  public get name(): string {
    return this.artifact.name;
  }

  /** What was meant, before it was written down. */
  public get file(): ComposeFile {
    return this.artifact.file;
  }

  public service(name: string): ComposeService {
    const service = this.file.services[name];
    if (service === undefined) throw new Error(`no service ${name} in ${Object.keys(this.file.services).join(", ")}`);
    return service;
  }

  /** Makes what is missing: secrets, certificates, files that hold secrets. */
  public init(): Promise<InitReport> {
    const options = { given: this.given, encrypted: [], now: new Date() };
    return initCompose(this.artifact.material, new LocalStore(this.environmentFolder), options);
  }

  /** Path of what is kept, for example `pki/db/tls.crt`. */
  public kept(path: string): string {
    return join(this.environmentFolder, path);
  }

  /** Takes an identity's certificate away, so that the next init issues another. */
  public dropCertificate(identity: string): void {
    rmSync(this.kept(`pki/${identity}`), { recursive: true });
  }

  /** Takes all secrets away. */
  public dropSecrets(): void {
    rmSync(this.kept("secrets"), { recursive: true });
  }
}
