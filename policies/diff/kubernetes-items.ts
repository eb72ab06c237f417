import { isObject, objectOf, textOf, type Json } from "../facts/json";
import { readObjects, type KubernetesObject } from "../facts/kubernetes/object";
import type { KubernetesSide } from "./artifact";
import type { Named } from "./hashed-names";
import type { Item } from "./item";
import { sealedBody, sealedValues } from "./sealed-body";

/** Kinds that are made anew under another name when their content changes. */
const HASHED_KINDS = new Set(["ConfigMap", "Secret", "Job"]);

/** What a cluster fills in: it says nothing of what was asked for. */
const FILLED_IN = new Set(["managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink"]);

/** Annotations and labels of tools: a hash of something else, or everything once more. */
const HASH_KEY = /(?:^|[/._-])(?:checksum|hash|revision|sha256|digest)(?:$|[/._-])|-hash$/i;
const HASH_VALUE = /^(?:sha256:)?[0-9a-f]{6,128}$|^\d+$|^[A-Za-z0-9+/_-]{40,}={0,2}$/i;
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The objects of a side. Of two with one identity the later counts, as it does for whoever applies them. */
export function kubernetesObjects(side: KubernetesSide): readonly KubernetesObject[] {
  return [...new Map(readObjects(side.objects).map((object) => [identityOf(object), object])).values()];
}

/** Names that may carry a hash of the object's content. */
export function hashedObjects(objects: readonly KubernetesObject[]): readonly Named[] {
  return objects
    .filter(({ kind, group }) => HASHED_KINDS.has(kind) && (group === "" || group === "batch"))
    .map(({ kind, namespace, name }) => ({ place: `${namespace}/${kind}`, name }));
}

/** Each object as it is compared. */
export function kubernetesItems(
  objects: readonly KubernetesObject[],
  renamed: ReadonlyMap<string, string>,
): readonly Item[] {
  return objects.map((object) => {
    const { kind, group, name, path, body } = object;
    const called = HASHED_KINDS.has(kind) ? (renamed.get(name) ?? name) : name;
    const shown = called === name ? path : `${path.slice(0, path.length - name.length)}${called}`;
    return {
      key: `${group}/${shown}`,
      kind,
      path: shown,
      name,
      raw: body,
      body: () => bodyOf(object, renamed),
      hashes: () => JSON.stringify([name, ...hashesOf(body)]),
    };
  });
}

const identityOf = ({ group, path }: KubernetesObject): string => `${group}/${path}`;

function bodyOf({ kind, group, body }: KubernetesObject, renamed: ReadonlyMap<string, string>): Json {
  const { status: _status, ...told } = withoutHashes(body);
  const metadata = Object.fromEntries(
    // Who an object is stands in its path.
    Object.entries(objectOf(told["metadata"])).filter(([key]) => !FILLED_IN.has(key) && key !== "name"),
  );
  const whole: Json = { ...told, metadata };
  const isSecret = (kind === "Secret" && group === "") || kind === "SealedSecret";
  return sealedBody(isSecret ? sealedSecret(whole) : whole, renamed) as Json;
}

/** A Secret tells its keys and nothing more. */
function sealedSecret(body: Json): Json {
  const spec = objectOf(body["spec"]);
  const sealed: Record<string, unknown> = { ...body };
  for (const key of ["data", "stringData"]) if (key in body) sealed[key] = sealedValues(body[key]);
  if ("encryptedData" in spec) sealed["spec"] = { ...spec, encryptedData: sealedValues(spec["encryptedData"]) };
  return sealed;
}

/** The same without annotations and labels that hold hashes, wherever they are. */
function withoutHashes(value: Json): Json {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): readonly (readonly [string, unknown])[] => {
      if (!isObject(item)) return [[key, item]];
      if (NESTED.has(key)) return [[key, withoutHashes(item)]];
      if (key !== "annotations" && key !== "labels") return [[key, item]];
      const kept = Object.entries(item).filter(([name, text]) => !isHash(name, text));
      return kept.length > 0 ? [[key, Object.fromEntries(kept)]] : [];
    }),
  );
}

/** Where labels and annotations are, on the way to a pod. */
const NESTED = new Set(["metadata", "spec", "template", "jobTemplate"]);

/** Every such hash, with where it stands. */
function hashesOf(value: Json, at = ""): readonly string[] {
  return Object.entries(value).flatMap(([key, item]) => {
    if (!isObject(item)) return [];
    if (key !== "annotations" && key !== "labels") return NESTED.has(key) ? hashesOf(item, `${at}.${key}`) : [];
    return Object.entries(item)
      .filter(([name, text]) => name !== LAST_APPLIED && isHash(name, text))
      .map(([name, text]) => `${at}.${key}.${name}=${textOf(text) ?? ""}`);
  });
}

const isHash = (name: string, value: unknown): boolean =>
  name === LAST_APPLIED || (HASH_KEY.test(name) && HASH_VALUE.test(textOf(value) ?? ""));
