import type { ConfigTree } from "../config/layer";
import type { Preset } from "../config/stack";

const sizes = (cpuRequest: string, cpuLimit: string, memoryRequest: string, memoryLimit: string): ConfigTree => ({
  cpu: { request: cpuRequest, limit: cpuLimit },
  memory: { request: memoryRequest, limit: memoryLimit },
});

const size = (cpu: string, memory: string): ConfigTree => ({ cpu, memory });

/**
 * What each environment starts from. Budgets hold everything at its most: limits, sidecars, rollouts, jobs. Where users
 * reach staging and prod, nobody can guess.
 */
export const BAAS_PRESETS: Readonly<Record<Preset, ConfigTree>> = {
  dev: {
    publicUrl: "https://localhost:8443",
    budget: { cpu: "10", memory: "6Gi", storage: "2Gi" },
    database: { storage: "2Gi", resources: sizes("100m", "1", "512Mi", "512Mi") },
    rest: { replicas: 1, resources: size("250m", "128Mi") },
    auth: { resources: size("1", "1Gi") },
    gateway: { replicas: 1, resources: size("500m", "384Mi") },
  },
  staging: {
    budget: { cpu: "16", memory: "10Gi", storage: "10Gi" },
    database: { storage: "10Gi", resources: sizes("250m", "2", "2Gi", "2Gi"), audit: true },
    rest: { replicas: 2, resources: size("500m", "256Mi") },
    auth: { resources: size("1", "1Gi") },
    gateway: { replicas: 1, resources: size("1", "512Mi") },
  },
  prod: {
    budget: { cpu: "28", memory: "24Gi", storage: "50Gi" },
    database: { storage: "50Gi", resources: sizes("1", "4", "8Gi", "8Gi"), audit: true },
    rest: { replicas: 2, resources: size("1", "512Mi") },
    auth: { resources: size("2", "2Gi") },
    // A Docker host has one address, and so one gateway.
    gateway: { replicas: { compose: 1, kubernetes: 2 }, resources: size("1", "512Mi") },
  },
};
