import type { ConfigFile } from "./config-file";
import { AshlarError } from "./diagnostics";
import { encode, type Encoding } from "./encode";
import type { Endpoint } from "./endpoint";
import type { ExternalEndpoint } from "./external-endpoint";
import type { IdentityForm } from "./identity";
import type { IssuedCertificate, IssuedForm } from "./issued-certificate";
import type { Secret } from "./secret";

/**
 * What of an endpoint a value names, as its caller sees it (through its own tunnel, if it has one). `upstream` is the
 * server's own address past that tunnel, for whatever is the tunnel.
 */
export type EndpointProperty = "host" | "port" | "address" | "url" | "upstream";

/** A file inside the container that uses the expression. */
export type FileItem =
  | { readonly kind: "identity"; readonly form: IdentityForm }
  | { readonly kind: "secret"; readonly secret: Secret }
  | { readonly kind: "issued"; readonly certificate: IssuedCertificate; readonly form: IssuedForm }
  | { readonly kind: "config"; readonly config: ConfigFile };

/**
 * A value that is not known before a target is chosen. It stays a structure until the renderer flattens it, so a
 * connection string can be re-targeted and a secret never becomes text in a manifest.
 */
export type Expression =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "secret"; readonly secret: Secret }
  | { readonly kind: "endpoint"; readonly endpoint: Endpoint | ExternalEndpoint; readonly property: EndpointProperty }
  | { readonly kind: "file"; readonly item: FileItem }
  | { readonly kind: "public-url"; readonly path: string }
  | { readonly kind: "concat"; readonly parts: readonly Expression[] }
  | { readonly kind: "encode"; readonly as: Encoding; readonly value: Expression };

/** Plain text stands for a literal wherever an expression is taken. */
export type ExpressionInput = string | Expression;

/** A place in a flattened text that a secret's value fills, after the named encodings, innermost first. */
export interface Hole {
  readonly secret: Secret;
  readonly encode: readonly Encoding[];
}

/** A piece of a flattened expression: text, or a hole. */
export type Segment = string | Hole;

/** What a renderer knows that the tree does not. */
export interface Leaves {
  endpoint(endpoint: Endpoint | ExternalEndpoint, property: EndpointProperty): string;
  file(item: FileItem): string;
  publicUrl(path: string): string;
}

/** Whether a value is an expression, not plain text. */
export function isExpression(value: unknown): value is Expression {
  return typeof value === "object" && value !== null && EXPRESSION in value;
}

const EXPRESSION = Symbol.for("ashlar.Expression");

function mark(expression: Expression): Expression {
  return Object.freeze(Object.defineProperty(expression, EXPRESSION, { value: true }));
}

/** Plain text, as it stands. */
export const literal = (text: string): Expression => mark({ kind: "literal", text });
/** The value of a secret. No renderer writes it down: what is rendered refers to where it is kept. */
export const secretValue = (secret: Secret): Expression => mark({ kind: "secret", secret });
/** Where an endpoint is, for whoever uses the expression. It must be connected to the endpoint. */
export const endpointValue = (endpoint: Endpoint | ExternalEndpoint, property: EndpointProperty): Expression =>
  mark({ kind: "endpoint", endpoint, property });
/** Path of a file of the identity that the container has: its certificate, its key, or the authorities. */
export const identityFile = (form: IdentityForm): Expression =>
  mark({ kind: "file", item: { kind: "identity", form } });
/** Path of the file that holds a secret in the container. */
export const secretFile = (secret: Secret): Expression => mark({ kind: "file", item: { kind: "secret", secret } });
/** Path of a file of an issued certificate in the container. */
export const issuedFile = (certificate: IssuedCertificate, form: IssuedForm): Expression =>
  mark({ kind: "file", item: { kind: "issued", certificate, form } });
/** Path of a configuration file in the container. */
export const configPath = (config: ConfigFile): Expression => mark({ kind: "file", item: { kind: "config", config } });
/** The platform's public url with a path behind it, for example `/auth`; the url alone when none is given. */
export const publicUrl = (path = ""): Expression => mark({ kind: "public-url", path });
/** A value in the form that another text needs, for example as a part of a URL. A secret is encoded where it is filled in. */
export const encoded = (as: Encoding, value: ExpressionInput): Expression =>
  mark({ kind: "encode", as, value: expression(value) });

/** Joins parts; plain text is taken as it stands. */
export const concat = (...parts: readonly ExpressionInput[]): Expression =>
  mark({ kind: "concat", parts: parts.map(expression) });

/** Wraps plain text. */
function expression(input: ExpressionInput): Expression {
  return typeof input === "string" ? literal(input) : input;
}

/** The single fold: an expression becomes text with holes where secrets go. */
export function flatten(input: ExpressionInput, leaves: Leaves): readonly Segment[] {
  const value = expression(input);
  switch (value.kind) {
    case "literal":
      return [value.text];
    case "secret":
      return [{ secret: value.secret, encode: [] }];
    case "endpoint":
      return [leaves.endpoint(value.endpoint, value.property)];
    case "file":
      return [leaves.file(value.item)];
    case "public-url":
      return [leaves.publicUrl(value.path)];
    case "concat":
      return joinSegments(value.parts.flatMap((part) => flatten(part, leaves)));
    case "encode":
      return encodeSegments(flatten(value.value, leaves), value.as);
    default:
      return value satisfies never;
  }
}

/** Applies an encoding to text at once and to holes when they are filled. */
export function encodeSegments(segments: readonly Segment[], as: Encoding): readonly Segment[] {
  if (as === "base64" && segments.length > 1) {
    AshlarError.throw("ASH-INPUT-002", {
      path: "expression",
      message: "base64 of a text that a secret is only a part of",
      cure: "encode a whole value",
    });
  }
  return segments.map((segment) =>
    typeof segment === "string" ? encode(as, segment) : { ...segment, encode: [...segment.encode, as] },
  );
}

/** Merges neighbouring text. */
export function joinSegments(segments: readonly Segment[]): readonly Segment[] {
  const merged: Segment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    if (typeof segment === "string" && typeof last === "string") merged[merged.length - 1] = last + segment;
    else merged.push(segment);
  }
  return merged;
}

/** The text of segments without a hole; undefined when a secret goes into them. */
export function plainText(segments: readonly Segment[]): string | undefined {
  return segments.every((segment) => typeof segment === "string") ? segments.join("") : undefined;
}

/** The secrets that an expression holds, outermost first. */
export function secretsOf(input: ExpressionInput): readonly Secret[] {
  const value = expression(input);
  if (value.kind === "secret") return [value.secret];
  if (value.kind === "concat") return value.parts.flatMap(secretsOf);
  return value.kind === "encode" ? secretsOf(value.value) : [];
}
