import { existsSync, readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { field, items, text } from "../../constructs/state/preflight/cluster-needs";
import type {
  EngineNetwork,
  HostRoute,
  HostView,
  PortState,
  PublishedPort,
} from "../../constructs/state/preflight/host-view";
import type { Terminal } from "../terminal";
import { dockerClient, dockerOutput, type DockerClient } from "./client";

/** Labels that Compose puts on what it makes. */
const PROJECT = "com.docker.compose.project";

/** Routes of a Linux kernel, IPv4. */
const ROUTES = "/proc/net/route";

/** The Docker host that the client on the path talks to. */
export function dockerHost(terminal: Pick<Terminal, "variables">): HostView {
  const docker = dockerClient(terminal);
  const output = (...args: readonly string[]): Promise<string> => dockerOutput(docker, ...args);
  let local: Promise<boolean> | undefined;
  const isLocal = (): Promise<boolean> => (local ??= endsHere(docker, terminal));
  return {
    engine: async () => {
      const info: unknown = JSON.parse(await output("info", "--format", "{{json .}}"));
      const refusal = items(field(info, "ServerErrors")).map(String).join("; ");
      // The client of some versions ends well without a server, and says so in its answer alone.
      if (refusal !== "") await output("version", "--format", "{{.Server.Version}}");
      return {
        version: text(field(info, "ServerVersion")) ?? "",
        os: text(field(info, "OSType")) ?? "",
        cpus: Number(field(info, "NCPU") ?? 0),
        memory: Number(field(info, "MemTotal") ?? 0),
        dataFolder: text(field(info, "DockerRootDir")) ?? "",
        enforces: {
          cpu: field(info, "CpuCfsQuota") === true,
          memory: field(info, "MemoryLimit") === true,
          pids: field(info, "PidsLimit") === true,
        },
      };
    },
    composeVersion: async () => {
      const { code, stdout } = await docker("compose", "version", "--short");
      return code === 0 ? stdout.trim() : undefined;
    },
    networks: async () => {
      const ids = lines(await output("network", "ls", "--quiet", "--no-trunc"));
      if (ids.length === 0) return [];
      const found: unknown = JSON.parse(await output("network", "inspect", ...ids));
      return items(found).map(networkOf);
    },
    published: async () =>
      lines(await output("ps", "--format", `{{.Label "${PROJECT}"}}\t{{.Ports}}`)).flatMap(publishedPorts),
    volumesOf: async (project) =>
      lines(await output("volume", "ls", "--quiet", "--filter", `label=${PROJECT}=${project}`)),
    routes: async () => ((await isLocal()) ? hostRoutes() : undefined),
    port: async (address, port) => ((await isLocal()) ? tryPort(address, port) : undefined),
    freeSpace: async (folder) => {
      if (!(await isLocal()) || !existsSync(folder)) return undefined;
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

const lines = (output: string): readonly string[] => output.split("\n").filter((line) => line !== "");

/** A line of a container: its project, and ports as `127.0.0.1:8443->8443/tcp, 9000/tcp`. */
export function publishedPorts(line: string): readonly PublishedPort[] {
  const [project = "", ports = ""] = line.split("\t");
  return [...ports.matchAll(/:(\d+)(?:-(\d+))?->/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => ({
      port: Number(first) + index,
      project: project === "" ? undefined : project,
    })),
  );
}

/** Whether the engine's socket is one of this machine. */
async function endsHere(docker: DockerClient, { variables }: Pick<Terminal, "variables">): Promise<boolean> {
  const named = variables["DOCKER_HOST"] ?? "";
  const address =
    named === "" ? (await docker("context", "inspect", "--format", "{{.Endpoints.docker.Host}}")).stdout : named;
  return /^(?:unix|npipe):/.test(address.trim());
}

function networkOf(network: unknown): EngineNetwork {
  const configs = items(field(field(network, "IPAM"), "Config"));
  return {
    name: text(field(network, "Name")) ?? "",
    project: text(field(field(network, "Labels"), PROJECT)),
    subnets: configs.flatMap((config) => text(field(config, "Subnet")) ?? []),
  };
}

/** Routes where the kernel tells them, else the networks that the interfaces are in. The default route is none. */
function hostRoutes(): readonly HostRoute[] {
  if (existsSync(ROUTES)) return parseRoutes(readFileSync(ROUTES, "utf8"));
  return Object.entries(networkInterfaces()).flatMap(([device, addresses = []]) =>
    addresses
      .filter(({ family }) => family === "IPv4")
      .flatMap(({ cidr }) => (cidr === null ? [] : [{ range: cidr, device }])),
  );
}

/** Reads `/proc/net/route`: a line a route, numbers in hexadecimal with the lowest byte first. */
export function parseRoutes(table: string): readonly HostRoute[] {
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length > 7)
    .map(([device = "", destination = "", , , , , , mask = ""]) => {
      const prefix = bytes(mask).reduce((bits, byte) => bits + byte.toString(2).replaceAll("0", "").length, 0);
      return { device, range: `${bytes(destination).join(".")}/${prefix}` };
    })
    .filter(({ range }) => !range.endsWith("/0"));
}

function bytes(number: string): readonly number[] {
  return [6, 4, 2, 0].map((start) => Number.parseInt(number.slice(start, start + 2), 16));
}

/** Listens for a moment, and serves nobody. */
function tryPort(address: string, port: number): Promise<PortState> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve("taken");
      else if (error.code === "EADDRNOTAVAIL") resolve("no such address");
      else if (error.code === "EACCES") resolve("not allowed");
      else reject(error);
    });
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve("free")));
  });
}
