import { z } from "zod";

/** What a URL is made of (RFC 3986), so neither spaces nor line breaks, which a parser would drop without a word. */
const CHARACTERS = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/;
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
/** One name or address: no list, no wildcard. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d+)?$/i;

interface Problem {
  readonly message: string;
  readonly code?: "ASH-SEC-009";
}

/**
 * Schema of a URL that is written into rendered files: a scheme, one host, a port and a path if any. A user, a password,
 * a query and a fragment are refused; a text that may hold a password is not repeated in the message.
 *
 * @param schemes those that are taken; any when not given, for origins of apps
 */
export const url = (schemes: readonly string[] = []) =>
  z
    .string()
    .superRefine((text, context) => {
      const problem = problemOf(text, schemes);
      if (problem === undefined) return;
      const [first = "https"] = schemes;
      const { message, code } = problem;
      const forms = (schemes.length === 0 ? ["scheme"] : schemes).map((scheme) => `${scheme}://host[:port][/path]`);
      const allowed = `${forms.join(" or ")}, for example ${first}://acme.example`;
      context.addIssue({ code: "custom", message, params: { code, allowed, secret: text.includes("@") } });
    })
    .meta({ format: "uri" });

/** Schema of a web address. */
export const webUrl = () => url(["https", "http"]);

function problemOf(text: string, schemes: readonly string[]): Problem | undefined {
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (/^[^/?#\\]*[/\\]*[^/?#\\]*@/.test(text))
    return { message: "the url has a user or a password", code: "ASH-SEC-009" };
  if (!CHARACTERS.test(text)) return { message: "the url has characters that no url has" };
  if (scheme === undefined || !URL.canParse(text)) return { message: "not an absolute url" };
  if (schemes.length > 0 && !schemes.includes(scheme)) return { message: "the url has another scheme" };
  if (/[?#]/.test(text)) return { message: "the url has a query or a fragment" };
  // Schemes that apps invent keep their host as it is written.
  return HOST.test(new URL(text).host) ? undefined : { message: "the url has no single host" };
}
