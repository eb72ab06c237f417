import type { ComposeFile } from "../../render/compose/file";

/** Millicores and bytes. */
export interface HostAmounts {
  readonly cpu: number;
  readonly memory: number;
}

/** What a rendered project needs of a Docker host. */
export interface HostNeeds {
  /** The Compose project. */
  readonly project: string;
  readonly ports: readonly { readonly address: string; readonly port: number }[];
  readonly subnets: readonly string[];
  /** What is reserved, in sum, jobs included. */
  readonly requests: HostAmounts;
  /** What may be taken, in sum, jobs included. */
  readonly limits: HostAmounts;
  /** The highest limit of one service. */
  readonly largest: HostAmounts;
  /** Bytes that volumes may grow to. */
  readonly storage: number;
}

/**
 * What a render needs.
 *
 * @param amounts what it takes, as the quota rules count
 */
export function hostNeeds(
  file: ComposeFile,
  amounts: Pick<HostNeeds, "requests" | "limits" | "largest" | "storage">,
): HostNeeds {
  const services = Object.values(file.services);
  return {
    project: file.name,
    ports: services
      .flatMap(({ ports = [] }) => ports)
      .map(({ host_ip, published }) => ({ address: host_ip, port: Number(published) })),
    subnets: Object.values(file.networks).flatMap(({ ipam }) => ipam.config.map(({ subnet }) => subnet)),
    ...amounts,
  };
}
