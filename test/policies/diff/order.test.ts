import fc from "fast-check";
import { load, loadAll } from "js-yaml";
import type { Platform } from "../../../constructs/model/platform";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { baasIn } from "../../support/baas";
import { composePlatform } from "../fixtures/compose";
import { kubernetesPlatform } from "../fixtures/kubernetes";
import { NOTHING, ofManifests, ofProjects, project } from "./sides";

/** Lists whose order means something: it is what is run, read in turn, or laid over one another. */
const ORDERED = new Set(["command", "args", "entrypoint", "test", "initContainers", "envFrom", "env_file", "config"]);

/** The same document in another order, wherever order says nothing. */
function shuffled(value: unknown, next: (bound: number) => number, field = ""): unknown {
  const inOrder = <Item>(items: readonly Item[]): readonly Item[] => {
    const left = [...items];
    return items.map(() => left.splice(next(left.length), 1)[0] as Item);
  };
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => shuffled(item, next));
    return ORDERED.has(field) ? items : inOrder(items);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    inOrder(Object.entries(value).map(([key, item]) => [key, shuffled(item, next, key)] as const)),
  );
}

const manifestsOf = (platform: Platform): readonly unknown[] =>
  renderKubernetes(platform).files.flatMap(({ text }) => loadAll(text));

function projectOf(platform: Platform): readonly [document: unknown, files: Readonly<Record<string, string>>] {
  const files = Object.fromEntries(renderCompose(platform).files.map(({ path, text }) => [path, text]));
  return [load(files["compose.yaml"] ?? ""), files];
}

const dice = fc.infiniteStream(fc.nat());
const nextOf = (stream: Iterator<number>) => (bound: number) => Number(stream.next().value) % bound;
const { compose, files } = composePlatform();

const MANIFESTS: readonly (readonly [string, readonly unknown[]])[] = [
  ["the stack in prod", manifestsOf(baasIn("prod"))],
  ["what anybody made", Object.values(kubernetesPlatform())],
];
const PROJECTS: readonly (readonly [string, unknown, Readonly<Record<string, string>>])[] = [
  ["the stack in prod", ...projectOf(baasIn("prod"))],
  ["what anybody made", compose, files],
];

describe("the same state", () => {
  it.each(MANIFESTS)("differs in nothing from itself, nor in any other order: manifests, %s", (_what, objects) => {
    expect(ofManifests(objects, structuredClone(objects))).toMatchObject({
      ...NOTHING,
      findings: { new: [], fixed: [] },
    });
    fc.assert(
      fc.property(dice, (stream) => {
        const other = shuffled(objects, nextOf(stream)) as readonly unknown[];
        expect(JSON.stringify(other)).not.toBe(JSON.stringify(objects));
        expect(ofManifests(objects, other)).toMatchObject({ ...NOTHING, findings: { new: [], fixed: [] } });
      }),
      { numRuns: 12 },
    );
  });

  it.each(PROJECTS)("differs in nothing from itself, nor in any other order: Compose, %s", (_what, document, texts) => {
    const before = project(document, texts);
    expect(ofProjects(before, project(structuredClone(document), texts))).toMatchObject(NOTHING);
    fc.assert(
      fc.property(dice, (stream) => {
        const other = shuffled(document, nextOf(stream));
        expect(JSON.stringify(other)).not.toBe(JSON.stringify(document));
        expect(ofProjects(before, project(other, texts))).toMatchObject({
          ...NOTHING,
          findings: { new: [], fixed: [] },
        });
      }),
      { numRuns: 12 },
    );
  });

  it("differs where order counts: what runs first, and what a word of a command follows", () => {
    const pod = (first: string, second: string, args: readonly string[]) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p" },
      spec: { initContainers: [{ name: first }, { name: second }], containers: [{ name: "c", args }] },
    });
    const { objects } = ofManifests([pod("a", "b", ["x", "y"])], [pod("b", "a", ["y", "x"])]);
    expect(objects[0]?.fields.map(({ path, action }) => `${path} ${action}`)).toEqual([
      "spec.initContainers moved",
      "spec.containers[c].args[0] removed",
      "spec.containers[c].args[1] added",
    ]);
  });
});

describe("a change and its way back", () => {
  it("name the same objects, whatever is changed", () => {
    const objects = Object.values(kubernetesPlatform());
    const indices = fc.uniqueArray(fc.nat(objects.length - 1), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(indices, indices, (removed, labelled) => {
        const after = objects.flatMap((object, index) => {
          if (removed.includes(index)) return [];
          const metadata = { ...(object["metadata"] as object), annotations: { note: "new" } };
          return [labelled.includes(index) ? { ...object, metadata } : object];
        });
        const [there, back] = [ofManifests(objects, after), ofManifests(after, objects)];
        expect(there.counts).toEqual({ ...back.counts, added: back.counts.removed, removed: back.counts.added });
        expect(there.counts.removed).toBe(removed.length);
        expect(there.counts.changed).toBe(labelled.filter((index) => !removed.includes(index)).length);
        expect(there.objects.map(({ path }) => path)).toEqual(back.objects.map(({ path }) => path));
        expect(there.findings.new).toEqual(back.findings.fixed);
      }),
      { numRuns: 40 },
    );
  });
});
