import type { UnreadContainer } from "../container";
import type { MountKind } from "../mount";

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

/** A private key in the file system. */
export interface KeyFile {
  readonly path: string;
  readonly source: string;
  /** What holds it; undefined: the image, or nothing. */
  readonly heldBy: MountKind | undefined;
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
  /** Private keys that the program is told to read. */
  readonly keyFiles: readonly KeyFile[];
}

/** Knows one program: recognises it by image or command, never by a name or an annotation that somebody chose. */
export interface Reader {
  readonly name: string;
  /** What the configuration says; undefined when the container runs another program. Never throws. */
  read(container: UnreadContainer): Reading | undefined;
}

/** A reading of a program that serves and calls nobody, to be filled in. */
export function emptyReading(reader: string): Reading {
  return { reader, ports: [], exceptions: [], weaknesses: [], backends: [], tunnels: [], keyFiles: [] };
}
