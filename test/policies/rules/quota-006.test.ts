import { describeRule } from "./judge";

describeRule("QUOTA-006", {
  compose: {
    "finds a project without a budget": {
      edits: [["compose.x-ashlar", undefined]],
      finds: ["x-ashlar.budgets[acme]"],
    },
    "finds a part that no budget covers": {
      edits: [["compose.services.provision.labels", ["ashlar.dev/scope=other"]]],
      finds: ["x-ashlar.budgets[other]"],
    },
    "accepts a part of a whole that has one": {
      edits: [["compose.services.provision.labels", ["ashlar.dev/scope=acme/team"]]],
      finds: [],
    },
  },
  kubernetes: {
    "finds a namespace without a quota": { edits: [["ResourceQuota/budget", undefined]], finds: ["Namespace/acme"] },
    "finds a namespace without bounds for containers": {
      edits: [["LimitRange/containers.spec.limits[0].type", "Pod"]],
      finds: ["Namespace/acme"],
      says: /LimitRange/,
    },
    "asks nothing of a namespace in which nothing runs": {
      edits: [["Namespace/empty", { apiVersion: "v1", kind: "Namespace", metadata: { name: "empty" } }]],
      finds: [],
    },
  },
});
