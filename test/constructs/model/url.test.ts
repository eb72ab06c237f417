import { z } from "zod";
import { formatDiagnostic } from "../../../constructs/model/diagnostics";
import { issuesToDiagnostics } from "../../../constructs/model/spec";
import { url, webUrl } from "../../../constructs/model/url";

const schema = z.strictObject({ at: webUrl() });

function linesOf(at: string): readonly string[] {
  const { error } = schema.safeParse({ at }, { reportInput: true });
  return issuesToDiagnostics("app", error?.issues ?? [], { at }).map(formatDiagnostic);
}

describe("a url that is written into rendered files", () => {
  it.each([
    "https://acme.example",
    "http://localhost:5173",
    "https://acme.example:8443/base/path/",
    "https://[::1]:8443",
    "https://acme.example/@people",
    "HTTPS://Acme.Example",
  ])("may be %s", (text) => {
    expect(linesOf(text)).toEqual([]);
  });

  it.each([
    ["acme.example", "not an absolute url"],
    ["https:acme.example", "not an absolute url"],
    ["https://", "not an absolute url"],
    ["ftp://acme.example", "the url has another scheme"],
    ["https://acme.example/a b", "the url has characters that no url has"],
    // A parser drops these two without a word.
    ["https://acme\n.example", "the url has characters that no url has"],
    [" https://acme.example", "the url has characters that no url has"],
    ["https://acme.example\\path", "the url has characters that no url has"],
    ["https://acme.example?next=/", "the url has a query or a fragment"],
    ["https://acme.example/#top", "the url has a query or a fragment"],
    ["https://*.acme.example", "the url has no single host"],
    ["https://a.example,b.example", "the url has no single host"],
  ])("is not %j: %s", (text, message) => {
    expect(linesOf(text)).toEqual([
      `[app:at] ASH-INPUT-002: ${message} (got ${JSON.stringify(text)}, expected https://host[:port][/path] or http://host[:port][/path], for example https://acme.example); give a value of the expected form`,
    ]);
  });

  it.each([
    "https://user:hunter2@acme.example",
    "https://hunter2@acme.example",
    "https:\\\\user:hunter2@acme.example",
    "//user:hunter2@acme.example",
    "user:hunter2@acme.example",
  ])("has neither user nor password, and is not repeated", (text) => {
    expect(linesOf(text)).toEqual([expect.stringContaining("ASH-SEC-009: the url has a user or a password (expected")]);
    expect(linesOf(text).join()).not.toContain("hunter2");
  });

  it("is not repeated either when something else is wrong with it first", () => {
    expect(linesOf("https:/\t/user:hunter2@acme.example")).toEqual([expect.stringContaining("ASH-INPUT-002")]);
    expect(linesOf("https:/\t/user:hunter2@acme.example").join()).not.toContain("hunter2");
  });

  it("may have the scheme of an app, where any is taken", () => {
    expect(url().safeParse("capacitor://localhost").success).toBe(true);
    expect(url().safeParse("capacitor://user@localhost").success).toBe(false);
  });

  it("is a uri to editors", () => {
    expect(z.toJSONSchema(webUrl().describe("Where."))).toMatchObject({ type: "string", format: "uri" });
  });
});
