import { AshlarError, type Diagnostic } from "./model/diagnostics";
import type { Platform } from "./model/platform";
import { renderCompose, type ComposeArtifact } from "./render/compose/compose";
import { renderKubernetes, type KubernetesArtifact } from "./render/kubernetes/kubernetes";

/**
 * For the tests of teams that write components or platforms of their own.
 *
 * @example
 * const artifact = renderForTest(() => platform(), "kubernetes");
 * expect(artifact.objects).toContainEqual(expect.objectContaining({ kind: "StatefulSet" }));
 */
export function renderForTest(build: () => Platform, target: "compose"): ComposeArtifact;
export function renderForTest(build: () => Platform, target: "kubernetes"): KubernetesArtifact;
export function renderForTest(
  build: () => Platform,
  target: "compose" | "kubernetes",
): ComposeArtifact | KubernetesArtifact {
  const render = target === "compose" ? renderCompose : renderKubernetes;
  const platform = build();
  const artifact = render(platform);
  // Two renders of one tree, and of a tree built anew: whatever differs is a component that is not pure.
  for (const [what, other] of [
    ["a second render of the same tree", render(platform)],
    ["a tree built anew", render(build())],
  ] as const) {
    const texts = (one: ComposeArtifact | KubernetesArtifact): ReadonlyMap<string, string> =>
      new Map([
        ...one.files.map(({ path, text }) => [path, text] as const),
        ["material", JSON.stringify(one.material)],
      ]);
    const [mine, others] = [texts(artifact), texts(other)];
    const difference = [...new Set([...mine.keys(), ...others.keys()])].find(
      (path) => mine.get(path) !== others.get(path),
    );
    if (difference !== undefined) throw new Error(`${what} differs in ${difference}`);
  }
  return artifact;
}

/** The problems that an action throws; empty when it throws none. */
export function problemsOf(action: () => unknown): readonly Diagnostic[] {
  try {
    action();
  } catch (error) {
    if (AshlarError.is(error)) return error.diagnostics;
    throw error;
  }
  return [];
}
