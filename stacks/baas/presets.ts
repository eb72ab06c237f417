import type { ConfigTree } from "../config/layer";
import type { Preset } from "../config/stack";

const sizes = (cpuRequest: string, cpuLimit: string, memoryRequest: string, memoryLimit: string): ConfigTree => ({
  cpu: { request: cpuRequest, limit: cpuLimit },
  memory: { request: memoryRequest, limit: memoryLimit },
});

/** What each environment starts from. Budgets hold everything at its most: limits, sidecars, rollouts, jobs. */
export const BAAS_PRESETS: Readonly<Record<Preset, ConfigTree>> = {
  dev: {
    budget: { cpu: "4", memory: "2Gi", storage: "2Gi" },
    database: { storage: "2Gi", resources: sizes("100m", "1", "512Mi", "512Mi") },
    rest: { replicas: 1, resources: { cpu: "250m", memory: "128Mi" } },
  },
  staging: {
    budget: { cpu: "6", memory: "4Gi", storage: "10Gi" },
    database: { storage: "10Gi", resources: sizes("250m", "2", "2Gi", "2Gi"), audit: true },
    rest: { replicas: 2, resources: { cpu: "500m", memory: "256Mi" } },
  },
  prod: {
    budget: { cpu: "12", memory: "12Gi", storage: "50Gi" },
    database: { storage: "50Gi", resources: sizes("1", "4", "8Gi", "8Gi"), audit: true },
    rest: { replicas: 2, resources: { cpu: "1", memory: "512Mi" } },
  },
};
