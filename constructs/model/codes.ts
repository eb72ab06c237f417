import type { Severity } from "./diagnostics";

/** What the catalogue says of a code. */
export interface CodeEntry {
  readonly title: string;
  readonly severity: Severity;
  readonly cure: string;
  /** What brings it about. Absent: what its family says of all. */
  readonly why?: string;
  /** A declaration that brings it about. */
  readonly example?: string;
}

const error = (title: string, cure: string): CodeEntry => ({ title, severity: "error", cure });
const warning = (title: string, cure: string): CodeEntry => ({ title, severity: "warning", cure });

/** The codes of the library's own mechanisms. A code is never reused for another meaning. */
const CODES = {
  // input
  "ASH-INPUT-001": error("unknown key", "remove the key or correct its spelling"),
  "ASH-INPUT-002": error("wrong value", "give a value of the expected form"),
  "ASH-INPUT-003": error("missing value", "set the key"),
  "ASH-INPUT-004": error("malformed environment file", "correct the file's syntax at the named line"),
  "ASH-INPUT-005": error("module has no platform", "export a platform, or a function that returns one, as the default"),
  "ASH-INPUT-006": error("file cannot be read", "check the path and its permissions"),
  "ASH-INPUT-007": error("unknown stack", "name a stack of the library or a module's path"),
  // units
  "ASH-UNIT-001": error("not a cpu quantity", "write cores (0.5, 2) or millicores (500m)"),
  "ASH-UNIT-002": error("not a size", "write a whole number with a unit, for example 512Mi or 20Gi"),
  "ASH-UNIT-003": error("not a duration", "write a whole number with a unit, for example 30s, 5m, 12h or 7d"),
  "ASH-UNIT-004": error("not a cron expression", "write five fields: minute, hour, day of month, month, day of week"),
  "ASH-UNIT-005": error("impossible size", "choose a size within the allowed range"),
  // names
  "ASH-NAME-001": error("not a valid id", "use lower-case letters, digits and hyphens, starting with a letter"),
  "ASH-NAME-002": error("name over the limit", "choose a shorter id"),
  "ASH-NAME-003": error("two constructs share a name", "rename one of them"),
  // the graph
  "ASH-GRAPH-001": error(
    "edge to a component of another platform",
    "pass a reference of the same platform, or declare an external endpoint",
  ),
  "ASH-GRAPH-002": error("cyclic wait", 'declare one of these connections with wait: "none" and let its client retry'),
  "ASH-GRAPH-003": error("addition after the platform was sealed", "add to the platform before it is rendered"),
  "ASH-GRAPH-004": error(
    "wait for something that tells no readiness",
    'declare a readiness probe on the server, or wait: "started"',
  ),
  "ASH-GRAPH-005": error("peer without a workload", "return a workload for this peer from the component's lowering"),
  "ASH-GRAPH-006": error("expression names an endpoint without a connection", "connect the peer to the endpoint"),
  "ASH-GRAPH-007": error(
    "expression names a file that is not mounted",
    "add the item to the container's material or mounts",
  ),
  "ASH-GRAPH-008": error("public url is not set", "set publicUrl on the platform"),
  "ASH-GRAPH-010": error(
    "the public url has no TLS",
    "set publicUrl to an https url, for example https://acme.example",
  ),
  "ASH-GRAPH-009": error("conflicting declarations", "declare it once, or the same way in each place"),
  // targets
  "ASH-TARGET-001": error("component cannot be realised on this target", "choose another target or another component"),
  "ASH-TARGET-002": error(
    "field is not supported by this target",
    "remove the field, or accept the loss by its code with allowLoss",
  ),
  "ASH-TARGET-003": warning("accepted loss", "nothing, as long as the loss is intended"),
  "ASH-TARGET-004": error("escape hatch failed", "correct the edit or the patch"),
  "ASH-TARGET-005": error(
    "output folder holds files that are not ours",
    "choose an empty folder, or remove the named files",
  ),
  "ASH-TARGET-006": error("no address range is left", "choose a wider range, for example a /16"),
  "ASH-TARGET-007": error(
    "admission policies that nobody makes",
    "pass `admissionPolicies: admissionObjects` of ashlar/policies to what renders the platform, or leave its admission setting out",
  ),
  // images
  "ASH-IMAGE-001": error("image without a fixed tag", "name a version; `latest` moves under a running platform"),
  "ASH-IMAGE-002": error("not an image reference", "write registry/repository:tag or registry/repository:tag@sha256:…"),
  // secrets
  "ASH-SEC-001": error("secret given as text", "pass a Secret of the platform; its value is kept outside the tree"),
  "ASH-SEC-002": error(
    "recipe that makes no secret",
    "ask for at least 64 bits of randomness, in whole characters or bytes",
  ),
  "ASH-SEC-003": error("secrets derived from one another", "derive each of them from a seed that is generated"),
  "ASH-SEC-004": error("secret derived from an unknown one", "declare the input, or correct its name"),
  "ASH-SEC-005": error(
    "input of a derivation has the wrong form",
    "derive from a secret of the recipe that the derivation needs",
  ),
  "ASH-SEC-006": error(
    "published demo value used as a secret",
    "set a value of your own; `openssl rand -hex 32` prints one",
  ),
  "ASH-SEC-007": error("secret is too weak", "set a longer, random value; `openssl rand -hex 32` prints one"),
  "ASH-SEC-008": error("derivation cannot be computed", "correct the derivation's settings"),
  "ASH-SEC-009": error("password in a url", "take user and password out of the url: it is written into rendered files"),
  // certificates
  "ASH-PKI-001": error(
    "certificate or key cannot be read",
    "give PEM text that `openssl x509` or `openssl pkey` reads",
  ),
  "ASH-PKI-002": error("not a common name", "use a shorter name without control characters"),
  "ASH-PKI-003": error("certificate without an alternative name", "give at least one DNS name, URI or IP address"),
  "ASH-PKI-004": error("not a name that a certificate can carry", "correct the name, or write it in its ASCII form"),
  "ASH-PKI-005": error("certificate would outlive its authority", "ask for fewer days, or replace the authority first"),
  "ASH-PKI-006": error(
    "not a certificate authority",
    "give a certificate with basicConstraints CA and its EC or RSA key",
  ),
  "ASH-PKI-007": error("impossible validity", "give a whole number of days"),
  "ASH-PKI-008": error("store needs a password", "give a password of at least 6 printable ASCII characters"),
  "ASH-PKI-009": error("certificate without a usage", 'name at least one of "server" and "client"'),
  "ASH-PKI-010": error(
    "certificate and key do not belong together",
    "give the key that the certificate was issued for",
  ),
  "ASH-PKI-011": error("certificate out of its time", "give a certificate that is valid today"),
  "ASH-PKI-012": error("certificate for other hosts", "give a certificate that names every host"),
  // rules
  "ASH-RULE-001": error("unknown rule", "name a rule of the reference, for example BASE-001"),
  // differences
  "ASH-DIFF-001": error(
    "folders of unrelated platforms",
    "name two states of one platform, for example its render before and after a change",
  ),
  "ASH-DIFF-002": error(
    "base of a preview that is nowhere",
    "name a folder of rendered files, or a branch, tag or commit that is fetched: a shallow clone has few of them",
  ),
  "ASH-DIFF-003": error(
    "not in a git repository",
    "run it in the repository's folder, or name a folder of rendered files as the base",
  ),
  "ASH-DIFF-004": error(
    "changes that are not committed",
    "commit or stash them, or preview them as they are with --allow-dirty",
  ),
  "ASH-DIFF-005": error(
    "platform of the base cannot be rendered",
    "compare with a commit whose platform renders, or with a folder of its rendered files",
  ),
  "ASH-DIFF-006": error(
    "base that is a folder and a commit",
    "write ./<name> for the folder, refs/heads/<name> for the branch",
  ),
  "ASH-DIFF-008": error(
    "preview of Pulumi that does not tell everything",
    "make it with --show-sames, and let it succeed",
  ),
  "ASH-DIFF-007": error("git refused", "do what git says, or name a folder of rendered files as the base"),
  // environment facts
  "ASH-ENV-001": warning("environment fact is not set", "set the named fact of the cluster"),
} as const satisfies Record<string, CodeEntry>;

