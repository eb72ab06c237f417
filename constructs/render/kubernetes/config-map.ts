import { plainText } from "../../model/expression";
import { isSecretFile } from "../../model/secret-file";
import type { Workload } from "../../model/workload";
import { serialise } from "../config/serialise";
import type { ObjectOf } from "./kubernetes-object";
import { hashedName } from "./names";
import type { PodVolume } from "./plain";
import type { RenderContext } from "./render-context";
import { containersOf } from "./workload-containers";

/** The pod's volume of files that hold no secret. */
export const CONFIG_VOLUME = "config-files";

/** What a ConfigMap may hold in sum, as the API server counts it. */
const MAX_BYTES = 2 ** 20;
const READABLE = 0o444;
const EXECUTABLE = 0o555;

/**
 * All files of a peer that hold no secret, in one ConfigMap that never changes: its name follows its content, so another
 * content is another object, and pods that read it start anew. Undefined when the peer has no such file.
 */
export function configMapOf(workload: Workload, context: RenderContext): ObjectOf<"ConfigMap"> | undefined {
  const data = filesOf(workload, context);
  if (data.size === 0) return undefined;
  const place = context.place(workload.peer);
  const bytes = [...data].reduce((sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text), 0);
  if (bytes > MAX_BYTES) {
    context.problems.add("ASH-UNIT-005", {
      path: workload.peer.node.path,
      message: "the configuration files are larger than a ConfigMap may be",
      value: `${bytes} bytes`,
      allowed: `at most ${MAX_BYTES} bytes`,
    });
  }
  const sorted = Object.fromEntries([...data].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: hashedName([...place.segments, "config"], sorted),
      namespace: place.namespace,
      labels: place.labels,
    },
    immutable: true,
    data: sorted,
  };
}

/** The pod's view of it. */
export function configVolume(name: string, workload: Workload): PodVolume {
  const files = [...new Map(configsOf(workload).map((config) => [config.name, config])).values()];
  const someExecutable = files.some((config) => config.executable === true);
  const items = files
    .map(({ name: key, executable }) => ({ key, path: key, mode: executable === true ? EXECUTABLE : READABLE }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    name: CONFIG_VOLUME,
    configMap: { name, defaultMode: READABLE, ...(someExecutable ? { items } : {}) },
  };
}

function filesOf(workload: Workload, context: RenderContext): ReadonlyMap<string, string> {
  const data = new Map<string, string>();
  for (const container of containersOf(workload)) {
    const leaves = context.leaves(workload, container);
    for (const mount of container.mounts) {
      if (mount.kind !== "config" || isSecretFile(mount.config)) continue;
      const { name, content } = mount.config;
      const text = plainText(
        context.collect(`${workload.peer.node.path}:${name}`, [], () => serialise(content, leaves)),
      );
      if (text === undefined) continue;
      const other = data.get(name);
      if (other !== undefined && other !== text) {
        context.problems.add("ASH-GRAPH-009", {
          path: workload.peer.node.path,
          message: "two configuration files have the same name and different contents",
          value: name,
        });
      }
      data.set(name, text);
    }
  }
  return data;
}

function configsOf(workload: Workload) {
  return containersOf(workload).flatMap((container) =>
    container.mounts.flatMap((mount) => (mount.kind === "config" && !isSecretFile(mount.config) ? [mount.config] : [])),
  );
}
