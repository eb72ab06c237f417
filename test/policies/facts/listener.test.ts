import type { ContainerFacts, PortFacts } from "../../../policies/facts/container";
import { listenersOf } from "../../../policies/facts/listener";
import { emptyReading, type PortReading } from "../../../policies/facts/readers/reader";
import { container } from "./readers/container";

const reads = (port: number, changes: Partial<PortReading>): PortReading => ({
  port,
  tls: "none",
  verifiesName: false,
  allowedNames: undefined,
  loopbackOnly: false,
  evidence: "read",
  source: "args",
  ...changes,
});

function part(name: string, declares: readonly number[], readings: readonly PortReading[] = []): ContainerFacts {
  const ports = declares.map((port): PortFacts => ({ port, protocol: "TCP", name: `port-${port}` }));
  const reading = readings.length === 0 ? undefined : { ...emptyReading(name), ports: readings };
  return { ...container({}), name, ports, reading };
}

const listeners = (...parts: readonly ContainerFacts[]) =>
  listenersOf(parts).map(({ port, container: who, tls, loopbackOnly, name }) => [port, who, tls, loopbackOnly, name]);

describe("the ports of one network namespace", () => {
  it("are unknown when they are only declared", () => {
    expect(listeners(part("app", [80]))).toEqual([[80, "app", "unknown", false, "port-80"]]);
  });

  it("are what a program's configuration says, with the name that they are given", () => {
    const proxy = part("proxy", [443], [reads(443, { tls: "mutual" })]);
    expect(listeners(part("app", [443]), proxy)).toEqual([[443, "proxy", "mutual", false, "port-443"]]);
  });

  it("stay on loopback when their own program declares them all the same", () => {
    expect(listeners(part("app", [3000], [reads(3000, { loopbackOnly: true })]))).toEqual([
      [3000, "app", "none", true, "port-3000"],
    ]);
  });

  it("do not stay there when another container declares them too", () => {
    const app = part("app", [], [reads(3000, { loopbackOnly: true })]);
    expect(listeners(app, part("other", [3000]))).toEqual([[3000, "other", "unknown", false, "port-3000"]]);
  });

  it("are worth what the weaker of two programs makes of them, and the reachable one counts", () => {
    const strong = part("a", [], [reads(443, { tls: "mutual", verifiesName: true })]);
    const weak = part("b", [], [reads(443, { tls: "server" })]);
    const inside = part("c", [], [reads(443, { loopbackOnly: true })]);
    for (const order of [
      [strong, weak, inside],
      [inside, weak, strong],
      [weak, inside, strong],
    ])
      expect(listeners(...order)).toEqual([[443, "b", "server", false, undefined]]);
  });

  it("are not those of what ends before the program starts", () => {
    expect(listeners({ ...part("seed", [80]), role: "init" })).toEqual([]);
  });
});
