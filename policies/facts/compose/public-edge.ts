import { objectOf, textOf } from "../json";
import type { WorkloadFacts } from "../workload";
import type { PublishedPort } from "./ports";
import type { Project } from "./project";

/**
 * Whether a port is the platform's way in, and meant to be: the project is a render of ours, which publishes gateways
 * alone, on an address that somebody gave; and the program behind the port is read as a gateway at its usual work. The
 * project's own word is not enough: written into it by hand, a database's port is none.
 */
export function isPublicEdge(
  project: Project,
  workload: WorkloadFacts,
  { port, protocol, address }: PublishedPort,
): boolean {
  const { platform, trustDomain } = objectOf(project.document["x-ashlar"]);
  if (textOf(platform) === undefined || textOf(trustDomain) === undefined || isUnsaid(address)) return false;
  const listener = workload.listeners.find((it) => it.port === port && it.protocol === protocol);
  const container = workload.containers.find(({ path }) => path === listener?.path);
  if (listener === undefined || container?.reading?.routes === undefined) return false;
  return listener.serves === undefined || listener.serves === "redirect";
}

/** No address is given, or one that only the environment knows. */
const isUnsaid = (address: string | undefined): boolean => address === undefined || /^(?:$|\$)/.test(address);
