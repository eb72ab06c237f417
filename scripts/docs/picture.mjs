import { join } from "node:path";

/** The picture of the README: the stack baas as its preset for dev makes it, whatever this machine's environment says. */
export function baasPicture(dist, root) {
  const { baas } = dist("stacks/baas/baas.js");
  const nowhere = join(root, "no-such-folder");
  const { value } = dist("stacks/config/load-config.js").loadConfig(baas, {
    environment: "dev",
    settings: [],
    variables: {},
    folder: nowhere,
    environmentFolder: nowhere,
    stacks: ["baas"],
  });
  const lowered = dist("constructs/render/lower.js").lowerPlatform(baas.build("dev", value), "compose");
  const topology = dist("constructs/render/topology/lowered-topology.js").topologyOf(lowered);
  return dist("constructs/render/topology/svg/svg.js").svgText(topology);
}
