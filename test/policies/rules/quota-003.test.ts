import { describeRule } from "./judge";

const hard = "ResourceQuota/budget.spec.hard";

describeRule("QUOTA-003", {
  compose: {
    "finds a budget that the volumes do not fit in": {
      edits: [["compose.x-ashlar.budget.storage", "10Gi"]],
      finds: ["x-ashlar.budget:requests.storage"],
    },
    "adds up every volume that says its size": {
      edits: [["compose.volumes.more", { driver_opts: { type: "tmpfs", o: "size=40g,uid=1000" } }]],
      finds: ["x-ashlar.budget:requests.storage"],
    },
    "passes where the budget says nothing of storage": {
      edits: [["compose.x-ashlar.budget.storage", undefined]],
      finds: [],
    },
  },
  kubernetes: {
    "counts a claim for each replica": {
      edits: [["StatefulSet/db.spec.replicas", 3]],
      finds: ["acme/ResourceQuota/budget:requests.storage"],
    },
    "counts claims by themselves": {
      edits: [
        [
          "PersistentVolumeClaim/files",
          {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata: { name: "files", namespace: "acme" },
            spec: { resources: { requests: { storage: "31Gi" } } },
          },
        ],
      ],
      finds: ["acme/ResourceQuota/budget:requests.storage"],
    },
    "passes what fills the quota exactly": { edits: [[`${hard}['requests.storage']`, "20Gi"]], finds: [] },
  },
});
