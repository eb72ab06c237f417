import * as fc from "fast-check";
import { AshlarError } from "../../../constructs/model/diagnostics";
import { type DeclaredSecret, inputsOf, orderSecrets } from "../../../constructs/secrets/order";

const seed = (name: string): DeclaredSecret => ({ name, recipe: { kind: "hex", bytes: 32 } });
const derived = (name: string, ...from: readonly string[]): DeclaredSecret => ({
  name,
  recipe: { kind: "derived", from, derivation: { kind: "hmac", purpose: name, bytes: 32 } },
});
const namesOf = (secrets: readonly DeclaredSecret[]): readonly string[] => secrets.map(({ name }) => name);

function problemsOf(secrets: readonly DeclaredSecret[]): readonly string[] {
  try {
    orderSecrets(secrets);
    return [];
  } catch (error) {
    return AshlarError.is(error) ? error.diagnostics.map(({ code, path }) => `${code} ${path}`) : [];
  }
}

it("puts what is derived after what it is derived from, and the rest by name", () => {
  const order = orderSecrets([derived("a", "b"), derived("b", "z"), seed("z"), seed("m")]);
  expect(namesOf(order)).toEqual(["z", "b", "a", "m"]);
});

it("does not depend on the order of the declarations", () => {
  // each secret may be derived from any that was declared before it, so there is no cycle
  const graph = fc
    .array(fc.array(fc.nat(20), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
    .map((inputs) =>
      inputs.map((from, index) =>
        index === 0 || from.length === 0
          ? seed(`s${index}`)
          : derived(`s${index}`, ...from.map((to) => `s${to % index}`)),
      ),
    );
  fc.assert(
    fc.property(
      graph.chain((secrets) =>
        fc.tuple(fc.constant(secrets), fc.shuffledSubarray(secrets, { minLength: secrets.length })),
      ),
      ([secrets, shuffled]) => {
        const order = namesOf(orderSecrets(shuffled));
        expect(order).toEqual(namesOf(orderSecrets(secrets)));
        expect([...order].sort()).toEqual([...namesOf(secrets)].sort());
        for (const { name, recipe } of secrets) {
          for (const from of inputsOf(recipe)) expect(order.indexOf(from)).toBeLessThan(order.indexOf(name));
        }
      },
    ),
  );
});

it("keeps one of two equal declarations, and refuses two that differ", () => {
  expect(namesOf(orderSecrets([seed("a"), seed("a")]))).toEqual(["a"]);
  expect(problemsOf([seed("a"), { name: "a", recipe: { kind: "uuid" } }])).toEqual(["ASH-GRAPH-009 a"]);
});

it("refuses a cycle once, however it is entered, and says who is in it", () => {
  const secrets = [derived("c", "a"), derived("a", "b"), derived("b", "c"), derived("outside", "b")];
  expect(problemsOf(secrets)).toEqual(["ASH-SEC-003 a"]);
  expect(problemsOf([...secrets].reverse())).toEqual(["ASH-SEC-003 a"]);
  expect(problemsOf([derived("self", "self")])).toEqual(["ASH-SEC-003 self"]);
  expect(() => orderSecrets(secrets)).toThrow('["a","b","c"]');
});

it("refuses an input that nobody declares, at the one that wants it", () => {
  expect(problemsOf([derived("token", "key")])).toEqual(["ASH-SEC-004 token"]);
});

it("tells of every problem at once", () => {
  expect(
    problemsOf([derived("x", "x"), derived("y", "nobody"), seed("z"), { name: "z", recipe: { kind: "uuid" } }]),
  ).toEqual(["ASH-SEC-003 x", "ASH-SEC-004 y", "ASH-GRAPH-009 z"]);
});
