import { describeRule } from "./judge";

const pod = "Deployment/web.spec.template.spec";
const path = "acme/Deployment/web:containers[web].securityContext";

describeRule("BASE-016", {
  compose: {
    "finds the group of root, by number and by name": {
      edits: [
        ["compose.services.db.user", "10001:0"],
        ["compose.services.web.user", "10001:root"],
      ],
      finds: ["services.db.user", "services.web.user"],
    },
    "finds it among further groups": {
      edits: [["compose.services.db.group_add", ["10002", "root"]]],
      finds: ["services.db.user"],
    },
    "finds small numbers where a least one is set": {
      edits: [["compose.services.db.user", "999:70"]],
      config: { "BASE-016": { least: 10000 } },
      // The job that copies keys is root on purpose.
      finds: ["services.db.user", "services.db.user"],
    },
    "leaves a root user to the rule about it": {
      edits: [["compose.services.db.user", "0:0"]],
      finds: [],
      also: ["BASE-001"],
    },
    "accepts small numbers where nobody set a least one": { edits: [["compose.services.db.user", "26:26"]], finds: [] },
  },
  kubernetes: {
    "finds the group of root in a container": {
      edits: [[`${pod}.containers[web].securityContext.runAsGroup`, 0]],
      finds: [`${path}.runAsGroup`],
    },
    "finds it as the owner of the pod's files": {
      edits: [[`${pod}.securityContext.fsGroup`, 0]],
      finds: ["containers[web]", "initContainers[tunnel]"].map(
        (container) => `acme/Deployment/web:${container}.securityContext.runAsGroup`,
      ),
    },
    "finds a small user and a small group": {
      edits: [
        [`${pod}.containers[web].securityContext.runAsUser`, 999],
        [`${pod}.containers[web].securityContext.runAsGroup`, 999],
      ],
      config: { "BASE-016": { least: 10000 } },
      finds: [`${path}.runAsUser`, `${path}.runAsGroup`],
      says: /999/,
    },
    "accepts groups of one's own": {
      edits: [[`${pod}.securityContext.supplementalGroups`, [10001, 10002]]],
      config: { "BASE-016": { least: 10000 } },
      finds: [],
    },
  },
});
