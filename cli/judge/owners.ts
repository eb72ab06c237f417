import type { Platform } from "../../constructs/model/platform";
import type { RenderedTarget } from "../render-target";

/** What belongs to the platform as a whole, such as the service that hands out keys. */
const PLATFORM_ITSELF = "(platform)";

/** Tells the component that something of a render belongs to, by the path that facts have of it. */
export type ComponentOf = (path: string) => string;

/** The components of a render's workloads and volumes, by their ids below the platform: `db`, `shop/db`. */
export function ownersOf(platform: Platform, artifact: RenderedTarget): ComponentOf {
  switch (artifact.target) {
    case "kubernetes": {
      const components = new Set(platform.graph.components.map(({ node }) => node.path));
      const owners = new Map(
        artifact.resources.map(({ path, object: { kind, metadata } }) => [
          `${metadata.namespace ?? ""}/${kind}/${metadata.name}`,
          componentAbove(path, components),
        ]),
      );
      return (path) => owners.get(path.split(":")[0] ?? "") ?? PLATFORM_ITSELF;
    }
    case "compose": {
      const owners = new Map<string, string>();
      for (const [name, { labels, volumes = [] }] of Object.entries(artifact.file.services)) {
        const component = labels["ashlar.dev/component"];
        if (component === undefined) continue;
        owners.set(`services.${name}`, component);
        for (const mount of volumes) if (mount.type === "volume") owners.set(`volumes.${mount.source}`, component);
      }
      return (path) => owners.get(path) ?? PLATFORM_ITSELF;
    }
    default:
      return artifact satisfies never;
  }
}

/** The innermost component around a construct, without the platform's id. */
function componentAbove(path: string, components: ReadonlySet<string>): string {
  const segments = path.split("/");
  for (let length = segments.length; length > 1; length -= 1) {
    if (components.has(segments.slice(0, length).join("/"))) return segments.slice(1, length).join("/");
  }
  return PLATFORM_ITSELF;
}
