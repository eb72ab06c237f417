import fc from "fast-check";
import { difference } from "../../../policies/diff/diff";
import { composePlatform } from "../fixtures/compose";
import { kubernetesPlatform } from "../fixtures/kubernetes";
import { manifests, ofManifests, ofProjects, project } from "./sides";

/** A copy in which one value, anywhere, is another one. */
function broken(value: unknown, next: () => number, put: unknown): unknown {
  if (typeof value !== "object" || value === null) return put;
  const keys = Object.keys(value);
  const key = keys[next() % Math.max(1, keys.length)];
  if (key === undefined || next() % 6 === 0) return put;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  copy[key] = broken(copy[key], next, put);
  return copy;
}

const dice = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });
const nextOf = (numbers: readonly number[]) => {
  let index = 0;
  return () => numbers[index++ % numbers.length] ?? 0;
};

describe("a difference of anything", () => {
  const objects = Object.values(kubernetesPlatform());
  const { compose, files } = composePlatform();

  it("of manifests is told, whatever stands in them", () => {
    fc.assert(
      fc.property(dice, fc.jsonValue(), (numbers, put) => {
        const other = broken(objects, nextOf(numbers), put);
        const after = Array.isArray(other) ? (other as unknown[]) : [other];
        const [there, back] = [ofManifests(objects, after), ofManifests(after, objects)];
        expect(there.counts.added).toBe(back.counts.removed);
        expect(ofManifests(after, structuredClone(after)).objects).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("of Compose projects is told, whatever stands in them", () => {
    fc.assert(
      fc.property(dice, fc.jsonValue(), (numbers, put) => {
        const [before, after] = [project(compose, files), project(broken(compose, nextOf(numbers), put), files)];
        expect(ofProjects(before, after).counts.added).toBe(ofProjects(after, before).counts.removed);
        expect(ofProjects(after, after).objects).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("of lists of what is needed is told, whatever stands in them", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        const side = (material: unknown) => ({ ...manifests([]), material });
        expect(difference({ target: "kubernetes", before: side(before), after: side(after) }).target).toBe(
          "kubernetes",
        );
      }),
    );
  });

  it("sees a key that is called as no key should be", () => {
    const config = (text: string): unknown =>
      JSON.parse(
        `{ "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "c" }, "data": { "__proto__": "${text}" } }`,
      );
    expect(ofManifests([config("a")], [config("b")]).objects).toHaveLength(1);
  });
});
