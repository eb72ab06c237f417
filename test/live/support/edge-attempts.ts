import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "../../../constructs/model/connection";
import type { Endpoint } from "../../../constructs/model/endpoint";
import { graphOf } from "../../../constructs/model/graph";
import type { Peer } from "../../../constructs/model/peer";
import type { Platform } from "../../../constructs/model/platform";
import { createAuthority } from "../../../constructs/pki/authority";
import type { Authority, LeafMaterial } from "../../../constructs/pki/material";
import type { DatabaseAccess } from "../../../constructs/postgres/database";
import { IMAGES } from "../../../constructs/postgres/images";
import { peerName } from "../../../constructs/render/compose/names";
import { issue } from "./rendered-sidecar";
import type { RunningProject } from "./running-project";

/** An image with psql and openssl. */
const CLIENT_IMAGE = `${IMAGES[17].repository}:${IMAGES[17].tag}`;

/** Where attempts find their files. */
const FILES = "/attempts";

const DAY = 86_400_000;

/** An edge that ends inside of the platform. */
export type InnerEdge = Connection & { readonly endpoint: Endpoint };

/** Every edge between two workloads of a platform. */
export function innerEdges(platform: Platform): readonly InnerEdge[] {
  return graphOf(platform).connections.filter((edge): edge is InnerEdge => edge.endpoint.kind === "internal");
}

/** An edge in words. */
export function edgeName({ caller, endpoint }: Connection): string {
  return `${caller.node.path} → ${endpoint.path}`;
}

/** How an attempt ended. */
export interface Outcome {
  readonly isIn: boolean;
  /** What both sides let the caller know. */
  readonly said: string;
}

/** How one edge's attempts ended, by what the caller showed. */
export interface EdgeOutcomes {
  /** The caller's own certificate. */
  readonly right: Outcome;
  readonly withoutTls: Outcome;
  readonly withoutCertificate: Outcome;
  /** A certificate with the caller's names, by an authority that is not the platform's. */
  readonly otherAuthority: Outcome;
  /** A certificate with the caller's names, by the platform's own authority, that is over. */
  readonly expired: Outcome;
  /** The genuine certificate of each peer of the platform that has no such edge, by its path. */
  readonly otherPeers: ReadonlyMap<string, Outcome>;
}

/**
 * Tries the edges of a running platform from a container in the server's own network, where nothing but TLS stands
 * between the two: as the caller, and as everybody who is not the caller.
 */
export class EdgeAttempts {
  private constructor(
    private readonly platform: Platform,
    private readonly stack: RunningProject,
    private readonly folder: string,
    private readonly own: Authority,
    private readonly stranger: Authority,
  ) {}

  /** @param folder where certificates for attempts are kept */
  public static async create(platform: Platform, stack: RunningProject, folder: string): Promise<EdgeAttempts> {
    const read = (name: string): string => readFileSync(stack.project.kept(`pki/${name}`), "utf8");
    const own = { certificate: read("ca.crt"), key: read("ca.key") };
    // By name the two authorities are the same one.
    const stranger = await createAuthority({ commonName: platform.qualifiedName });
    return new EdgeAttempts(platform, stack, folder, own, stranger);
  }

  /** Makes every attempt on one edge. */
  public async on(edge: InnerEdge): Promise<EdgeOutcomes> {
    const { caller } = edge;
    const outsiders = this.outsiders(edge);
    const genuine = (peer: Peer): string => this.keep(edge, `genuine-${peer.identity.commonName}`, this.kept(peer));
    const made = (name: string, leaf: LeafMaterial): string => this.keep(edge, name, leaf);
    const certificates: readonly (string | undefined)[] = [
      genuine(caller),
      undefined,
      made("other-authority", await issue(this.stranger, caller)),
      made("expired", await issue(this.own, caller, { now: new Date(Date.now() - 3 * DAY) })),
      ...outsiders.map(genuine),
    ];
    const programs = [plainProgram(edge), ...certificates.map((files) => program(edge, files))];
    const [withoutTls, right, withoutCertificate, otherAuthority, expired, ...others] = await this.run(edge, programs);
    return {
      right: present(right),
      withoutTls: present(withoutTls),
      withoutCertificate: present(withoutCertificate),
      otherAuthority: present(otherAuthority),
      expired: present(expired),
      otherPeers: new Map(outsiders.map((peer, index) => [peer.node.path, present(others[index])])),
    };
  }

  /** Whether ports of a server answer whoever is in its network. */
  public async openPorts(server: Peer, ports: readonly number[]): Promise<readonly number[]> {
    const attempt = (port: number) =>
      `timeout 5 bash -c 'exec 3<>/dev/tcp/${peerName(server)}/${port}' && echo ${port}`;
    const { stdout } = await this.aside(server, ports.map(attempt).join("\n"));
    return stdout
      .trim()
      .split("\n")
      .filter((line) => line !== "")
      .map(Number);
  }

