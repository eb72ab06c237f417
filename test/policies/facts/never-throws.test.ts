import fc from "fast-check";
import { checkFacts } from "../../../policies/check";
import { composeFacts } from "../../../policies/facts/compose";
import { kubernetesFacts } from "../../../policies/facts/kubernetes";
import { composePlatform } from "../fixtures/compose";
import type { Document } from "../fixtures/edit";
import { kubernetesPlatform } from "../fixtures/kubernetes";

const anything = fc.jsonValue({ maxDepth: 4 });

/** Every place in a document, so that something unexpected can be put there. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]))];
}

/** A document with one thing in it that does not belong there. */
function disturbed(document: Document) {
  return fc
    .tuple(fc.constantFrom(...places(document).filter(({ length }) => length > 0)), anything)
    .map(([path, value]) => {
      const copy = structuredClone(document);
      const parent = path.slice(0, -1).reduce<Document>((item, key) => item[key] as Document, copy);
      parent[path.at(-1) ?? ""] = value;
      return copy;
    });
}

/** Facts are worth something only when every rule can be asked about them. */
const judged = {
  kubernetes: (values: readonly unknown[]) => checkFacts(kubernetesFacts(values)),
  compose: (document: unknown, files = new Map<string, string>()) => checkFacts(composeFacts(document, files)),
};

describe("facts and rules take anything that YAML can say", () => {
  it("as Kubernetes objects", () => {
    fc.assert(fc.property(fc.array(anything), (values) => judged.kubernetes(values).target === "kubernetes"));
  });

  it("as a Compose document", () => {
    fc.assert(fc.property(anything, (document) => judged.compose(document).target === "compose"));
  });

  it("in any field of objects that are otherwise good", () => {
    fc.assert(
      fc.property(disturbed(kubernetesPlatform()), (objects) => {
        judged.kubernetes(Object.values(objects));
      }),
      { numRuns: 150 },
    );
  });

  it("in any field of a Compose document that is otherwise good", () => {
    const { compose, files } = composePlatform();
    fc.assert(
      fc.property(disturbed(compose), (document) => {
        judged.compose(document, new Map(Object.entries(files)));
      }),
      { numRuns: 150 },
    );
  });

  it("in any text of a server's own files", () => {
    const { compose, files } = composePlatform();
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(files)),
        fc.string({ unit: "grapheme", maxLength: 200 }),
        (name, text) => {
          judged.compose(compose, new Map(Object.entries({ ...files, [name]: text })));
        },
      ),
      { numRuns: 100 },
    );
  });
});
