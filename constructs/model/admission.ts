import { z } from "zod";

/** What a cluster's API server does about a change that breaks a rule, the least first. */
export const ADMISSION_ACTIONS = ["audit", "warn", "deny"] as const;

/** `audit`: it writes it down; `warn`: it tells whoever makes the change as well; `deny`: it refuses the change. */
export type AdmissionAction = (typeof ADMISSION_ACTIONS)[number];

/** Schema of whether, and how strictly, a cluster holds the rules by itself. */
export const admissionSchema = () =>
  z
    .enum(["off", ...ADMISSION_ACTIONS])
    .default("off")
    .describe(
      "What the cluster's API server does about an object in the platform's namespaces that breaks a rule, whoever sends it: deny it, warn of it, or audit it. off: it is not asked to. Docker has no such server.",
    );