  /** Peers of the platform that may not do what the edge's caller may. */
  private outsiders({ endpoint, access }: InnerEdge): readonly Peer[] {
    const wanted = JSON.stringify(access);
    const may = (peer: Peer): boolean =>
      peer.connections.some((edge) => edge.endpoint === endpoint && JSON.stringify(edge.access) === wanted);
    return graphOf(this.platform).peers.filter((peer) => !may(peer));
  }

  /** What `ashlar init` made for a peer. */
  private kept({ identity }: Peer): LeafMaterial {
    const { project } = this.stack;
    const name = project.artifact.material.identities.find(({ uri }) => uri === identity.uri)?.name ?? "";
    const read = (file: string): string => readFileSync(project.kept(`pki/${name}/${file}`), "utf8");
    return { certificate: read("tls.crt"), key: read("tls.key"), ca: read("ca.crt") };
  }

  /** Writes a certificate where attempts find it, and returns that place. Everybody trusts the platform's authority. */
  private keep(edge: InnerEdge, name: string, { certificate, key }: LeafMaterial): string {
    const place = join(edge.caller.identity.commonName, name);
    const files = { "tls.crt": certificate, "tls.key": key, "ca.crt": this.own.certificate };
    mkdirSync(join(this.folder, place), { recursive: true });
    writeFileSync(join(this.folder, "ca.crt"), this.own.certificate);
    for (const [file, text] of Object.entries(files)) {
      writeFileSync(join(this.folder, place, file), text, { mode: 0o600 });
    }
    return `${FILES}/${place}`;
  }

  private async run({ endpoint }: InnerEdge, programs: readonly string[]): Promise<readonly Outcome[]> {
    const lines = programs.map((text) => `{ ${text}; } </dev/null 2>&1 | base64 --wrap=0; echo`);
    const { code, stdout, stderr } = await this.aside(endpoint.peer, lines.join("\n"));
    if (code !== 0) throw new Error(`the attempts on ${endpoint.path} ended with ${code}: ${stderr}`);
    return stdout
      .split("\n")
      .slice(0, programs.length)
      .map((line) => Buffer.from(line, "base64").toString("latin1"))
      .map((said) => ({ said, isIn: ANSWERED.test(said) }));
  }

  private aside(server: Peer, script: string) {
    const network = this.stack.network(peerName(server));
    const options = ["--user", "0", "--volume", `${this.folder}:${FILES}:ro`];
    return this.stack.aside(network, CLIENT_IMAGE, ["bash", "-c", script], ...options);
  }
}

/** What only a server says that has let somebody in. */
const ANSWERED = /^HTTP\/1\.1 \d{3}|^in as \S+$/m;

function present(outcome: Outcome | undefined): Outcome {
  if (outcome === undefined) throw new Error("an attempt has told nothing");
  return outcome;
}

/** A shell program that goes an edge with a certificate from a folder, or without one, and checks the server's. */
function program({ endpoint, access }: InnerEdge, files: string | undefined): string {
  const host = peerName(endpoint.peer);
  const { port, protocol } = endpoint.props;
  switch (protocol) {
    case "http": {
      const own = files === undefined ? "" : `-cert ${files}/tls.crt -key ${files}/tls.key`;
      const check = `-CAfile ${FILES}/ca.crt -verify_hostname ${host} -verify_return_error`;
      return `${httpRequest(host)} | timeout 20 openssl s_client -connect ${host}:${port} ${check} ${own} -quiet`;
    }
    case "postgresql": {
      const own = `sslcert=${files ?? "/none"}/tls.crt sslkey=${files ?? "/none"}/tls.key`;
      return login(host, port, access as DatabaseAccess, `sslmode=verify-full sslrootcert=${FILES}/ca.crt ${own}`);
    }
    case "tcp":
      throw new Error(`nobody knows what to say to ${endpoint.path}`);
    default:
      return protocol satisfies never;
  }
}

/** The same without TLS. */
function plainProgram({ endpoint, access }: InnerEdge): string {
  const host = peerName(endpoint.peer);
  const { port, protocol } = endpoint.props;
  if (protocol === "postgresql") return login(host, port, access as DatabaseAccess, "sslmode=disable");
  return `exec 3<>/dev/tcp/${host}/${port} && ${httpRequest(host)} >&3 && timeout 5 cat <&3`;
}

function httpRequest(host: string): string {
  return `printf 'GET / HTTP/1.1\\r\\nHost: ${host}\\r\\nConnection: close\\r\\n\\r\\n'`;
}

function login(host: string, port: number, { role, database }: DatabaseAccess, ssl: string): string {
  const where = `host=${host} port=${port} user=${role} dbname=${database === "all" ? "postgres" : database}`;
  return `psql -XqAt "${where} connect_timeout=10 ${ssl}" -c "select 'in as ' || session_user"`;
}
