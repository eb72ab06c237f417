import fc from "fast-check";
import { escapeReferences, variableReference } from "../../../../constructs/render/kubernetes/variable-reference";

/**
 * What the kubelet makes of a text: Kubernetes' `expansion.Expand`, byte by byte, with its habit of writing the byte
 * after an operator as if it were a character.
 */
function expand(input: string, variables: Readonly<Record<string, string>>): string {
  const bytes = Buffer.from(input, "utf8");
  const out: Buffer[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0x24 || at + 1 >= bytes.length) continue;
    out.push(bytes.subarray(from, at));
    const next = bytes[at + 1] ?? 0;
    const close = bytes.indexOf(")", at + 2);
    if (next === 0x24) out.push(Buffer.from("$"));
    else if (next !== 0x28) out.push(Buffer.from(`$${String.fromCodePoint(next)}`));
    else if (close === -1) out.push(Buffer.from("$("));
    else {
      const name = bytes.subarray(at + 2, close).toString();
      out.push(Buffer.from(variables[name] ?? `$(${name})`));
      at = close - 1;
    }
    at += 1;
    from = at + 1;
  }
  out.push(bytes.subarray(from));
  return Buffer.concat(out).toString("utf8");
}

const text = fc
  .array(fc.constantFrom("$", "$", "(", ")", "HOME", "{", "}", "é", "漢", "🦊", " ", "a"), { maxLength: 12 })
  .map((parts) => parts.join(""));

describe("the kubelet's variable references", () => {
  it("are what the kubelet's tests say they are", () => {
    const variables = { VAR_A: "A", VAR_B: "B" };
    expect(expand("$(VAR_A)--$(VAR_B)", variables)).toBe("A--B");
    expect(expand("f00-$$(VAR_A)", variables)).toBe("f00-$(VAR_A)");
    expect(expand("f00-$(MISSING)-$$$(VAR_B)", variables)).toBe("f00-$(MISSING)-$B");
    expect(expand("foo$(VAR_Awhoops!", variables)).toBe("foo$(VAR_Awhoops!");
  });

  it("never appear in a text that was escaped", () => {
    fc.assert(
      fc.property(text, (plain) => {
        expect(expand(escapeReferences(plain), { HOME: "/root", "": "nothing" })).toBe(plain);
      }),
    );
  });

  it("stand where they were put, whatever the text around them ends with", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const value = escapeReferences(before) + variableReference("SECRET") + escapeReferences(after);
        expect(expand(value, { SECRET: "$$(HOME)", HOME: "/root" })).toBe(`${before}$$(HOME)${after}`);
      }),
    );
  });

  it("leave a shell's own variables readable", () => {
    expect(escapeReferences('echo "$HOME" ${1}')).toBe('echo "$HOME" ${1}');
    expect(escapeReferences("$(date) in $$")).toBe("$$(date) in $$$$");
  });
});
