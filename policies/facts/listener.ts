import type { ContainerFacts } from "./container";
import type { PortReading } from "./readers/reader";

/** A port of a workload and what is known about its TLS. */
export interface ListenerFacts extends PortReading {
  /** The container that listens, or that says it does. */
  readonly container: string;
  /** Path of that container. */
  readonly path: string;
  readonly protocol: string;
  readonly name: string | undefined;
}

/** How much a port proves, the least first. */
const STRENGTH = { none: 0, unknown: 1, server: 2, mutual: 3 } as const;

/** Whether `a` proves less than `b`. */
function isWeaker(a: PortReading, b: PortReading): boolean {
  if (a.tls !== b.tls) return STRENGTH[a.tls] < STRENGTH[b.tls];
  return !a.verifiesName && b.verifiesName;
}

/**
 * The ports of containers that share one network namespace. What a program's configuration says goes before what a
 * container merely declares; of two programs that claim one port, the weaker counts.
 */
export function listenersOf(containers: readonly ContainerFacts[]): readonly ListenerFacts[] {
  const found = new Map<string, ListenerFacts>();
  for (const container of containers) {
    if (container.role === "init") continue;
    for (const port of container.reading?.ports ?? []) {
      const listener: ListenerFacts = {
        ...port,
        container: container.name,
        path: container.path,
        protocol: "TCP",
        name: container.ports.find((declared) => declared.port === port.port && declared.protocol === "TCP")?.name,
      };
      const key = `TCP/${port.port}`;
      const other = found.get(key);
      // A loopback listener and one on the pod's address may share a number; only the reachable one matters.
      if (other === undefined || other.loopbackOnly || (!listener.loopbackOnly && isWeaker(listener, other)))
        found.set(key, listener);
    }
  }
  for (const container of containers) {
    if (container.role === "init") continue;
    for (const { port, protocol, name } of container.ports) {
      const key = `${protocol}/${port}`;
      const known = found.get(key);
      if (known !== undefined && !known.loopbackOnly) {
        if (known.name === undefined && name !== undefined) found.set(key, { ...known, name });
        continue;
      }
      // A program that was read says where it listens; its own declaration cannot contradict it.
      if (known?.container === container.name) continue;
      found.set(key, {
        port,
        protocol,
        name,
        container: container.name,
        path: container.path,
        tls: "unknown",
        verifiesName: false,
        allowedNames: undefined,
        loopbackOnly: false,
        evidence: "the port is declared, and no reader knows the program",
        source: "ports",
      });
    }
  }
  return [...found.values()];
}
