import { isObject, listOf, objectOf, textOf, type Json } from "../facts/json";
import type { ComposeSide } from "./artifact";
import { longService, pairs } from "./compose-forms";
import type { Named } from "./hashed-names";
import type { Item } from "./item";
import { seal } from "./sealed";
import { sealedBody } from "./sealed-body";

/** Parts of a Compose document whose members have names of their own. */
const SECTIONS = [
  ["services", "service"],
  ["networks", "network"],
  ["volumes", "volume"],
  ["configs", "config"],
  ["secrets", "secret"],
] as const;

const NOTHING: ReadonlyMap<string, string> = new Map();

/** Labels that hold a digest of what a service reads. */
const REVISION = /(?:^|[/._-])(?:revision|checksum|config-hash)$/;

/** Names that may carry a hash of the file that they name. */
export function hashedConfigs({ document }: ComposeSide): readonly Named[] {
  return Object.keys(objectOf(objectOf(document)["configs"])).map((name) => ({ place: "configs", name }));
}

/** Every part of a project as it is compared: what has a name, what the document says beside, and files it names. */
export function composeItems(side: ComposeSide, renamed: ReadonlyMap<string, string>): readonly Item[] {
  const document = objectOf(side.document);
  const items: Item[] = [];
  for (const [section, kind] of SECTIONS) {
    for (const [name, value] of Object.entries(objectOf(document[section]))) {
      const called = section === "configs" ? (renamed.get(name) ?? name) : name;
      items.push(item(kind, `${section}.${called}`, name, value, () => bodyOf(kind, name, value, side, renamed)));
    }
  }
  const sections: readonly string[] = SECTIONS.map(([section]) => section);
  const beside = Object.fromEntries(
    Object.entries(document).filter(([key]) => !sections.includes(key) && key !== "version"),
  );
  if (Object.keys(beside).length > 0)
    items.push(item("project", "project", "project", beside, () => sealedBody(beside, renamed)));
  return [...items, ...fileItems(side, document, renamed)];
}

function item(kind: string, path: string, name: string, raw: unknown, body: () => unknown): Item {
  return {
    key: `${kind} ${path}`,
    kind,
    path,
    name,
    raw,
    body,
    hashes: () => JSON.stringify([name, revisionsOf(raw)]),
  };
}

function bodyOf(
  kind: (typeof SECTIONS)[number][1],
  name: string,
  value: unknown,
  { files }: ComposeSide,
  renamed: ReadonlyMap<string, string>,
): unknown {
  const own = objectOf(value);
  switch (kind) {
    case "service": {
      const service = longService(own);
      return sealedBody({ ...service, labels: withoutRevisions(service["labels"]) }, renamed);
    }
    case "network":
    case "volume":
      return sealedBody(
        { ...own, ...(own["labels"] === undefined ? {} : { labels: pairs("=")(own["labels"]) }) },
        renamed,
      );
    case "config": {
      const file = textOf(own["file"]);
      const text = file === undefined ? undefined : files.get(normalised(file));
      // What matters of a file of the project is its text; its place is the config's own name once more.
      const { file: _file, ...others } = own;
      return text === undefined ? sealedBody(own, renamed) : sealedBody({ ...others, text }, renamed, name);
    }
    case "secret": {
      const file = textOf(own["file"]);
      const text = file === undefined ? undefined : files.get(normalised(file));
      const content = textOf(own["content"]);
      return {
        ...objectOf(sealedBody(own, renamed)),
        ...(content === undefined ? {} : { content: seal(content) }),
        ...(text === undefined ? {} : { text: seal(text) }),
      };
    }
    default:
      return kind satisfies never;
  }
}

/** Files and folders that services mount, files of variables, and `.env`. */
function fileItems(side: ComposeSide, document: Json, renamed: ReadonlyMap<string, string>): readonly Item[] {
  const services = Object.values(objectOf(document["services"])).map((service) => longService(objectOf(service)));
  const variables = new Set(services.flatMap((it) => listOf(it["env_file"]).map((file) => pathOf(file, "path"))));
  const mounted = services.flatMap((it) =>
    listOf(it["volumes"]).flatMap((mount) => (objectOf(mount)["type"] === "bind" ? [pathOf(mount, "source")] : [])),
  );
  const isMounted = (path: string): boolean =>
    mounted.some((source) => source !== undefined && (path === source || path.startsWith(`${source}/`)));
  const items = [...side.files].flatMap(([path, text]) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const called = `${path.slice(0, path.length - name.length)}${renamed.get(name) ?? name}`;
    if (variables.has(path)) return [item("file", called, path, text, () => sealedLines(text))];
    return isMounted(path) ? [item("file", called, path, text, () => ({ text: sealedBody(text, NOTHING, path) }))] : [];
  });
  if (side.variables.size > 0) {
    const sealed = () => Object.fromEntries([...side.variables].map(([name, value]) => [name, seal(value)]));
    items.push(item("file", ".env", ".env", side.variables, sealed));
  }
  return items;
}

/** A file of variables: their names. A value in quotation marks may go on over lines, and so may a key in PEM. */
function sealedLines(text: string): unknown {
  const values = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.split("\n")) {
    if (last === undefined && /^\s*(?:#|$)/.test(line)) continue;
    const [, name, value = ""] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:[=:](.*))?$/s.exec(line) ?? [];
    // What has no name belongs to what has; a first line without one says nothing that is told.
    if (last === undefined && name !== undefined) values.set(name, value);
    const key: string = last ?? name ?? [...values.keys()].at(-1) ?? "";
    if (last !== undefined || name === undefined) values.set(key, `${values.get(key) ?? ""}\n${line}`);
    last = isUnfinished(values.get(key) ?? "") ? key : undefined;
  }
  return Object.fromEntries([...values].map(([name, value]) => [name, seal(value.trim())]));
}

const isUnfinished = (value: string): boolean => {
  const [quote = ""] = /^\s*["']/.exec(value) ?? [];
  const isOpen = quote !== "" && !value.trimStart().slice(1).includes(quote.trim());
  return isOpen || (/-----BEGIN [A-Z ]+-----/.test(value) && !/-----END [A-Z ]+-----/.test(value));
};

const pathOf = (item: unknown, key: string): string | undefined => {
  const path = textOf(objectOf(item)[key]);
  return path === undefined || path.startsWith("..") || path.startsWith("/") ? undefined : normalised(path);
};

/** A path as the files of a side are called. */
function normalised(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "." && segment !== "")
    .join("/");
}

function withoutRevisions(labels: unknown): unknown {
  if (!isObject(labels)) return labels;
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !REVISION.test(name)));
}

function revisionsOf(raw: unknown): readonly string[] {
  const labels = objectOf(pairs("=")(objectOf(raw)["labels"]));
  return Object.entries(labels)
    .filter(([name]) => REVISION.test(name))
    .map(([name, value]) => `${name}=${textOf(value) ?? ""}`);
}
