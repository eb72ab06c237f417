import type { Target } from "../constructs/model/target";
import { loadPlatform, type LoadedPlatform, type Reference } from "../stacks/load";
import { layoutOf, type Layout } from "./layout";
import type { Terminal } from "./terminal";

/** Options of every command that makes a platform. */
export interface PlatformOptions {
  readonly env?: string;
  /** All of them unless said. */
  readonly target?: readonly Target[];
  readonly out?: string;
  readonly set?: readonly string[];
}

/** A platform, and where its files go. */
export interface PlacedPlatform extends LoadedPlatform {
  readonly layout: Layout;
  readonly environment: string;
}

/** Loads what a user names, and finds its place. A stack's settings depend on the place; a module's place on its name. */
export async function placePlatform(
  reference: Reference,
  options: PlatformOptions,
  terminal: Terminal,
): Promise<PlacedPlatform> {
  const place = (name: string, environment: string): Layout =>
    layoutOf({ folder: terminal.folder, out: options.out, targets: options.target ?? [], name, environment });
  const before = reference.kind === "stack" ? place(reference.name, options.env ?? "dev") : undefined;
  const loaded = await loadPlatform(reference, {
    environment: options.env,
    settings: options.set ?? [],
    variables: terminal.variables,
    folder: terminal.folder,
    environmentFolder: before?.environmentFolder ?? terminal.folder,
  });
  const { environment } = loaded.platform.spec;
  return { ...loaded, environment, layout: before ?? place(loaded.platform.node.id, environment) };
}
