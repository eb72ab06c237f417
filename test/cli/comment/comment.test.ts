import { commentText, markerOf, type Comment } from "../../../cli/comment/comment";
import { fitted, LONGEST, type Group } from "../../../cli/comment/fitted";
import type { DiffComparison } from "../../../cli/schemas/diff";

const NONE = { critical: 0, high: 0, medium: 0, low: 0 };

const comparison = (changes: Partial<DiffComparison> = {}): DiffComparison => ({
  name: "acme-dev",
  path: "",
  target: "kubernetes",
  counts: { added: 0, removed: 0, changed: 0, replaced: 0 },
  hashesOnly: 0,
  dangers: [],
  newFindings: [],
  fixedFindings: [],
  keptFindings: 0,
  remaining: [],
  newMandatory: 0,
  severities: { new: NONE, fixed: NONE, remaining: NONE },
  rules: 70,
  capacity: [],
  objects: [],
  left: { dangers: 0, newFindings: 0, fixedFindings: 0, objects: 0 },
  unread: [],
  ...changes,
});

const comment = (parts: Comment["parts"], others: Partial<Comment> = {}): string =>
  commentText({
    command: "preview",
    about: ["acme/dev/kubernetes"],
    notes: [],
    parts,
    rulePages: undefined,
    ...others,
  });

const HOSTILE = "x`|\\|</details></summary>\n\n<img src=x onerror=1> @all #1 https://evil.example\n```\n";

const finding = (code: string, level: "mandatory" | "advisory") => ({
  code,
  severity: "high" as const,
  level,
  object: "o",
  path: HOSTILE,
  message: HOSTILE,
  cure: HOSTILE,
});

