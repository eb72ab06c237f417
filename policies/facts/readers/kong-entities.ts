import { objectOf, textOf, textsOf, wholeNumber, type Json } from "../json";

/** Where a service leads. */
export interface KongAddress {
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
}

/** `url` is short for the fields that it is made of, and stands for them where both are there. */
export function addressOf(service: Json): KongAddress {
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

/** What an entity may be called by others: its name, and its id. */
export function namesOf(entity: Json): readonly string[] {
  return [entity["name"], entity["id"]].flatMap((name) => textOf(name) ?? []);
}

/** Whether a reference means an entity; it is a text, or an object of one. */
export function isReferenceTo(reference: unknown, entity: Json): boolean {
  const { name, id } = objectOf(reference);
  return namesOf(entity).includes(textOf(reference) ?? textOf(name) ?? textOf(id) ?? "");
}

/** What a route takes when it does not say. */
const ROUTE_PROTOCOLS = ["http", "https"];

/** The protocols of a route's clients. Never empty. */
function protocolsOf(route: Json): readonly string[] {
  const protocols = textsOf(route["protocols"]);
  return protocols.length === 0 ? ROUTE_PROTOCOLS : protocols;
}

const PLAIN = new Set(["http", "grpc", "tcp", "udp"]);

/** Whether requests without TLS are handed on; otherwise they are answered with a redirect, or told to use TLS. */
export function takesPlain(route: Json): boolean {
  return protocolsOf(route).some((protocol) => PLAIN.has(protocol));
}
