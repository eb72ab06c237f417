import { load } from "js-yaml";
import type { UnreadContainer } from "../container";
import { isObject, listOf, objectOf, scalarText, textOf, textsOf, wholeNumber, type Json } from "../json";
import { findFile } from "../mount";
import type { KongSettings } from "./kong-settings";

/** A route: what decides about TLS. */
export interface KongRouteFacts {
  readonly protocols: readonly string[];
  readonly preserveHost: boolean;
}

/** A service: where its routes lead. */
export interface KongServiceFacts {
  readonly name: string;
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
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
    }
  | { readonly kind: "unknown"; readonly why: string; readonly source: string };

/** What a route takes when it does not say. */
const ROUTE_PROTOCOLS = ["http", "https"];

/**
 * The declarative file of a container: the one that it is told to read, or whichever of its files is one. Programs that
 * fill in or join such a file before Kong starts leave it elsewhere.
 */
export function readDeclaration(container: UnreadContainer, settings: KongSettings): KongDeclaration {
  const database = settings("database");
  if (database?.value !== "off") return unknown("its routes are in a database", database?.source ?? "KONG_DATABASE");
  const inline = settings("declarative_config_string");
  const given = settings("declarative_config");
  const candidates = [
    ...(inline?.value === undefined ? [] : [{ text: inline.value, source: inline.source }]),
    ...(given?.value === undefined
      ? []
      : [{ text: findFile(container.mounts, given.value)?.text, source: given.value }]),
    ...container.mounts.flatMap(({ files }) => files.map(({ path, text }) => ({ text, source: path }))),
  ];
  for (const { text, source } of candidates) {
    const document = text?.includes("_format_version") === true ? parse(text) : undefined;
    if (document !== undefined) return declarationOf(document, source);
  }
  const source = given?.source ?? "KONG_DECLARATIVE_CONFIG";
  return unknown("its declarative file is not among the files of the artifact", source);
}

function unknown(why: string, source: string): KongDeclaration {
  return { kind: "unknown", why, source };
}

function parse(text: string): Json | undefined {
  try {
    const document = load(text);
    return isObject(document) && scalarText(document["_format_version"]) !== undefined ? document : undefined;
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
  };
}

function serviceOf(service: Json, loose: readonly Json[]): KongServiceFacts {
  const address = addressOf(service);
  const names = [service["name"], service["id"]].flatMap((name) => textOf(name) ?? []);
  const own = loose.filter(({ service: to }) =>
    names.includes(textOf(to) ?? textOf(objectOf(to)["name"]) ?? textOf(objectOf(to)["id"]) ?? ""),
  );
  const { tls_verify: tlsVerify, client_certificate: certificate } = service;
  return {
    ...address,
    name: names[0] ?? address.host,
    tlsVerify: typeof tlsVerify === "boolean" ? tlsVerify : undefined,
    hasAuthorities: listOf(service["ca_certificates"]).length > 0,
    hasCertificate: textOf(certificate) !== undefined || isObject(certificate),
    routes: [...listOf(service["routes"]).map(objectOf), ...own].map(routeOf),
  };
}

/** `url` is short for the fields that it is made of, and stands for them where both are there. */
function addressOf(service: Json): Pick<KongServiceFacts, "protocol" | "host" | "port"> {
  const match = /^([a-z][a-z_]*):\/\/(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?/.exec(textOf(service["url"]) ?? "");
  if (match !== null) {
    const [, protocol = "", host = "", port] = match;
    return { protocol, host, port: port === undefined ? usualPort(protocol) : Number(port) };
  }
  const protocol = textOf(service["protocol"]) ?? "http";
  return { protocol, host: textOf(service["host"]) ?? "", port: wholeNumber(service["port"]) ?? 80 };
}

function usualPort(protocol: string): number {
  return /s$/.test(protocol) ? 443 : 80;
}

function routeOf(route: Json): KongRouteFacts {
  const protocols = textsOf(route["protocols"]);
  return {
    protocols: protocols.length === 0 ? ROUTE_PROTOCOLS : protocols,
    preserveHost: route["preserve_host"] === true,
  };
}
