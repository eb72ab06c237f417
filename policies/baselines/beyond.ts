import type { BeyondRow } from "./row";

/** What is asked beyond the union. */
export const BEYOND: readonly BeyondRow[] = [
  {
    rules: "MTLS-",
    what: "mutual TLS on each edge, read from the servers' own configuration: who may call, by which name, with which keys",
  },
  {
    rules: "QUOTA-001",
    what: "processor time of everything that may run at once, against the quota, before it is applied",
  },
  { rules: "QUOTA-002", what: "the same of memory, with sidecars, rollouts and jobs" },
  { rules: "QUOTA-003", what: "the same of storage, with the disks of each replica" },
  { rules: "QUOTA-004", what: "the same of the numbers of pods and claims" },
  { rules: "QUOTA-007", what: "each container against the bounds of its scope, which would refuse it" },
  {
    rules: "CROSS-",
    what: "what two components say to each other: versions, memory, demo keys and keys that have expired",
  },
  {
    rules: "BASE-041",
    what: "dollar signs that Compose takes although a shell in the container was meant to see them",
  },
];
