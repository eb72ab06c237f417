import { describeRule } from "./judge";

const pod = "Deployment/rest.spec.template.spec.securityContext";
const own = "Deployment/rest.spec.template.spec.containers[postgrest].securityContext";

describeRule("BASE-001", {
  compose: {
    "finds root by number": { edits: [["compose.services.db.user", "0"]], finds: ["services.db.user"], says: /root/ },
    "finds root by name, with a group": {
      edits: [["compose.services.db.user", "root:postgres"]],
      finds: ["services.db.user"],
    },
    "finds a number that YAML read as one": { edits: [["compose.services.db.user", 0]], finds: ["services.db.user"] },
    "wants a number, because a name says nothing": {
      edits: [["compose.services.db.user", "postgres"]],
      finds: ["services.db.user"],
      says: /names its user/,
    },
    "does not take silence for an answer": {
      edits: [["compose.services.db.user", undefined]],
      finds: ["services.db.user"],
      says: /says no user/,
    },
    "accepts a user without a group": { edits: [["compose.services.db.user", "999"]], finds: [] },
    "lets nobody be root who has a network": {
      edits: [
        ["compose.services.material.network_mode", undefined],
        ["compose.services.material.networks", ["rest"]],
      ],
      finds: ["services.material.user"],
      also: ["BASE-004", "BASE-008"],
    },
    "lets nobody be root who runs for ever": {
      edits: [
        ["compose.services.material.restart", "always"],
        ["compose.services.material.healthcheck", { test: "true" }],
      ],
      finds: ["services.material.user"],
      also: ["BASE-004", "BASE-008"],
    },
    "lets nobody be root with fewer or other capabilities than copying takes": {
      edits: [["compose.services.material.cap_add", ["CHOWN"]]],
      finds: ["services.material.user"],
      also: ["BASE-004", "BASE-008"],
    },
    "does not count a capability twice": {
      edits: [["compose.services.material.cap_add", ["CHOWN", "CHOWN", "CAP_CHOWN"]]],
      finds: ["services.material.user"],
      also: ["BASE-004", "BASE-008"],
    },
    "lets nobody be root whose root can be written": {
      edits: [["compose.services.material.read_only", false]],
      finds: ["services.material.user"],
      also: ["BASE-004", "BASE-005", "BASE-008"],
    },
    "lets a copying service have any name": {
      edits: [["compose.services.material.labels", { "ashlar.dev/part": "something" }]],
      finds: [],
    },
  },
  kubernetes: {
    "finds root, whatever else is promised": {
      edits: [[`${own}.runAsUser`, 0]],
      finds: ["acme/Deployment/rest:containers[postgrest].securityContext.runAsUser"],
    },
    "finds a pod that says nothing, in each of its containers": {
      edits: [[pod, { seccompProfile: { type: "RuntimeDefault" } }]],
      finds: [
        "acme/Deployment/rest:containers[postgrest].securityContext.runAsUser",
        "acme/Deployment/rest:initContainers[tls].securityContext.runAsUser",
      ],
    },
    "accepts that the cluster refuses root": { edits: [[`${pod}.runAsUser`, undefined]], finds: [] },
    "accepts a container's own user in place of its pod's": {
      edits: [
        [`${pod}.runAsUser`, 0],
        [`${own}.runAsUser`, 1000],
        ["Deployment/rest.spec.template.spec.initContainers[tls].securityContext.runAsUser", 1000],
      ],
      finds: [],
    },
  },
});
