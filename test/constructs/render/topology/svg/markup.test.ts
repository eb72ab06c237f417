import fc from "fast-check";
import { element, escaped, textElement } from "../../../../../constructs/render/topology/svg/markup";

/** What a reader of XML makes of a text. */
const read = (text: string): string =>
  text.replaceAll("&quot;", '"').replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&amp;", "&");

describe("markup", () => {
  it("gives back every text that XML can hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const written = escaped(text);
        expect(written).not.toMatch(/[<>"]|&(?!(?:amp|lt|gt|quot);)/);
        // eslint-disable-next-line no-control-regex -- what XML cannot hold
        expect(read(written)).toBe(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ""));
      }),
    );
  });

  it("leaves out what XML cannot hold", () => {
    expect(escaped("a\u0000b\ud800c\uffffd😀")).toBe("abcd😀");
  });

  it("writes attributes that are given, and short numbers", () => {
    expect(element("rect", { x: 1.23456, class: undefined, rx: 2 })).toBe('<rect x="1.2" rx="2"/>');
    expect(textElement(`<&"`, { class: `a"b` })).toBe('<text class="a&quot;b">&lt;&amp;&quot;</text>');
  });
});
