/** A tree of values, as a file, a variable or a preset gives it. */
export type ConfigTree = Readonly<Record<string, unknown>>;

/** The values of one source. */
export interface Layer {
  /** Where the values come from, for messages: `Pulumi.dev.yaml`, `--set`, the name of a variable. */
  readonly source: string;
  readonly values: ConfigTree;
}

/** Several sources laid over one another. */
export interface MergedLayers {
  readonly values: ConfigTree;
  /** Which source set a value: by dotted path, for each leaf. */
  readonly sourceOf: ReadonlyMap<string, string>;
}

/**
 * Lays sources over one another, the first one lowest. Mappings are merged key by key, anything else is replaced; a key
 * without a value (`null`) sets nothing.
 */
export function mergeLayers(layers: readonly Layer[]): MergedLayers {
  const values: Record<string, unknown> = {};
  const sourceOf = new Map<string, string>();
  for (const { source, values: tree } of layers) lay(values, tree, [], source, sourceOf);
  return { values, sourceOf };
}

/** A tree with one value in it. */
export function treeOf(path: readonly string[], value: unknown): ConfigTree {
  return path.reduceRight<unknown>((inner, key) => own({}, key, inner), value) as ConfigTree;
}

/** Whether a value is a mapping, and so is merged instead of replaced. */
export function isTree(value: unknown): value is ConfigTree {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The source of the value at a path, of the mapping around it, or of what stands below it. */
export function findSource(sourceOf: ReadonlyMap<string, string>, path: string): string | undefined {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(at.lastIndexOf("."), 0))) {
    const source = sourceOf.get(at);
    if (source !== undefined) return source;
  }
  return [...sourceOf].find(([key]) => key.startsWith(`${path}.`))?.[1];
}

function lay(
  target: Record<string, unknown>,
  tree: ConfigTree,
  path: readonly string[],
  source: string,
  sourceOf: Map<string, string>,
): void {
  for (const [key, value] of Object.entries(tree)) {
    if (value === undefined || value === null) continue;
    const at = [...path, key];
    if (isTree(value)) {
      const existing = Object.hasOwn(target, key) ? target[key] : undefined;
      const inner: Record<string, unknown> = isTree(existing) ? existing : {};
      own(target, key, inner);
      if (Object.keys(value).length === 0) sourceOf.set(at.join("."), source);
      lay(inner, value, at, source, sourceOf);
    } else {
      own(target, key, value);
      sourceOf.set(at.join("."), source);
    }
  }
}

/** Sets a key without ever reaching the prototype, whatever the key is called. */
function own<Target extends object>(target: Target, key: string, value: unknown): Target {
  return Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}
