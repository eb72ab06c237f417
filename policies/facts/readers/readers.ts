import type { ContainerFacts, UnreadContainer } from "../container";
import { busyboxHttpd } from "./busybox-httpd";
import { ghostunnel } from "./ghostunnel";
import { keycloak } from "./keycloak";
import { kong } from "./kong";
import { postgres } from "./postgres";
import { postgrest } from "./postgrest";
import type { Reader } from "./reader";

/** Every reader. The first that recognises a container speaks for it; what none recognises is unproven. */
const READERS: readonly Reader[] = [ghostunnel, keycloak, kong, postgres, postgrest, busyboxHttpd];

/** Adds what a container's own configuration says. */
export function readContainer(container: UnreadContainer): ContainerFacts {
  for (const reader of READERS) {
    const reading = reader.read(container);
    if (reading !== undefined) return { ...container, reading };
  }
  return { ...container, reading: undefined };
}