describe("a comment", () => {
  it("begins with the marker, the verdict and the counts of each environment", () => {
    const text = comment(
      [
        { environment: "dev", comparison: comparison({ counts: { added: 1, changed: 2, replaced: 3, removed: 4 } }) },
        { environment: "prod", comparison: comparison() },
      ],
      { notes: ["Compared with main."] },
    );
    expect(text.split("\n").slice(0, 8)).toEqual([
      "<!-- ashlar-preview: acme/dev/kubernetes -->",
      "### ✅ Ashlar: 10 objects change, nothing dangerous, no new mandatory finding",
      "",
      "Compared with main.",
      "",
      "| environment | target | + added | ~ changed | ± replaced | − removed | dangers | findings | hashes alone |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
      "| `dev` | kubernetes | 1 | 2 | 3 | 4 | 0 | +0 −0 |  |",
    ]);
  });

  it("says what rules find: new, fixed and remaining by severity, each with its title, and once where more is told", () => {
    const part = {
      comparison: comparison({
        newFindings: [finding("BASE-010", "mandatory")],
        fixedFindings: [finding("BASE-011", "advisory")],
        newMandatory: 1,
        remaining: [
          { code: "MTLS-001", severity: "high", level: "mandatory", count: 3 },
          { code: "BASE-034", severity: "low", level: "advisory", count: 1 },
        ],
        severities: { new: { ...NONE, high: 1 }, fixed: { ...NONE, high: 1 }, remaining: { ...NONE, high: 3, low: 1 } },
      }),
    };
    const text = comment([part]);
    expect(text).toContain("### ⛔ Ashlar");
    expect(text).toContain(
      "**Rules for `acme-dev` on kubernetes**: ⛔ new: 1 high (1 mandatory); fixed: 1 high; remaining: 3 high, 1 low (70 rules)",
    );
    expect(text).toContain("- ⛔ new `BASE-010` (every image is pinned by its digest) high, mandatory: ");
    expect(text).toContain("- ✅ fixed `BASE-011` (no pod holds a token of the Kubernetes API) high: ");
    expect(text).toContain("- remaining, high: `MTLS-001` (every edge is proven to demand a client certificate) ×3\n");
    // A link into the library's repository is dead in another one.
    expect(text).not.toContain("](");
    expect(text.split("ashlar explain")).toHaveLength(2);
    expect(text.trimEnd().split("\n").at(-1)).toBe("What a rule demands, and why: `ashlar explain BASE-010`");
    const linked = comment([part], { rulePages: "https://rules.example/pages" });
    expect(linked).toContain("- ⛔ new [BASE-010](https://rules.example/pages/BASE-010.md) high, mandatory: ");
    expect(linked).toContain("- remaining, low: [BASE-034](https://rules.example/pages/BASE-034.md)\n");
    expect(linked).not.toContain("ashlar explain");
  });

  it("says what Pulumi would do to what is no object, and never that nothing changes", () => {
    const counts = { delete: 1, replace: 0, discard: 0, update: 2, import: 0, create: 0 };
    const untold = [{ operation: "delete" as const, type: "aws:s3/bucket:Bucket", name: HOSTILE }];
    const parts = [{ environment: "prod", comparison: comparison() }];
    const text = comment(parts, { resources: { counts, untold, left: 3 } });
    expect(text).toContain("Ashlar: 4 other resources change, nothing dangerous");
    expect(text).toContain("**Pulumi would**: delete 1, update 2; what is no Kubernetes object");
    expect(text).toMatch(/^- − delete `aws:s3\/bucket:Bucket` ````x`.*````$/m);
    expect(text).toContain("- … 3 more resources\n");
    const nothing = { ...counts, delete: 0, update: 0 };
    expect(comment(parts, { resources: { counts: nothing, untold: [], left: 0 } })).toContain("Ashlar: no changes");
    // Objects that differ in content hashes alone.
    expect(comment(parts, { resources: { counts, untold: [], left: 0 } })).toContain("Ashlar: 3 resources change, ");
  });

  it("is nothing but text, wherever a hostile one stands", () => {
    const text = comment(
      [
        {
          environment: HOSTILE,
          comparison: comparison({
            name: HOSTILE,
            path: HOSTILE,
            counts: { added: 1, removed: 0, changed: 1, replaced: 0 },
            dangers: [{ kind: "image", path: HOSTILE, message: HOSTILE, others: 1 }],
            newFindings: [finding("BASE-001", "advisory")],
            capacity: [
              { scope: HOSTILE, what: "pods", before: "1", after: "2", delta: "+1", budget: "1", fits: false },
            ],
            objects: [
              {
                action: "changed",
                kind: "k",
                path: HOSTILE,
                fields: [{ path: HOSTILE, action: "changed", before: HOSTILE, after: `${HOSTILE}2` }],
              },
              { action: "added", kind: "k", path: HOSTILE, fields: [] },
            ],
            unread: [{ path: HOSTILE, reason: HOSTILE }],
          }),
        },
      ],
      { notes: [HOSTILE], about: [HOSTILE, "--> <b>"] },
    );
    expect(text.split("\n")[0]).toMatch(/^<!-- ashlar-preview: [\w./ -]+ -->$/);
    // Without what is code by Markdown or by a tag, nothing is left that could do anything.
    const blocks = text.replace(/^(`{3,})diff\n[^]*?\n\1$/gm, "");
    const bare = blocks.replace(/(?<!\\)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "").replace(/<code>[^<]*<\/code>/g, "");
    expect(bare).not.toMatch(/<(?!!-- ashlar|\/?details>|\/?summary>)/);
    expect(bare).not.toMatch(/@\w|[^\\]#\d|https:\/\/evil/);
    expect(bare.split("<details>").length).toBe(bare.split("</details>").length);
    // A tag's block ends at an empty line: what follows the end of one must be Markdown again.
    expect(text).not.toMatch(/<\/details>\n[^\n]/);
    // Rows keep their cells.
    for (const row of text.split("\n").filter((line) => line.startsWith("| `")))
      expect(row.replace(/\\./g, "").split("|").length).toBe(row.includes("fit") ? 10 : 11);
  });

  it.each(["|", "<", "é", "\u202e", "@a", "😀"])(
    "holds within what forges take, however long all of it is: %j",
    (letter) => {
      const long = letter.repeat(70_000);
      const part = {
        environment: long,
        comparison: comparison({
          name: long,
          path: long,
          dangers: Array.from({ length: 300 }, () => ({
            kind: "image" as const,
            path: "p".repeat(200),
            message: "m",
            others: 0,
          })),
          objects: [{ action: "added", kind: "k", path: long, fields: [] }],
          counts: { added: 1, removed: 0, changed: 0, replaced: 0 },
        }),
      };
      const text = comment(
        Array.from({ length: 40 }, () => part),
        { notes: Array(50).fill(long), about: Array(9).fill(long) },
      );
      expect(text).toMatch(/38 more notes/);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LONGEST);
      expect(text).toMatch(/10 more rows/);
      expect(text).toMatch(/\*\*\d+ dangers, .*40 objects more\*\*, which a comment has no room for/);
      expect(text.split("<details>").length).toBe(text.split("</details>").length);
    },
  );
});

describe("a marker", () => {
  it("is one comment on one line, and other for other things", () => {
    expect(markerOf("preview", ["a-->b", "c--d"])).toBe("<!-- ashlar-preview: a-_b c-d -->");
    const many = Array.from({ length: 100 }, (_, index) => `platform-${index}/dev/compose`);
    expect(markerOf("preview", many)).toHaveLength(markerOf("preview", [...many.slice(1), "x"]).length);
    expect(markerOf("preview", many)).not.toBe(markerOf("preview", [...many.slice(0, -1), "x"]));
  });
});

describe("what does not fit", () => {
  it("is counted, and every tag that was opened is closed", () => {
    const block = (length: number, count = 1) => ({ is: "object" as const, text: "x".repeat(length), count });
    const groups: readonly Group[] = [
      { open: { text: "<details>" }, blocks: [block(60_000), block(60_000, 7), block(100)], close: "</details>" },
      { open: { text: "<details>" }, blocks: [block(5_000)], close: "</details>" },
    ];
    const text = fitted("", groups, "`all`");
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LONGEST);
    expect(text).toMatch(/^<details>x{60100}<\/details>\n\*\*8 objects more\*\*/);
  });
});
