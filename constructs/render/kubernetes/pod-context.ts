import type { Container } from "../../model/container";
import { type ExpressionInput, flatten, type Leaves, type Segment } from "../../model/expression";
import { digest } from "../../model/names";
import type { Workload } from "../../model/workload";
import { toMaterialSegments } from "../material";
import { partName, type Place } from "./place";
import type { PodVolume } from "./plain";
import type { RenderContext } from "./render-context";

/** What the parts of one pod share while it is rendered. */
export class PodContext {
  public readonly place: Place;
  /** The Secret object that holds the peer's secret files and encoded values. */
  public readonly filesSecret: string;
  readonly #volumes = new Map<string, PodVolume>();
  readonly #held = new Map<string, string>();

  public constructor(
    public readonly context: RenderContext,
    public readonly workload: Workload,
    /** Name of the peer's ConfigMap, when it has one. */
    public readonly configMap: string | undefined,
  ) {
    this.place = context.place(workload.peer);
    this.filesSecret = partName(this.place, "files");
  }

  public leaves(container: Container): Leaves {
    return this.context.leaves(this.workload, container);
  }

  /** A value of a container as text with holes for secrets. */
  public flatten(input: ExpressionInput, leaves: Leaves, path: string): readonly Segment[] {
    return this.context.collect(path, [], () => flatten(input, leaves));
  }

  /** Where a diagnostic of a container points. */
  public pathOf(container: Container): string {
    return `${this.workload.peer.node.path}/${container.name}`;
  }

  /** Adds a volume. Containers may share one, as long as they mean the same. */
  public addVolume(volume: PodVolume): void {
    const other = this.#volumes.get(volume.name);
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(volume)) {
      this.context.problems.add("ASH-NAME-003", {
        path: this.workload.peer.node.path,
        message: "two volumes of a pod have the same name",
        value: volume.name,
      });
    }
    this.#volumes.set(volume.name, volume);
  }

  public get volumes(): readonly PodVolume[] {
    return [...this.#volumes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Keeps a secret file. */
  public holdFile(key: string, segments: readonly Segment[]): void {
    this.#hold(key, segments);
  }

  /** Keeps an environment value that is more than secrets and text, and tells its key. */
  public holdValue(container: Container, variable: string, segments: readonly Segment[]): string {
    const key = `env.${container.name}.${variable}`;
    this.#hold(key, segments);
    return key;
  }

  /**
   * A digest of how the held files and values are put together: Secrets keep their names, so this is what starts new
   * pods when a structure changes. Undefined when nothing is held.
   */
  public get heldDigest(): string | undefined {
    return this.#held.size === 0 ? undefined : digest(JSON.stringify([...this.#held].sort()));
  }

  #hold(key: string, segments: readonly Segment[]): void {
    const shape = JSON.stringify(toMaterialSegments(segments));
    const other = this.#held.get(key);
    if (other !== undefined && other !== shape) {
      this.context.problems.add("ASH-GRAPH-009", {
        path: this.workload.peer.node.path,
        message: "two secret files have the same name and different contents",
        value: key,
      });
    }
    this.#held.set(key, shape);
    this.context.material.holds(this.filesSecret, this.place.namespace, key, segments);
  }
}
