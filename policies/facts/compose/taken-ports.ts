import type { TakenPortFacts } from "../facts";
import { isObject, listOf, scalarText, textOf } from "../json";
import type { Project } from "./project";

/** More ports than this in one range are not counted out. */
const MANY = 1024;

/** The ports of the host that services take, each by its number. What only the environment or the engine knows is left out. */
export function readTakenPorts(project: Project): readonly TakenPortFacts[] {
  return [...project.services].flatMap(([name, service]) =>
    listOf(service["ports"]).flatMap((item) => {
      const { address, published, protocol, text } = isObject(item)
        ? {
            address: textOf(item["host_ip"]),
            published: scalarText(item["published"]),
            protocol: textOf(item["protocol"]) ?? "tcp",
            text: [textOf(item["host_ip"]), scalarText(item["published"]), scalarText(item["target"])]
              .filter((part) => part !== undefined)
              .join(":"),
          }
        : readShort(scalarText(item) ?? "");
      return numbersOf(published ?? "").map((port) => ({
        path: `services.${name}`,
        port,
        protocol: protocol.toUpperCase(),
        address: address === "" ? undefined : address?.replace(/^\[|\]$/g, ""),
        text,
      }));
    }),
  );
}

/** `[address:][published:]target[/protocol]`; an address of version 6 stands in brackets. */
function readShort(text: string): {
  readonly address: string | undefined;
  readonly published: string | undefined;
  readonly protocol: string;
  readonly text: string;
} {
  const [ports = "", protocol = "tcp"] = text.split("/");
  const [, address, published] = /^(?:(.*):)?([^:]*):[^:]+$/.exec(ports) ?? [];
  return { address, published, protocol, text };
}

function numbersOf(range: string): readonly number[] {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(range);
  if (match === null) return [];
  const first = Number(match[1]);
  const count = Math.min(Number(match[2] ?? match[1]) - first + 1, MANY);
  return Array.from({ length: Math.max(count, 0) }, (_, offset) => first + offset).filter(
    (port) => port > 0 && port <= 65535,
  );
}
