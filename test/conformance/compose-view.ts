import type { Platform } from "../../constructs/model/platform";
import { Cpu, Size } from "../../constructs/model/units";
import { renderCompose } from "../../constructs/render/compose/compose";
import type { ComposeService } from "../../constructs/render/compose/file";
import type { View } from "./view";

/** Reads a Compose project in the words of the promises. */
export function composeView(platform: Platform): View {
  const artifact = renderCompose(platform);
  const { services, configs } = artifact.file;
  const get = (name: string): ComposeService => {
    const service = services[name];
    if (service === undefined) throw new Error(`no service ${name} among ${Object.keys(services).join(", ")}`);
    return service;
  };
  const peerOf = (service: ComposeService): string => (service.labels["ashlar.dev/peer"] ?? "").replace(/\//g, "-");
  const partsOf = (peer: string): [string, ComposeService][] =>
    Object.entries(services).filter(([name]) => name === peer || name.startsWith(`${peer}-`));
  return {
    target: "compose",
    text: [...artifact.files.map((file) => file.text), JSON.stringify(artifact.material)].join("\n"),
    callersOf: (peer) =>
      Object.keys(services)
        .filter((name) => services[name]?.networks?.[peer] !== undefined)
        .map((name) => name.replace(/-sandbox$/, ""))
        .filter((name) => name !== peer)
        .sort(),
    argsOf: (peer, sidecar) => get(sidecar === undefined ? peer : `${peer}-${sidecar}`).command ?? [],
    environmentOf: (peer) => get(peer).environment ?? {},
    fileOf: (peer, path) => {
      const source = get(peer).configs?.find((config) => config.target === path)?.source;
      const file = source === undefined ? undefined : configs[source]?.file.replace(/^\.\//, "");
      return artifact.files.find((item) => item.path === file)?.text;
    },
    limitsOf: (peer) => {
      const { cpus, memory } = get(peer).deploy.resources.limits;
      return { millicores: Cpu.parse(cpus)?.millicores ?? NaN, bytes: toBytes(memory) };
    },
    hardeningOf: (peer) =>
      partsOf(peer).map(([container, service]) => ({
        container,
        uid: Number(service.user.split(":")[0]),
        readOnlyRoot: service.read_only,
        capabilities: service.cap_drop.includes("ALL") ? (service.cap_add ?? []) : ["ALL"],
        escalation: !service.security_opt.includes("no-new-privileges:true"),
      })),
    persistentPathsOf: (peer) =>
      mountsOf(get(peer))
        .filter((mount) => artifact.file.volumes[mount.source]?.["x-ashlar"] !== undefined)
        .map((mount) => mount.target),
    writablePathsOf: (peer) => [
      ...(get(peer).tmpfs ?? []).map((entry) => entry.split(":")[0] ?? ""),
      ...mountsOf(get(peer))
        .filter((mount) => mount.read_only !== true && artifact.file.volumes[mount.source]?.["x-ashlar"] === undefined)
        .map((mount) => mount.target),
    ],
    published: () =>
      Object.entries(services)
        .filter(([, service]) => (service.ports ?? []).length > 0)
        .map(([, service]) => peerOf(service)),
    publishedPortsOf: (peer) =>
      partsOf(peer).flatMap(([, { ports = [] }]) =>
        ports.map(({ published, target }): readonly [number, number] => [Number(published), target]),
      ),
    namesOf: (peer) => artifact.material.identities.find(({ name }) => name === peer)?.dnsNames ?? [],
    startedBefore: (peer, container) => {
      const before = new Set<string>();
      const visit = (name: string): void => {
        for (const dependency of Object.keys(get(name).depends_on ?? {})) {
          if (before.has(dependency) || !dependency.startsWith(`${peer}-`)) continue;
          before.add(dependency);
          visit(dependency);
        }
      };
      visit(container === undefined ? peer : `${peer}-${container}`);
      return [...before]
        .map((name) => name.slice(peer.length + 1))
        .filter((name) => name !== "sandbox")
        .sort();
    },
    lastingOf: (peer) =>
      partsOf(peer)
        .filter(([name, { restart }]) => name !== peer && name !== `${peer}-sandbox` && restart === "unless-stopped")
        .map(([name]) => name.slice(peer.length + 1)),
    readinessOf: (peer) => {
      const { healthcheck } = get(peer);
      return healthcheck !== undefined && "test" in healthcheck ? healthcheck.test.slice(1) : undefined;
    },
  };
  function mountsOf(service: ComposeService) {
    return (service.volumes ?? []).filter((mount) => mount.type === "volume");
  }
}

function toBytes(text: string): number {
  return Size.parse(text.replace(/B$/, ""))?.bytes ?? NaN;
}
