import { existsSync, readFileSync } from "node:fs";

/** TCP ports that programs of one network namespace listen on, each once and in their order. */
export interface OpenPorts {
  /** Whoever shares a network can ask them. */
  readonly reachable: readonly number[];
  readonly loopback: readonly number[];
}

/** State of a listening socket, as the kernel writes it. */
const LISTEN = "0A";

/** The ports that are open in the network namespace of a process. */
export function openPorts(pid: number): OpenPorts {
  const ports = { reachable: new Set<number>(), loopback: new Set<number>() };
  const files = ["tcp", "tcp6"].map((name) => `/proc/${pid}/net/${name}`).filter((path) => existsSync(path));
  for (const line of files.flatMap((path) => readFileSync(path, "utf8").split("\n").slice(1))) {
    const [, local = "", , state] = line.trim().split(/\s+/);
    if (state !== LISTEN) continue;
    const [address = "", port = ""] = local.split(":");
    const isLoopback = /^127\.|^::1$/.test(addressOf(address));
    ports[isLoopback ? "loopback" : "reachable"].add(Number.parseInt(port, 16));
  }
  const sorted = (found: ReadonlySet<number>): readonly number[] => [...found].sort((a, b) => a - b);
  return { reachable: sorted(ports.reachable), loopback: sorted(ports.loopback) };
}

/** The kernel writes an address as words of four bytes, each with its last byte first. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, "hex")].reverse());
  const v4 = bytes.slice(-4).join(".");
  if (bytes.length === 4) return v4;
  const start = Buffer.from(bytes.slice(0, 12)).toString("hex");
  if (start === `${"0".repeat(20)}ffff`) return v4;
  if (start !== "0".repeat(24)) return `${start}…`;
  return v4 === "0.0.0.1" ? "::1" : v4 === "0.0.0.0" ? "::" : `::${v4}`;
}
