import type { ImageFacts } from "./image";
import type { MountFacts } from "./mount";
import type { Reading } from "./readers/reader";
import type { StartFacts } from "./start";

/**
 * What a container is for: the program itself, something that runs to its end before it, something beside it, or a
 * program that does nothing but be there, to own a network namespace or to wait (`sandbox`).
 */
export type ContainerRole = "app" | "init" | "sidecar" | "sandbox";

/**
 * A variable of a container, and where its value stands: in the artifact for all to read (`literal`, `config`), in a
 * Secret, in a file beside the artifact (`file`), in the environment of whoever starts it (`variable`), or nowhere, as
 * the target fills it in (`field`).
 */
export interface EnvFacts {
  readonly name: string;
  readonly source: "literal" | "config" | "secret" | "file" | "variable" | "field";
  /** The text, where the artifact has it. It may be secret: never print it. */
  readonly value: string | undefined;
}

/** Amounts of a container: millicores, bytes, processes. Undefined: not said, or not readable. */
export interface Amounts {
  readonly cpu: number | undefined;
  readonly memory: number | undefined;
  readonly pids: number | undefined;
}

/** A way to ask a container whether it is well. */
export interface ProbeFacts {
  readonly kind: "exec" | "http" | "tcp" | "grpc";
}

/** A port that a container says it listens on. */
export interface PortFacts {
  readonly port: number;
  readonly protocol: string;
  readonly name: string | undefined;
  /** The port of the machine that is taken for it. */
  readonly host?: { readonly port: number; readonly address: string | undefined };
}

/** One container, with everything it inherits from its pod or from the target's defaults. */
export interface ContainerFacts {
  readonly name: string;
  /** Where it stands in the artifact; findings begin with it. */
  readonly path: string;
  readonly role: ContainerRole;
  readonly image: ImageFacts;
  /** Replaces the image's entry point; empty: the image's own. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly EnvFacts[];
  readonly privileged: boolean;
  /** Whether a program may gain rights that its starter lacks. True unless it is forbidden. */
  readonly escalates: boolean;
  /** Numeric user; undefined: the image's own, or a name that only the image knows. */
  readonly user: number | undefined;
  /** The user as written, where it is no number. */
  readonly userName: string | undefined;
  /** The target refuses to start it as root. */
  readonly refusesRoot: boolean;
  /** Upper case, without `CAP_`. */
  readonly capabilities: { readonly added: readonly string[]; readonly dropped: readonly string[] };
  readonly readOnlyRoot: boolean;
  /** `unset`: the target has no default, so the kernel's calls are not filtered. */
  readonly seccomp: "default" | "custom" | "unconfined" | "unset";
  /** Other confinements that are switched off or written anew, for example `apparmor` or `selinux`. */
  readonly unconfined: readonly string[];
  readonly resources: { readonly requests: Amounts; readonly limits: Amounts };
  readonly probes: {
    readonly started: ProbeFacts | undefined;
    readonly ready: ProbeFacts | undefined;
    readonly live: ProbeFacts | undefined;
  };
  readonly ports: readonly PortFacts[];
  readonly mounts: readonly MountFacts[];
  /** How it is started and kept. */
  readonly start: StartFacts;
  /** What its own configuration says, when a reader knows the program. */
  readonly reading: Reading | undefined;
}

/** A container before a reader has looked at it. */
export type UnreadContainer = Omit<ContainerFacts, "reading">;
