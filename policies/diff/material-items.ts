import { isObject, listOf, objectOf, scalarText, textOf } from "../facts/json";
import type { FoundDanger } from "./danger";
import type { Item } from "./item";
import { sealedBody } from "./sealed-body";

const NONE: ReadonlyMap<string, string> = new Map();

/**
 * What must be there before a render of ours can run: secrets by name, identities, and files that hold secrets, with
 * holes where those go. The list names values and holds none.
 */
export function materialItems(material: unknown): readonly Item[] {
  const { secrets, identities, files } = objectOf(material);
  return [
    ...itemsOf("secrets", secrets, (value) => value),
    ...itemsOf("identities", identities, (value) => value),
    ...itemsOf("files", files, (value) => ({ text: textWithHoles(objectOf(value)["segments"]) })),
  ];
}

/** Secrets that are needed and were not before. */
export function materialDangers(before: unknown, after: unknown): readonly FoundDanger[] {
  // A render that was there before its list was kept says nothing about what it needed.
  if (!isObject(before)) return [];
  const known = new Set(listOf(before["secrets"]).map((item) => scalarText(objectOf(item)["name"])));
  return listOf(objectOf(after)["secrets"]).flatMap((item) => {
    const { name, recipe } = objectOf(item);
    const text = scalarText(name);
    if (text === undefined || known.has(text)) return [];
    const isGiven = textOf(objectOf(recipe)["kind"]) === "given";
    const message = `a new secret, which must be there first: ${isGiven ? "somebody must give it" : "init makes it"}`;
    return [{ kind: "secret" as const, path: `material/secrets/${text}`, message }];
  });
}

function itemsOf(section: string, values: unknown, bodyOf: (value: unknown) => unknown): readonly Item[] {
  return listOf(values).map((value) => {
    const { namespace, name, key } = objectOf(value);
    const place = [namespace, name, key].flatMap((part) => scalarText(part) ?? []).join("/");
    const path = `material/${section}/${place}`;
    return {
      key: path,
      kind: "material",
      path,
      name: place,
      raw: value,
      body: () => sealedBody(bodyOf(value), NONE),
      hashes: () => "",
    };
  });
}

function textWithHoles(segments: unknown): string {
  return listOf(segments)
    .map((segment) => textOf(segment) ?? `{{ ${scalarText(objectOf(segment)["secret"]) ?? ""} }}`)
    .join("");
}
