import { describeRule } from "./judge";

const rest = "Deployment/rest.spec.template.spec";
const path = "acme/Deployment/rest";

describeRule("BASE-034", {
  kubernetes: {
    "finds copies that nothing keeps apart": {
      edits: [[`${rest}.topologySpreadConstraints`, undefined]],
      finds: [`${path}:affinity`],
    },
    "does not take an empty affinity for one": {
      edits: [
        [`${rest}.topologySpreadConstraints`, []],
        [`${rest}.affinity`, { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } }],
      ],
      finds: [`${path}:affinity`],
    },
    "finds copies without a budget": {
      edits: [["PodDisruptionBudget/rest", undefined]],
      finds: [`${path}:podDisruptionBudget`],
    },
    "finds budgets that stop every drain": {
      edits: [
        ["PodDisruptionBudget/rest.spec.maxUnavailable", 0],
        ["PodDisruptionBudget/db.spec.maxUnavailable", undefined],
        ["PodDisruptionBudget/db.spec.minAvailable", 1],
      ],
      finds: ["acme/PodDisruptionBudget/db", "acme/PodDisruptionBudget/rest"],
    },
    "finds single copies where two are asked for": {
      edits: [],
      config: { "BASE-034": { least: 2 } },
      finds: ["acme/Deployment/web:spec.replicas", "acme/StatefulSet/db:spec.replicas"],
    },
    "accepts a single copy, which survives nothing and says so": {
      edits: [
        ["Deployment/rest.spec.replicas", 1],
        ["PodDisruptionBudget/rest", undefined],
        [`${rest}.topologySpreadConstraints`, undefined],
      ],
      finds: [],
    },
    "accepts anti-affinity, and a budget that leaves one": {
      edits: [
        [`${rest}.topologySpreadConstraints`, undefined],
        [
          `${rest}.affinity`,
          {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname" }],
            },
          },
        ],
        ["PodDisruptionBudget/rest.spec.maxUnavailable", undefined],
        ["PodDisruptionBudget/rest.spec.minAvailable", 1],
      ],
      finds: [],
    },
  },
});
