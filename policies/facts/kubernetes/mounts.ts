import { isObject, listOf, objectOf, textOf, type Json } from "../json";
import type { FileFacts, MountFacts, MountKind } from "../mount";

/** Texts of ConfigMaps, by `<namespace>/<name>`. */
export type ConfigMaps = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A source of files inside a volume; a projected volume has several. */
interface Source {
  readonly kind: MountKind;
  readonly name: string;
  readonly hostPath: string | undefined;
  /** Files by path inside the volume. */
  readonly files: ReadonlyMap<string, string>;
}

/** The sources of each volume of a pod. */
export function readVolumes(
  pod: Json,
  namespace: string,
  configMaps: ConfigMaps,
): ReadonlyMap<string, readonly Source[]> {
  const volumes = new Map<string, readonly Source[]>();
  for (const item of listOf(pod["volumes"])) {
    const volume = objectOf(item);
    const name = textOf(volume["name"]);
    if (name !== undefined) volumes.set(name, sourcesOf(volume, name, namespace, configMaps));
  }
  return volumes;
}

const bare = (kind: MountKind, name: string, hostPath?: string): Source => ({
  kind,
  name,
  hostPath,
  files: new Map(),
});

function sourcesOf(volume: Json, name: string, namespace: string, configMaps: ConfigMaps): readonly Source[] {
  if (isObject(volume["configMap"])) return [configSource(volume["configMap"], namespace, configMaps)];
  if (isObject(volume["secret"])) return [bare("secret", textOf(volume["secret"]["secretName"]) ?? name)];
  if (isObject(volume["hostPath"])) return [bare("host", name, textOf(volume["hostPath"]["path"]) ?? "")];
  if (isObject(volume["persistentVolumeClaim"]))
    return [bare("volume", textOf(volume["persistentVolumeClaim"]["claimName"]) ?? name)];
  if (isObject(volume["ephemeral"]) || isObject(volume["emptyDir"])) return [bare("scratch", name)];
  if (isObject(volume["projected"]))
    return listOf(volume["projected"]["sources"]).map((item) => {
      const source = objectOf(item);
      if (isObject(source["configMap"])) return configSource(source["configMap"], namespace, configMaps);
      if (isObject(source["secret"])) return bare("secret", textOf(source["secret"]["name"]) ?? name);
      return bare(isObject(source["serviceAccountToken"]) ? "token" : "other", name);
    });
  return [bare("other", name)];
}

function configSource(reference: Json, namespace: string, configMaps: ConfigMaps): Source {
  const name = textOf(reference["name"]) ?? "";
  const data = configMaps.get(`${namespace}/${name}`) ?? new Map<string, string>();
  const items = listOf(reference["items"]);
  if (items.length === 0) return { kind: "config", name, hostPath: undefined, files: data };
  const files = new Map<string, string>();
  for (const item of items) {
    const { key, path } = objectOf(item);
    const text = data.get(textOf(key) ?? "");
    if (text !== undefined) files.set(textOf(path) ?? "", text);
  }
  return { kind: "config", name, hostPath: undefined, files };
}

/** The mounts of a container. Volumes that the pod template does not hold are claims of a stateful set. */
export function readMounts(container: Json, volumes: ReadonlyMap<string, readonly Source[]>): readonly MountFacts[] {
  return [...listOf(container["volumeMounts"]), ...listOf(container["volumeDevices"])].flatMap((item) => {
    const mount = objectOf(item);
    const name = textOf(mount["name"]) ?? "";
    const path = textOf(mount["mountPath"]) ?? textOf(mount["devicePath"]) ?? "";
    const readOnly = mount["readOnly"] === true;
    const inside = textOf(mount["subPath"]);
    return (volumes.get(name) ?? [bare("volume", name)]).map((source) => ({
      path,
      kind: source.kind,
      name: source.name,
      readOnly,
      hostPath: source.hostPath,
      files: filesBelow(source.files, path, inside),
      ...(mount["mountPropagation"] === "Bidirectional" ? { isShared: true as const } : {}),
    }));
  });
}

function filesBelow(
  files: ReadonlyMap<string, string>,
  path: string,
  inside: string | undefined,
): readonly FileFacts[] {
  const root = path.replace(/\/$/, "");
  return [...files].flatMap(([key, text]) => {
    if (inside === undefined) return { path: `${root}/${key}`, text };
    // A sub-path is one file that is mounted at the path itself, or a folder below it.
    if (key === inside) return { path: root, text };
    return key.startsWith(`${inside}/`) ? { path: `${root}/${key.slice(inside.length + 1)}`, text } : [];
  });
}
