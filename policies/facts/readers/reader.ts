import type { UnreadContainer } from "../container";
import type { MountKind } from "../mount";
import type { PublicRoutes } from "./public-route";

/** What a program's configuration says about one of its ports. */
export interface PortReading {
  readonly port: number;
  /** `mutual`: nobody speaks to it without a certificate of a named authority. `unknown`: nothing says. */
  readonly tls: "none" | "server" | "mutual" | "unknown";
  /** Whether the name in the client's certificate decides, not only its authority. */
  readonly verifiesName: boolean;
  /** The names that are let in, where they are listed. */
  readonly allowedNames: readonly string[] | undefined;
  /** Reachable from inside the network namespace alone. */
  readonly loopbackOnly: boolean;
  /** What the judgement rests on, in words. */
  readonly evidence: string;
  /** The argument, variable or file that says so. */
  readonly source: string;
  /** The port is weak because of a {@link Weakness} of the same reading, which is told by itself. */
  readonly becauseOf?: Weakness["kind"];
  /**
   * What speaks there, where it is no program's usual work: a database and an administration are nothing for the public,
   * and a redirect hands nothing on.
   */
  readonly serves?: "database" | "administration" | "redirect";
}

/** Somebody who is let in without a client certificate, by name: reported, and no more than that. */
export interface PasswordException {
  /** For example `role metrics on database app`. */
  readonly who: string;
  /** For example `scram-sha-256`. */
  readonly method: string;
  readonly source: string;
}

/** Something in a configuration that takes the proof away. */
export interface Weakness {
  /** `switched-off`: a sidecar that lets everybody in. `trust`: a server that asks for nothing at all. */
  readonly kind: "switched-off" | "trust";
  readonly message: string;
  readonly source: string;
  /** The variable that says so; without it an argument or a file does. */
  readonly variable?: string;
}

/** Where a sidecar hands on what it has let in. */
export interface Backend {
  /** `undefined`: a socket in the file system. */
  readonly port: number | undefined;
  readonly isLocal: boolean;
  /** As written. */
  readonly address: string;
  readonly source: string;
}

/** A way out: a program that presents a certificate for another. */
export interface Tunnel {
  /** As written. */
  readonly target: string;
  readonly presentsCertificate: boolean;
  /** Only those beside it can use its certificate. */
  readonly listensLocally: boolean;
  readonly source: string;
}

/** A server that a program calls, as its own configuration says. */
export interface Upstream {
  /** As a message calls it, for example `https://rest:8443`. */
  readonly target: string;
  /**
   * `full`: the server's authority and name are checked. `none`: there is TLS, and whoever answers is believed. `plain`:
   * there is no TLS. `unknown`: nothing says.
   */
  readonly check: "full" | "none" | "plain" | "unknown";
  readonly presentsCertificate: boolean;
  /** It never leaves the network namespace. */
  readonly isLocal: boolean;
  /** What the judgement rests on, in words. */
  readonly why: string;
  /** The variable that says so, or the file. */
  readonly source: string;
  readonly isVariable: boolean;
}

/** A private key in the file system. */
export interface KeyFile {
  readonly path: string;
  readonly source: string;
  /** What holds it; undefined: the image, or nothing. */
  readonly heldBy: MountKind | undefined;
}

/** What a database server may take of its container's memory. */
export interface ServerMemory {
  /** Bytes that all sessions share. */
  readonly shared: number;
  /** Bytes that a session may take at once, and then again for each step of a question. */
  readonly perSession: number;
  readonly sessions: number;
}

/** Everything a reader learned from one container. */
export interface Reading {
  /** The reader's name, for example `postgres`. */
  readonly reader: string;
  readonly ports: readonly PortReading[];
  readonly exceptions: readonly PasswordException[];
  readonly weaknesses: readonly Weakness[];
  readonly backends: readonly Backend[];
  readonly tunnels: readonly Tunnel[];
  /** Servers that the program itself calls. */
  readonly upstreams: readonly Upstream[];
  /** Private keys that the program is told to read. */
  readonly keyFiles: readonly KeyFile[];
  /** Absent: the program says nothing about its memory, or takes no settings for it. */
  readonly memory?: ServerMemory;
  /** Absent: the program is no gateway. */
  readonly routes?: PublicRoutes;
}

/** Knows one program: recognises it by image or command, never by a name or an annotation that somebody chose. */
export interface Reader {
  readonly name: string;
  /** What the configuration says; undefined when the container runs another program. Never throws. */
  read(container: UnreadContainer): Reading | undefined;
}

/** A reading of a program that serves and calls nobody, to be filled in. */
export function emptyReading(reader: string): Reading {
  return { reader, ports: [], exceptions: [], weaknesses: [], backends: [], tunnels: [], upstreams: [], keyFiles: [] };
}
