import { isObject, listOf, objectOf, textOf, type Json } from "../../facts/json";
import type { Side } from "../artifact";

/** What is written of a Keycloak's realm, or of a client: files that its programs read, and lists that `init` fills. */
export interface Settings {
  readonly kind: "realm" | "client";
  /** Where it stands. */
  readonly path: string;
  /** As a message calls it, for example `client web`. */
  readonly called: string;
  /** Equal on both sides for the same one; the first that is there counts. */
  readonly keys: readonly string[];
  readonly body: Json;
}

/** Every realm and client of a side. Files that are no JSON, or of another kind, are passed over. */
export function settingsOf(side: Side, plain: (text: string) => string): readonly Settings[] {
  const mounted = side.facts.workloads.flatMap(({ path, containers }) =>
    containers.flatMap(({ image, mounts }) =>
      image.name === "keycloak"
        ? mounts.flatMap(({ files }) => files.map(({ path: file, text }) => ({ path, file, text })))
        : [],
    ),
  );
  const filled = listOf(objectOf(side.material)["files"]).map((value) => {
    const { namespace, name, key, segments } = objectOf(value);
    const place = [namespace, name, key].flatMap((part) => textOf(part) ?? []).join("/");
    return { path: `material/files/${place}`, file: textOf(key) ?? "", text: textWithoutSecrets(segments) };
  });
  const found = [...mounted, ...filled].flatMap(({ path, file, text }) =>
    text !== undefined && file.endsWith(".json") ? read(plain(path), text) : [],
  );
  // The same file in several containers is one thing.
  return [...new Map(found.map((settings) => [`${settings.kind}|${settings.keys.join("|")}`, settings])).values()];
}

/** A file with holes where secrets go, which are no part of what is compared. */
function textWithoutSecrets(segments: unknown): string {
  return listOf(segments)
    .map((segment) => textOf(segment) ?? "")
    .join("");
}

/** The exports of a server hold realms with everything; files of ours one thing each. */
function read(path: string, text: string): readonly Settings[] {
  return [parsed(text)].flat().flatMap((value): readonly Settings[] => {
    const body = objectOf(value);
    const realm = textOf(body["realm"]);
    if (realm === undefined) return isClient(body) ? [client(path, "", body)] : [];
    if (!("sslRequired" in body || "enabled" in body || "clients" in body)) return [];
    return [
      { kind: "realm", path, called: `realm ${realm}`, keys: [`${path}|${realm}`, realm], body },
      ...listOf(body["clients"])
        .map(objectOf)
        .filter(isClient)
        .map((item) => client(path, realm, item)),
    ];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isClient = (body: Json): boolean =>
  textOf(body["clientId"]) !== undefined && ("redirectUris" in body || "publicClient" in body || "protocol" in body);

function client(path: string, realm: string, body: Json): Settings {
  const name = textOf(body["clientId"]) ?? "";
  const id = textOf(body["id"]);
  // A client that gets a secret stands elsewhere than before, so its place is no part of who it is.
  const keys = [...(id === undefined ? [] : [id]), `${realm}|${name}`];
  return { kind: "client", path, called: `client ${name}`, keys, body };
}

/** What is there on both sides: one has the first key that the other has too. */
export function pairsOf(
  before: readonly Settings[],
  after: readonly Settings[],
): readonly (readonly [Settings, Settings])[] {
  const left = new Set(before);
  return after.flatMap((now): readonly (readonly [Settings, Settings])[] => {
    for (const key of now.keys) {
      const old = [...left].find((it) => it.kind === now.kind && it.keys.includes(key));
      if (old === undefined) continue;
      left.delete(old);
      return [[old, now]];
    }
    return [];
  });
}

/** A member of the settings' attributes. */
export function attributeOf({ body }: Settings, name: string): string | undefined {
  const { attributes } = body;
  return isObject(attributes) ? textOf(attributes[name]) : undefined;
}
