/** What a Docker engine tells of itself and of its machine. */
export interface EngineFacts {
  readonly version: string;
  /** `linux` or `windows`. */
  readonly os: string;
  /** Processors of the machine, or of the virtual one that Docker runs in. */
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
  /** Folder of images and volumes, on the engine's machine. */
  readonly dataFolder: string;
  /** Limits that the kernel enforces. */
  readonly enforces: { readonly cpu: boolean; readonly memory: boolean; readonly pids: boolean };
}

/** A network of the engine. */
export interface EngineNetwork {
  readonly name: string;
  /** The Compose project that it belongs to. */
  readonly project: string | undefined;
  readonly subnets: readonly string[];
}

/** A route of the host, or a network that one of its interfaces is in. */
export interface HostRoute {
  readonly range: string;
  readonly device: string;
}

/** A host port that a container publishes. */
export interface PublishedPort {
  readonly port: number;
  /** The Compose project that the container belongs to. */
  readonly project: string | undefined;
}

/** What became of an attempt to listen on a port. */
export type PortState = "free" | "taken" | "no such address" | "not allowed";

/**
 * The little that a preflight asks of a Docker host. It only looks.
 *
 * Every method throws TroubleError ASH-STATE-006 when Docker cannot be reached.
 */
export interface HostView {
  engine(): Promise<EngineFacts>;
  /** Version of the Compose plugin; undefined when there is none. */
  composeVersion(): Promise<string | undefined>;
  networks(): Promise<readonly EngineNetwork[]>;
  /** Host ports that containers publish now. */
  published(): Promise<readonly PublishedPort[]>;
  /** Names of the volumes of a Compose project. */
  volumesOf(project: string): Promise<readonly string[]>;
  /** Undefined when the engine runs on another machine, or they cannot be read. */
  routes(): Promise<readonly HostRoute[] | undefined>;
  /** Undefined when the engine runs on another machine. */
  port(address: string, port: number): Promise<PortState | undefined>;
  /** Free bytes of the disk that holds a folder; undefined when it cannot be seen from here. */
  freeSpace(folder: string): Promise<number | undefined>;
}
