import { enginePath } from "./engines";
import { execute } from "./process";

/**
 * What the API server's own library says against manifests (YAML or JSON text, several documents) at a Pod Security
 * level, one line a violation; empty when there is none. Throws when the text cannot be read.
 */
export async function podSecurityViolations(
  manifests: string,
  level: "baseline" | "restricted" = "restricted",
): Promise<readonly string[]> {
  const { code, stdout, stderr } = await execute(enginePath("psa-check", "bin/psa-check"), ["-level", level], {
    input: manifests,
  });
  if (code !== 0 && code !== 1) throw new Error(stderr.trim());
  return stdout.split("\n").filter((line) => line !== "");
}
