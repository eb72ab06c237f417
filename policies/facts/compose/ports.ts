import type { PortFacts } from "../container";
import { isObject, listOf, scalarText, textOf, wholeNumber, type Json } from "../json";

/** More ports than this in one range are told as the first of them. */
const MANY = 64;

/** A port that the host hands on. */
export interface PublishedPort {
  /** Undefined: not to be told before it runs. */
  readonly port: number | undefined;
  readonly protocol: string;
  /** Address of the host; undefined: every address. */
  readonly address: string | undefined;
  /** As a reader would write it. */
  readonly text: string;
}

/** Ports that a service publishes, in the short and in the long form. */
export function readPublished(service: Json): readonly PublishedPort[] {
  return listOf(service["ports"]).flatMap((item) => {
    if (isObject(item)) {
      const address = textOf(item["host_ip"]);
      const protocol = (textOf(item["protocol"]) ?? "tcp").toUpperCase();
      const target = scalarText(item["target"]) ?? "";
      const text = [address, scalarText(item["published"]), target].filter((part) => part !== undefined).join(":");
      return [{ port: wholeNumber(target), protocol, address, text }];
    }
    const text = scalarText(item);
    return text === undefined ? [] : readShort(text);
  });
}

/** `[address:][published:]target[/protocol]`; an address of version 6 stands in brackets. */
function readShort(text: string): readonly PublishedPort[] {
  const [ports = "", protocol = "tcp"] = text.split("/");
  const match = /^(?:(.*):[^:]*:|[^:]*:)?([^:]+)$/.exec(ports);
  const address = match?.[1]?.replace(/^\[|\]$/g, "");
  const common = { protocol: protocol.toUpperCase(), address: address === "" ? undefined : address, text };
  const numbers = expandRange(match?.[2] ?? "");
  return numbers.length === 0 ? [{ ...common, port: undefined }] : numbers.map((port) => ({ ...common, port }));
}

/** Every port that a service says it listens on. */
export function readDeclared(service: Json, published: readonly PublishedPort[]): readonly PortFacts[] {
  const exposed = listOf(service["expose"]).flatMap((item) => {
    const [range = "", protocol = "tcp"] = (scalarText(item) ?? "").split("/");
    return expandRange(range).map((port) => ({ port, protocol: protocol.toUpperCase() }));
  });
  const targets = published.flatMap(({ port, protocol }) => (port === undefined ? [] : [{ port, protocol }]));
  const declared = new Map<string, PortFacts>();
  for (const { port, protocol } of [...exposed, ...targets])
    declared.set(`${protocol}/${port}`, { port, protocol, name: undefined });
  return [...declared.values()];
}

function expandRange(text: string): readonly number[] {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (match === null) return [];
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  const count = Math.min(Math.max(last - first + 1, 0), MANY);
  return Array.from({ length: count }, (_, offset) => first + offset).filter((port) => port <= 65535);
}
