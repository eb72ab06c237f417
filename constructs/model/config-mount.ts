import type { ConfigFile } from "./config-file";
import { MATERIAL_ROOT, type Mount } from "./container";
import { isSecretFile } from "./secret-file";

/**
 * Mounts a file in a folder, or, when it holds a secret, among the container's material, where every target keeps what
 * is secret. `configPath` names the place in either case.
 */
export function configMount(config: ConfigFile, folder: string): Mount & { readonly kind: "config" } {
  const place = isSecretFile(config) ? `${MATERIAL_ROOT}/files` : folder;
  return { kind: "config", config, path: `${place}/${config.name}` };
}
