import { svgText } from "../../../../../constructs/render/topology/svg/svg";
import { acmeTopology, hostileTopology } from "../acme";

/** Tags of a document in their order; fails when one is not closed, or closed by another. */
function tagsOf(document: string): readonly string[] {
  const open: string[] = [];
  const all: string[] = [];
  for (const [, closing, name = "", rest = ""] of document.matchAll(
    /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*\s*\/?)>/gi,
  )) {
    if (closing === "/") expect(open.pop()).toBe(name);
    else {
      all.push(name);
      if (!rest.endsWith("/")) open.push(name);
    }
  }
  expect(open).toEqual([]);
  return all;
}

describe("a picture of a topology", () => {
  const picture = svgText(acmeTopology());

  it("is one well-formed document that loads nothing", () => {
    const tags = tagsOf(picture);
    expect(tags[0]).toBe("svg");
    // Every `<` begins a tag that was counted.
    expect(picture.match(/<[a-z]/g)).toHaveLength(tags.length);
    expect(tags).not.toContain("script");
    expect(picture).not.toMatch(/@import|@font-face|url\((?!#ashlar-)|href=/);
  });

  it("tells its content to those who do not see it", () => {
    expect(picture).toContain('role="img" aria-labelledby="ashlar-title ashlar-desc"');
    expect(picture).toContain('<title id="ashlar-title">acme in prod on kubernetes</title>');
    expect(picture).toContain("acme.example/auth leads through gateway to auth.");
    expect(picture).toContain("migrate calls db (postgresql 5432; mTLS, by name, negotiated; tunnel → native).");
  });

  it("explains the lines that it has, and no others", () => {
    expect(picture).toContain("mTLS, by CA: both prove who they are");
    expect(picture).toContain("plain: nobody proves anything");
    expect(picture).not.toContain("redirect: ");
  });

  it("tells edges apart by dashes as well as by colours, in light and in dark", () => {
    expect(picture).toContain(".mtls-ca{stroke-dasharray:9 3}");
    expect(picture).toContain("@media (prefers-color-scheme:dark){");
  });

  it("is the same to the byte each time", () => {
    expect(svgText(acmeTopology())).toBe(picture);
  });

  it("lets no name become markup", () => {
    const hostile = svgText(hostileTopology());
    tagsOf(hostile);
    expect(hostile).toContain("acme&quot;&lt;script&gt;");
    expect(hostile).not.toContain("<script>");
    expect(hostile).not.toContain("<b>");
  });

  it("draws a platform in which nothing runs", () => {
    const none = { components: [], workloads: [], edges: [], exposures: [], externals: [] };
    expect(tagsOf(svgText({ ...acmeTopology(), ...none }))).not.toContain("path");
  });
});
