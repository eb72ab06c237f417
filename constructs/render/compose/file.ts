/**
 * The part of the Compose Specification that a platform is rendered to, as data. Texts stand as they are meant: the
 * writer doubles their dollar signs, so nothing in a rendered file is ever interpolated.
 */
export interface ComposeFile {
  name: string;
  "x-ashlar": ComposeFacts;
  services: Record<string, ComposeService>;
  networks: Record<string, ComposeNetwork>;
  volumes: Record<string, ComposeVolume>;
  configs: Record<string, ComposeConfig>;
}

/** What checks must know and no other field says. Compose itself ignores it. */
export interface ComposeFacts {
  platform: string;
  environment: string;
  trustDomain: string;
  /** Ceilings by scope, as in the label `ashlar.dev/scope`. A scope's ceiling holds for the scopes below it too. */
  budgets?: Record<string, ComposeBudget>;
}

/** A ceiling in its canonical text. */
export interface ComposeBudget {
  cpu: string;
  memory: string;
  storage?: string;
  pods?: number;
}

/** One service: what a container of a component was rendered to. */
export interface ComposeService {
  image: string;
  entrypoint?: string[];
  command?: string[];
  environment?: Record<string, string>;
  env_file?: { path: string; required: boolean }[];
  user: string;
  read_only: boolean;
  cap_drop: string[];
  cap_add?: string[];
  security_opt: string[];
  network_mode?: string;
  networks?: Record<string, { aliases?: string[] }>;
  ports?: ComposePort[];
  depends_on?: Record<string, ComposeDependency>;
  healthcheck?: ComposeHealthcheck;
  restart: string;
  stop_grace_period?: string;
  volumes?: ComposeMount[];
  tmpfs?: string[];
  shm_size?: string;
  configs?: { source: string; target: string }[];
  deploy: ComposeDeploy;
  labels: Record<string, string>;
}

/** How far a service must be before another one starts. */
export type ComposeCondition = "service_started" | "service_healthy" | "service_completed_successfully";

export interface ComposeDependency {
  condition: ComposeCondition;
  /** Whether the dependant restarts with it when Compose restarts it. */
  restart?: boolean;
}

export type ComposeHealthcheck =
  { disable: true } | { test: string[]; interval: string; timeout: string; retries: number; start_period?: string };

export interface ComposePort {
  target: number;
  published: string;
  host_ip: string;
  protocol: "tcp";
}

export type ComposeMount =
  | { type: "volume"; source: string; target: string; read_only?: boolean; volume?: { nocopy: boolean } }
  | { type: "bind"; source: string; target: string; read_only: true; bind: { create_host_path: false } };

export interface ComposeDeploy {
  replicas?: number;
  resources: {
    limits: { cpus: string; memory: string; pids: number };
    reservations: { cpus: string; memory: string };
  };
}

export interface ComposeNetwork {
  /** True: no way out, and none in but from its members. */
  internal?: boolean;
  ipam: { config: { subnet: string }[] };
}

export interface ComposeVolume {
  /** An extension, because a change of a label would make Compose ask whether to remove the data. */
  "x-ashlar"?: { scope: string; size: string; backup: boolean };
}

export interface ComposeConfig {
  file: string;
}
