import { describeRule } from "./judge";

const hard = "ResourceQuota/budget.spec.hard";
const rest = "Deployment/rest.spec";

describeRule("QUOTA-001", {
  compose: {
    "finds a budget that the limits do not fit in": {
      edits: [["compose.x-ashlar.budget.cpu", "2"]],
      finds: ["x-ashlar.budget:limits.cpu"],
      says: /limits\.cpu adds up to 5, the quota is 2/,
    },
    "counts every replica": {
      edits: [["compose.services.provision.deploy.replicas", 20]],
      finds: ["x-ashlar.budget:limits.cpu"],
      also: ["QUOTA-004"],
    },
    "finds an amount that is none": {
      edits: [["compose.x-ashlar.budget.cpu", "plenty"]],
      finds: ["x-ashlar.budget:cpu"],
    },
    "holds a budget of the whole for its parts too": {
      edits: [
        [
          "compose.x-ashlar",
          { budgets: { acme: { cpu: "8", memory: "8Gi" }, "acme/team": { cpu: "100m", memory: "8Gi" } } },
        ],
        ["compose.services.provision.labels", { "ashlar.dev/scope": "acme/team" }],
      ],
      finds: ["x-ashlar.budgets[acme/team]:limits.cpu"],
    },
    "accepts a sum that fills the budget exactly": { edits: [["compose.x-ashlar.budget.cpu", "5"]], finds: [] },
  },
  kubernetes: {
    "finds a quota that the limits do not fit in": {
      edits: [[`${hard}['limits.cpu']`, "5999m"]],
      finds: ["acme/ResourceQuota/budget:limits.cpu"],
      says: /adds up to 6, the quota is 5999m/,
    },
    "finds a quota that the requests do not fit in, by its short name": {
      edits: [
        [`${hard}['requests.cpu']`, undefined],
        [`${hard}.cpu`, "1"],
      ],
      finds: ["acme/ResourceQuota/budget:requests.cpu"],
    },
    "fits without the pods that a rollout would add": {
      edits: [
        [`${hard}['limits.cpu']`, "5"],
        [`${rest}.strategy`, { rollingUpdate: { maxSurge: 0 } }],
      ],
      finds: [],
    },
    "counts as many as an autoscaler may ask for": {
      edits: [
        [
          "HorizontalPodAutoscaler/rest",
          {
            apiVersion: "autoscaling/v2",
            kind: "HorizontalPodAutoscaler",
            metadata: { name: "rest", namespace: "acme" },
            spec: { scaleTargetRef: { kind: "Deployment", name: "rest" }, maxReplicas: 12 },
          },
        ],
      ],
      finds: ["acme/ResourceQuota/budget:limits.cpu"],
      also: ["QUOTA-004"],
    },
    "takes a default where a container says nothing": {
      edits: [
        ["LimitRange/containers.spec.limits[0].default", { cpu: "2" }],
        ["Job/provision.spec.template.spec.containers[psql].resources", undefined],
        [`${hard}['limits.cpu']`, "7"],
      ],
      finds: ["acme/ResourceQuota/budget:limits.cpu"],
      also: ["BASE-037", "QUOTA-005"],
    },
    "leaves out what a quota's scope leaves out": {
      edits: [
        [`${hard}['limits.cpu']`, "1"],
        ["ResourceQuota/budget.spec.scopes", ["Terminating"]],
      ],
      finds: [],
    },
    "passes a quota of another namespace": {
      edits: [
        [`${hard}['limits.cpu']`, "1"],
        ["ResourceQuota/budget.metadata.namespace", "other"],
      ],
      finds: [],
      also: ["QUOTA-006"],
    },
  },
});
