import type { UnreadContainer } from "../container";
import { isObject, listOf, objectOf, scalarText, textOf, type Json } from "../json";
import { findFile } from "../mount";
import { readYaml } from "../yaml";
import { commandWords, DIVIDER } from "./command-line";
import { addressOf, isReferenceTo, namesOf, takesPlain, type KongAddress } from "./kong-entities";
import { kongRoutes } from "./kong-routes";
import type { KongSettings } from "./kong-settings";
import type { PublicRoute } from "./public-route";

/** A route: what decides about TLS. */
export interface KongRouteFacts {
  /** Requests without TLS are handed on as well. */
  readonly takesPlain: boolean;
  readonly preserveHost: boolean;
}

/** A service: where its routes lead. */
export interface KongServiceFacts extends KongAddress {
  readonly name: string;
  readonly tlsVerify: boolean | undefined;
  readonly hasAuthorities: boolean;
  readonly hasCertificate: boolean;
  readonly routes: readonly KongRouteFacts[];
}

/** What a Kong is told to do, as far as the artifact says. */
export type KongDeclaration =
  | {
      readonly kind: "known";
      /** Where it stands. */
      readonly source: string;
      readonly services: readonly KongServiceFacts[];
      /** Of every service, and those without one. */
      readonly routes: readonly KongRouteFacts[];
      /** What the public reaches, and what it is asked for. */
      readonly publicRoutes: readonly PublicRoute[];
    }
  | { readonly kind: "unknown"; readonly why: string; readonly source: string };

interface Found {
  /** Undefined: the artifact does not have it. */
  readonly text: string | undefined;
  readonly source: string;
  /** Whether our start program joins it with plugins that hold secrets, which it shows where Kong looks at nothing. */
  readonly isJoined?: boolean;
}

/** The declarative file of a container: the one that it is told to read, or the one that our start program makes it of. */
export function readDeclaration(container: UnreadContainer, settings: KongSettings): KongDeclaration {
  const database = settings("database");
  if (database?.value !== "off") return unknown("its routes are in a database", database?.source ?? "KONG_DATABASE");
  const {
    text,
    source,
    isJoined = false,
  } = inlineText(settings) ?? ownRoutes(container) ?? namedFile(container, settings);
  if (text === undefined) return unknown("its declarative file is not among the files of the artifact", source);
  const document = parse(text);
  if (document === undefined) return unknown("its declarative file cannot be read", source);
  return declarationOf(isJoined ? joined(document) : document, source);
}

function joined(document: Json): Json {
  return { ...document, plugins: [...listOf(document["plugins"]), ...listOf(document["_ignore"])] };
}

function inlineText(settings: KongSettings): Found | undefined {
  const inline = settings("declarative_config_string");
  return inline === undefined ? undefined : { text: inline.value, source: inline.source };
}

function namedFile({ mounts }: UnreadContainer, settings: KongSettings): Found {
  const named = settings("declarative_config");
  if (named === undefined) return { text: undefined, source: "KONG_DECLARATIVE_CONFIG" };
  if (named.value === undefined) return { text: undefined, source: named.source };
  return { text: findFile(mounts, named.value)?.text, source: named.value };
}

/**
 * The routes that our start program joins with keys and authorities. Another program may change what it finds, so that
 * a file which merely lies there says nothing about what Kong is told in the end.
 */
function ownRoutes(container: UnreadContainer): Found | undefined {
  const path = container.env.find(({ name }) => name === "ASHLAR_ROUTES")?.value;
  if (path === undefined || !joinsRoutes(commandWords(container))) return undefined;
  return { text: findFile(container.mounts, path)?.text, source: path, isJoined: true };
}

/** `cat "$ASHLAR_ROUTES" …` is what a command does, and what commands say goes to the file that Kong reads. */
function joinsRoutes(words: readonly string[]): boolean {
  const begins = words.some((word, index) => {
    const before = words[index - 1] ?? DIVIDER;
    return word === "cat" && words[index + 1] === "$ASHLAR_ROUTES" && (before === DIVIDER || before === "{");
  });
  return begins && words.some((word) => /^>\$KONG_DECLARATIVE_CONFIG(?:\.new)?$/.test(word));
}

function unknown(why: string, source: string): KongDeclaration {
  return { kind: "unknown", why, source };
}

function parse(text: string): Json | undefined {
  try {
    const { documents } = readYaml(text, "kong");
    const [document] = documents;
    return documents.length === 1 && isObject(document) && scalarText(document["_format_version"]) !== undefined
      ? document
      : undefined;
  } catch {
    return undefined;
  }
}

function declarationOf(document: Json, source: string): KongDeclaration {
  const loose = listOf(document["routes"]).map(objectOf);
  const services = listOf(document["services"])
    .map(objectOf)
    .map((service) => serviceOf(service, loose));
  return {
    kind: "known",
    source,
    services,
    routes: [...services.flatMap(({ routes }) => routes), ...loose.map(routeOf)],
    publicRoutes: kongRoutes(document),
  };
}

function serviceOf(service: Json, loose: readonly Json[]): KongServiceFacts {
  const address = addressOf(service);
  const own = loose.filter(({ service: to }) => isReferenceTo(to, service));
  const { tls_verify: tlsVerify, client_certificate: certificate } = service;
  return {
    ...address,
    name: namesOf(service)[0] ?? address.host,
    tlsVerify: typeof tlsVerify === "boolean" ? tlsVerify : undefined,
    hasAuthorities: listOf(service["ca_certificates"]).length > 0,
    hasCertificate: textOf(certificate) !== undefined || isObject(certificate),
    routes: [...listOf(service["routes"]).map(objectOf), ...own].map(routeOf),
  };
}

function routeOf(route: Json): KongRouteFacts {
  return { takesPlain: takesPlain(route), preserveHost: route["preserve_host"] === true };
}