declare const DEFINED: unique symbol;

/** A code that a component brings; only {@link defineCodes} makes one. */
export type DefinedCode = string & { readonly [DEFINED]: true };

/** A code of the catalogue, or one that a component brings. */
export type Code = keyof typeof CODES | DefinedCode;

/** What a component says of a code of its own. */
export interface CodeDefinition {
  /** Stable, for example `ASH-PG-001`. Components outside the library choose a prefix of their own. */
  readonly code: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What to do about it. */
  readonly cure: string;
  /**
   * What brings it about, and what would come of it; a sentence in lower case, for `ashlar explain`.
   *
   * @default that a declaration of the component contradicts itself, or what the program behind it can do
   */
  readonly why?: string;
  /**
   * A declaration that brings it about, as a user writes it.
   *
   * @default none is shown
   */
  readonly example?: string;
  /**
   * How bad it is.
   *
   * @default error: it stops the render
   */
  readonly severity?: Severity;
}

const catalogue = new Map<string, CodeEntry>(Object.entries(CODES));

/**
 * Adds a component's codes to the catalogue. They stand in the component's folder, and nowhere else.
 *
 * @throws TypeError when a code means something else already
 */
export function defineCodes<Name extends string>(
  codes: Readonly<Record<Name, CodeDefinition>>,
): Readonly<Record<Name, DefinedCode>> {
  const entries = Object.entries<CodeDefinition>(codes).map(([name, { code, severity = "error", ...told }]) => {
    const known = catalogue.get(code);
    if (known !== undefined && known.title !== told.title)
      throw new TypeError(`${code} means "${known.title}" already`);
    catalogue.set(code, { ...told, severity });
    return [name, code];
  });
  return Object.fromEntries(entries) as Readonly<Record<Name, DefinedCode>>;
}

/** What the catalogue says of a code. */
export function codeEntry(code: Code): CodeEntry {
  const entry = catalogue.get(code);
  if (entry === undefined) throw new TypeError(`${code} is not in the catalogue`);
  return entry;
}

/** Whether a text is a code of the catalogue. */
export function isCode(text: unknown): text is Code {
  return typeof text === "string" && catalogue.has(text);
}

/** The whole catalogue, with what the loaded components bring. */
export function allCodes(): ReadonlyMap<string, CodeEntry> {
  return new Map([...catalogue].sort(([a], [b]) => (a < b ? -1 : 1)));
}
