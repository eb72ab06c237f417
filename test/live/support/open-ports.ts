import { existsSync, readFileSync } from "node:fs";

/** A TCP port that a program listens on. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  readonly isLoopback: boolean;
}

/** State of a listening socket, as the kernel writes it. */
const LISTEN = "0A";

/** The TCP ports that are open in the network namespace of a process. */
export function listeners(pid: number): readonly Listener[] {
  const lines = ["tcp", "tcp6"]
    .map((name) => `/proc/${pid}/net/${name}`)
    .filter((path) => existsSync(path))
    .flatMap((path) => readFileSync(path, "utf8").split("\n").slice(1));
  return lines.flatMap((line) => {
    const [, local = "", , state] = line.trim().split(/\s+/);
    if (state !== LISTEN) return [];
    const [hex = "", port = ""] = local.split(":");
    const address = addressOf(hex);
    return [{ address, port: Number.parseInt(port, 16), isLoopback: /^127\.|^::1$/.test(address) }];
  });
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
