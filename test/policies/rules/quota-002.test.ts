import { describeRule } from "./judge";

const hard = "ResourceQuota/budget.spec.hard";
const memory = "Deployment/rest.spec.template.spec.containers[postgrest].resources.limits.memory";

const SEED = {
  name: "seed",
  image: `docker.io/library/busybox:1.37.0@sha256:${"2c".repeat(32)}`,
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "2Gi" } },
};

describeRule("QUOTA-002", {
  compose: {
    "finds a budget that the limits do not fit in": {
      edits: [["compose.x-ashlar.budget.memory", "2Gi"]],
      finds: ["x-ashlar.budget:limits.memory"],
      says: /2560Mi/,
    },
    "reads Docker's units as Docker does": {
      edits: [
        ["compose.x-ashlar.budget.memory", "2560Mi"],
        ["compose.services.db.deploy.resources.limits.memory", "262144k"],
      ],
      finds: [],
    },
    "reads the older spelling": {
      edits: [
        ["compose.services.db.deploy.resources.limits.memory", undefined],
        ["compose.services.db.mem_limit", "7g"],
      ],
      finds: ["x-ashlar.budget:limits.memory"],
    },
  },
  kubernetes: {
    "finds a quota that the limits do not fit in": {
      edits: [[`${hard}['limits.memory']`, "2Gi"]],
      finds: ["acme/ResourceQuota/budget:limits.memory"],
    },
    "finds a quota that the requests do not fit in": {
      edits: [[`${hard}['requests.memory']`, "1G"]],
      finds: ["acme/ResourceQuota/budget:requests.memory"],
    },
    "counts what runs before the program when it is more": {
      edits: [
        ["StatefulSet/db.spec.template.spec.initContainers", [{ ...SEED }]],
        [`${hard}['limits.memory']`, "3Gi"],
      ],
      finds: ["acme/ResourceQuota/budget:limits.memory"],
      also: ["BASE-037"],
    },
    "does not add what runs before to what runs after": {
      edits: [
        [
          "StatefulSet/db.spec.template.spec.initContainers",
          [
            {
              ...SEED,
              resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
            },
          ],
        ],
        [`${hard}['limits.memory']`, "3Gi"],
      ],
      finds: [],
      also: ["BASE-037"],
    },
    "reads every form of an amount": {
      edits: [
        [memory, "268435456"],
        [`${hard}['limits.memory']`, "3222e6"],
      ],
      finds: [],
    },
  },
});
