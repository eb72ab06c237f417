import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Container } from "../../../constructs/model/container";
import { MATERIAL_ROOT } from "../../../constructs/model/container";
import { Diagnostics } from "../../../constructs/model/diagnostics";
import { flatten, type ExpressionInput, type Leaves, type Segment } from "../../../constructs/model/expression";
import type { Platform } from "../../../constructs/model/platform";
import type { Workload } from "../../../constructs/model/workload";
import { toForm } from "../../../constructs/pki/forms";
import type { LeafMaterial } from "../../../constructs/pki/material";
import { serialise } from "../../../constructs/render/config/serialise";
import { leavesFor } from "../../../constructs/render/leaves";
import { materialPath } from "../../../constructs/render/material-paths";

/** What a test provides in the place of a target. */
export interface ContainerFilesOptions {
  readonly platform: Platform;
  readonly workload: Workload;
  /** The workload's own container unless given. */
  readonly container?: Container;
  /** The folder that stands for the container's root. */
  readonly root: string;
  /** The port of each endpoint: on one machine no two servers can have the one that they declare. */
  readonly port: number;
  readonly identity?: LeafMaterial;
  /** Values of secrets, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Hands a file or folder to the container's user. */
  own(path: string, mode: number): void;
}

/**
 * A container's files in a folder, and its command as a process outside of a container can run it. It does what a
 * renderer does, with the same leaves and serialisers, and one thing more: absolute paths of mounts and of material are
 * moved below the folder, wherever a flattened text names them.
 */
export class ContainerFiles {
  readonly #options: ContainerFilesOptions;
  readonly #container: Container;
  readonly #problems = new Diagnostics();
  readonly #leaves: Leaves;
  readonly #paths: RegExp;

  public constructor(options: ContainerFilesOptions) {
    this.#options = options;
    this.#container = options.container ?? options.workload.container;
    const { platform, workload } = options;
    const leaves = leavesFor(workload, this.#container, { platform, problems: this.#problems }, () => "localhost");
    this.#leaves = {
      ...leaves,
      endpoint: (endpoint, property) => leaves.endpoint(endpoint, property).replace(/\b5432$/, String(options.port)),
    };
    const paths = [MATERIAL_ROOT, ...this.#container.mounts.map((mount) => mount.path)];
    const longestFirst = paths.sort((a, b) => b.length - a.length).map((path) => path.replace(/[.]/g, "\\."));
    this.#paths = new RegExp(`(?<![\\w./-])(?:${longestFirst.join("|")})(?![\\w.-])`, "g");
  }

  /** Where a path of the container is. */
  public path(path: string): string {
    return join(this.#options.root, path);
  }

  /** An expression's text, with moved paths and with the secrets' values. */
  public text(input: ExpressionInput): string {
    return this.#fill(flatten(input, this.#leaves));
  }

  /** The environment, but for PATH: programs are where this machine has them. */
  public get env(): Readonly<Record<string, string>> {
    const entries = Object.entries(this.#container.env).filter(([name]) => name !== "PATH");
    return Object.fromEntries(entries.map(([name, value]) => [name, this.text(value)]));
  }

  /** The command and its arguments. */
  public get command(): readonly string[] {
    return [...(this.#container.command ?? []), ...(this.#container.args ?? [])].map((part) => this.text(part));
  }

  /** A probe's command. */
  public probe(name: "ready" | "live" | "started"): readonly string[] {
    return (this.#container.probes[name]?.forms.exec ?? []).map((part) => this.#move(part));
  }

  /** Writes everything that the container finds when it starts. */
  public async write(): Promise<void> {
    await this.writeIdentity(this.#options.identity);
    for (const item of this.#container.material) {
      if (item.kind !== "secret") continue;
      const value = this.#options.secrets?.[item.secret.secretName];
      if (value === undefined) throw new Error(`no value for the secret ${item.secret.secretName}`);
      this.#file(materialPath(item), value, 0o400);
    }
    for (const mount of this.#container.mounts) {
      if (mount.kind === "config") {
        const text = this.#fill(serialise(mount.config.content, this.#leaves));
        this.#file(mount.path, text, mount.config.executable === true ? 0o555 : 0o444);
      } else {
        this.#folder(mount.path);
      }
    }
    this.#problems.throwIfErrors();
  }

  /** Writes a certificate, its key and the authority; again, when they were renewed. */
  public async writeIdentity(identity: LeafMaterial | undefined): Promise<void> {
    if (identity === undefined) return;
    for (const item of this.#container.material) {
      if (item.kind !== "identity") continue;
      for (const form of item.forms) {
        this.#file(materialPath({ kind: "identity", form }), await toForm(identity, form), 0o400);
      }
    }
  }

  #fill(segments: readonly Segment[]): string {
    const values = segments.map((segment) => {
      if (typeof segment === "string") return this.#move(segment);
      const value = this.#options.secrets?.[segment.secret.secretName];
      if (value === undefined) throw new Error(`no value for the secret ${segment.secret.secretName}`);
      return segment.encode.includes("uri") ? encodeURIComponent(value) : value;
    });
    return values.join("");
  }

  #move(text: string): string {
    return text.replace(this.#paths, (path) => this.path(path));
  }

  #folder(path: string): void {
    mkdirSync(this.path(path), { recursive: true });
    this.#options.own(this.path(path), 0o700);
  }

  #file(path: string, content: string | Buffer, mode: number): void {
    const place = this.path(path);
    mkdirSync(dirname(place), { recursive: true });
    // A file that nobody may write is replaced, not opened.
    writeFileSync(`${place}.new`, content);
    this.#options.own(`${place}.new`, mode);
    renameSync(`${place}.new`, place);
  }
}
