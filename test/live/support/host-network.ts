import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { execute, succeed } from "./process";

// What a container engine switches on for the whole machine.
const switches = [
  "/proc/sys/net/ipv4/ip_forward",
  "/proc/sys/net/bridge/bridge-nf-call-iptables",
  "/proc/sys/net/bridge/bridge-nf-call-ip6tables",
];
const firewalls = ["iptables", "ip6tables"] as const;
const tables = ["filter", "nat"] as const;

/** The parts of the machine's network that a Docker daemon changes, as they were. */
export class HostNetwork {
  private constructor(
    private readonly values: ReadonlyMap<string, string>,
    private readonly rules: ReadonlyMap<(typeof firewalls)[number], string>,
    private readonly bridges: readonly string[],
  ) {}

  /** Records forwarding switches, firewall rules and bridges. Needs root and iptables. */
  static async record(): Promise<HostNetwork> {
    const values = new Map(
      switches.filter((path) => existsSync(path)).map((path) => [path, readFileSync(path, "utf8").trim()]),
    );
    const rules = new Map<(typeof firewalls)[number], string>();
    for (const firewall of firewalls) rules.set(firewall, await savedRules(firewall));
    return new HostNetwork(values, rules, await bridgeNames());
  }

  /** What was recorded, in a form to compare. */
  describe(): Readonly<Record<string, unknown>> {
    return { values: Object.fromEntries(this.values), rules: Object.fromEntries(this.rules), bridges: this.bridges };
  }

  /** Puts everything back as it was recorded: rules, switches, and no bridge that was not there. */
  async restore(): Promise<void> {
    for (const bridge of await bridgeNames()) {
      if (!this.bridges.includes(bridge)) await succeed("ip", ["link", "delete", bridge]);
    }
    for (const [firewall, rules] of this.rules) {
      for (const table of tables) {
        // A table that was never touched is not in the saved text, so restoring alone would leave Docker's rules in it.
        if (!rules.includes(`*${table}\n`)) await emptyTable(firewall, table);
      }
      if (rules !== "") await succeed(`${firewall}-restore`, [], { input: `${rules}\n` });
    }
    for (const [path, value] of this.values) {
      if (readFileSync(path, "utf8").trim() !== value) writeFileSync(path, value);
    }
  }
}

/** The rules without comments and packet counts, tables without any rule, chain or policy left out. */
async function savedRules(firewall: (typeof firewalls)[number]): Promise<string> {
  const { code, stdout } = await execute(`${firewall}-save`, []);
  if (code !== 0) return ""; // no IPv6 on this machine
  const text = stdout
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.replace(/\s*\[\d+:\d+\]$/, " [0:0]"))
    .join("\n");
  const changed = text.split(/(?<=^COMMIT)\n?/m).filter((table) => /^-A |^:\S+ (?!ACCEPT)/m.test(table));
  return changed.map((table) => table.trim()).join("\n");
}

async function emptyTable(firewall: (typeof firewalls)[number], table: (typeof tables)[number]): Promise<void> {
  const { stdout } = await execute(`${firewall}-save`, ["-t", table]);
  for (const [, chain = "", policy = ""] of stdout.matchAll(/^:(\S+) (\S+)/gm)) {
    if (policy !== "-") await succeed(firewall, ["-t", table, "-P", chain, "ACCEPT"]);
  }
  await succeed(firewall, ["-t", table, "-F"]);
  await succeed(firewall, ["-t", table, "-X"]);
}

async function bridgeNames(): Promise<readonly string[]> {
  const output = await succeed("ip", ["-o", "link", "show", "type", "bridge"]);
  return [...output.matchAll(/^\d+: ([^:@]+)/gm)].map((match) => match[1] ?? "").sort();
}
