import type { EdgeFacts, EdgeStatus } from "./facts/edge";
import type { Facts } from "./facts/facts";
import type { Level, Place } from "./rule";

/** A port, and everybody who reaches it. */
export interface ReachedPort extends Place {
  readonly edge: EdgeFacts;
  readonly callers: readonly EdgeFacts[];
  /** `services.a, services.b and 3 more` */
  readonly who: string;
  /** Only people and programs from outside reach it. */
  readonly isOutsideOnly: boolean;
  /** `advisory` when nobody but programs of the machine itself reaches it; otherwise the rule's own. */
  readonly level?: Level;
}

/** Callers that a message names. */
const NAMED = 3;

/** Ports whose edges have one of the statuses, a row for each port. What another rule tells already is left out. */
export function reachedPorts(facts: Facts, statuses: readonly EdgeStatus[]): readonly ReachedPort[] {
  const ports = new Map<string, EdgeFacts[]>();
  for (const edge of facts.edges) {
    if (!statuses.includes(edge.status) || edge.listener?.becauseOf !== undefined) continue;
    // The public side of a gateway proves itself; the public has no certificates. What serves something else
    // than requests, such as a database, has no public.
    if (edge.isPublic && edge.status === "server-only" && edge.listener?.serves === undefined) continue;
    const key = `${edge.server.path}|${edge.protocol}/${edge.portText}`;
    const known = ports.get(key);
    if (known === undefined) ports.set(key, [edge]);
    else known.push(edge);
  }
  return [...ports.values()].flatMap((callers) => {
    const [edge] = callers;
    if (edge === undefined) return [];
    const path = edge.listener?.path ?? edge.server.path;
    const names = callers.map(({ from }) => from);
    const rest = names.length - NAMED;
    const who = names.slice(0, NAMED).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
    const object = facts.target === "compose" ? path : edge.server.path;
    return [
      {
        edge,
        callers,
        who,
        isOutsideOnly: callers.every(({ client }) => client.kind === "public" || client.kind === "machine"),
        object,
        path: `${path}.ports[${edge.portText}]`,
        ...(callers.every(({ client }) => client.kind === "machine") ? { level: "advisory" as const } : {}),
      },
    ];
  });
}
