import { codeBlock, codeCell, codeSpan, cut, plainText, tagCode } from "../../../cli/comment/markdown-text";

describe("a text as code", () => {
  it.each([
    ["web", "`web`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["a``b`", "``` a``b` ```"],
    ["one\r\ntwo", "`one two`"],
    ["", "` `"],
    ["red\u001b[31m \u202eback", "`red\\u001b[31m \\u202eback`"],
  ])("is closed by nothing in it: %j", (text, expected) => {
    expect(codeSpan(text)).toBe(expected);
  });

  it.each([
    ["a|b", "`a\\|b`"],
    // The backslash must not take the one that escapes the bar.
    ["a\\|b", "`a\\ \\|b`"],
  ])("stays in its cell: %j", (text, expected) => {
    expect(codeCell(text)).toBe(expected);
  });

  it("ends no tag and calls nobody", () => {
    expect(tagCode("</summary></details>\n@all & <img src=x>")).toBe(
      "<code>&lt;/summary&gt;&lt;/details&gt; @\u200ball &amp; &lt;img src=x&gt;</code>",
    );
  });

  it("has a fence that is longer than any in it, also in a name with a line break", () => {
    expect(codeBlock("diff", ["+ a\n```\n</details>", "- ````"])).toBe(
      "`````diff\n+ a ``` </details>\n- ````\n`````\n",
    );
  });
});

describe("a text as text", () => {
  it.each([
    [
      "*a* _b_ `c` ~d~ |e| [f](g) ![h](i) $x$",
      "\\*a\\* \\_b\\_ \\`c\\` \\~\u200bd\\~ \\|e\\| \\[f\\](g) \\!\\[h\\](i) \\$\u200bx\\$",
    ],
    ["<b>&amp;</b>", "&lt;b&gt;&amp;\u200bamp;&lt;/b&gt;"],
    ["@team, a#12, GH-3", "@\u200bteam, a\\#\u200b12, GH-\u200b3"],
    ["see https://evil.example or www.evil.example", "see https:\u200b//evil.example or www\u200b.evil.example"],
    ["two\n\n# lines", "two \\# lines"],
  ])("means its letters: %j", (text, expected) => {
    expect(plainText(text)).toBe(expected);
  });

  it("is cut between characters, never inside of one", () => {
    expect(cut("ab😀cd", 3)).toBe("ab😀…");
    expect(cut("abc", 3)).toBe("abc");
    expect(cut("a\nbc", 2)).toBe("a\n…");
  });
});
