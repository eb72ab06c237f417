import { mermaidText } from "../../../../constructs/render/topology/mermaid";
import { acmeTopology, hostileTopology } from "./acme";

/** Every label of a flowchart: what stands between quotes. Mermaid ends a label at the next quote. */
const labelsOf = (text: string): readonly string[] => [...text.matchAll(/"([^"]*)"/g)].map(([, label]) => label ?? "");

describe("a Mermaid flowchart", () => {
  const text = mermaidText(acmeTopology());
  const lines = text.split("\n").map((line) => line.trim());

  it("begins as one, with a title for those who hear it", () => {
    expect(lines[0]).toBe("flowchart LR");
    expect(lines).toContain("accTitle: acme in prod on kubernetes");
  });

  it("frames components, and scopes around them", () => {
    expect(text).toMatch(/subgraph s\d+\["shop"\]\n {4}subgraph c\d+\["worker: Sample"\]/);
    const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
    expect(count(/^subgraph /)).toBe(8);
    expect(count(/^end$/)).toBe(8);
  });

  it("gives each kind of workload a shape of its own", () => {
    expect(lines.some((line) => /^n\d+\["api<br\/>service ×2"\]$/.test(line))).toBe(true);
    expect(lines.some((line) => /^n\d+\[\("db<br\/>stateful ×3"\)\]$/.test(line))).toBe(true);
    expect(lines.some((line) => /^n\d+\[\["migrate<br\/>job"\]\]:::job$/.test(line))).toBe(true);
    expect(lines.some((line) => /^n\d+\[\["cleanup<br\/>cron, every 1h"\]\]:::job$/.test(line))).toBe(true);
  });

  it("draws each edge with what it carries and how it is closed", () => {
    expect(text).toContain('-->|"postgresql 5432<br/>mTLS, by name, negotiated; tunnel → native"|');
    expect(text).toContain('-->|"http 8443<br/>mTLS, by CA; native → sidecar"|');
    expect(text).toContain('-.->|"tcp 465<br/>TLS"|');
  });

  it("marks the edges that nothing protects", () => {
    const edges = lines.filter((line) => /^n\d+ -\.?->\|/.test(line));
    const plain = edges.findIndex((line) => line.includes("plain"));
    expect(lines).toContain(`linkStyle ${plain} stroke:#c2410c,stroke-dasharray: 2 3`);
  });

  it("shows what is public with all its paths", () => {
    expect(text).toContain('"https://acme.example<br/>/auth → auth<br/>/jobs → shop/worker<br/>/rest/v1 → api"');
  });

  it("lets no name end a label, begin markup, or be taken for a word of the language", () => {
    const hostile = mermaidText(hostileTopology());
    for (const label of labelsOf(hostile)) {
      expect(label.replaceAll("<br/>", "")).not.toMatch(/[<>&`\\]|#(?!35;|92;|96;|quot;|lt;|gt;|amp;)/);
    }
    expect(hostile.split("\n").filter((line) => line.trim() === "end")).toHaveLength(1);
    expect(hostile).toContain("#quot;] ; subgraph x #lt;b#gt;#amp;amp; #96;md#96; #35;35; ]]#gt; #92;n");
    // Ids are our own: `end` and `click` as ids would be statements.
    const ids = [...hostile.matchAll(/^\s*(\w+)[[({]/gm)].map(([, id]) => id);
    expect(ids).toEqual(["n1", "n2", "n3"]);
  });
});
