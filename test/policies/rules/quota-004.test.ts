import { describeRule } from "./judge";

const hard = "ResourceQuota/budget.spec.hard";

describeRule("QUOTA-004", {
  compose: {
    "counts services of one network namespace as one": {
      edits: [["compose.x-ashlar.budget.pods", 6]],
      finds: [],
    },
    "finds a budget with one too few": {
      edits: [["compose.x-ashlar.budget.pods", 5]],
      finds: ["x-ashlar.budget:pods"],
    },
  },
  kubernetes: {
    "leaves room for the pods that a rollout adds": { edits: [[`${hard}.pods`, "7"]], finds: [] },
    "finds a quota without that room": {
      edits: [[`${hard}.pods`, "6"]],
      finds: ["acme/ResourceQuota/budget:pods"],
      says: /adds up to 7/,
    },
    "needs less room where old pods go first": {
      edits: [
        [`${hard}.pods`, "5"],
        ["Deployment/rest.spec.strategy", { type: "Recreate" }],
        ["Deployment/web.spec.strategy", { type: "Recreate" }],
      ],
      finds: [],
    },
    "counts jobs that run side by side": {
      edits: [
        ["Job/provision.spec.parallelism", 5],
        ["Job/provision.spec.completions", 5],
      ],
      finds: ["acme/ResourceQuota/budget:pods"],
    },
    "counts claims": {
      edits: [[`${hard}.persistentvolumeclaims`, "0"]],
      finds: ["acme/ResourceQuota/budget:persistentvolumeclaims"],
    },
    "finds an amount that is none": { edits: [[`${hard}.pods`, "ten"]], finds: ["acme/ResourceQuota/budget:pods"] },
  },
});
