import { describeRule } from "./judge";

describeRule("BASE-035", {
  kubernetes: {
    "finds objects that no cluster takes today": {
      edits: [
        ["PodDisruptionBudget/rest.apiVersion", "policy/v1beta1"],
        ["CronJob/old", { apiVersion: "batch/v1beta1", kind: "CronJob", metadata: { name: "old", namespace: "acme" } }],
      ],
      finds: ["acme/CronJob/old:apiVersion", "acme/PodDisruptionBudget/rest:apiVersion"],
      // A job without a pod says nothing of its account either.
      also: ["BASE-011", "BASE-024"],
      says: /gone since Kubernetes 1\.25/,
    },
    "accepts an older version that is still served, and kinds of others": {
      edits: [
        [
          "Flow/x",
          { apiVersion: "flows.example/v1beta1", kind: "CronJob", metadata: { name: "x", namespace: "acme" } },
        ],
      ],
      finds: [],
    },
  },
});
