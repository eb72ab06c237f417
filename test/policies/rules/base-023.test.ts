import { describeRule } from "./judge";

const web = "Deployment/web.spec.template.spec.containers[web]";
const path = "acme/Deployment/web:containers[web].imagePullPolicy";

describeRule("BASE-023", {
  compose: {
    "finds an image that is never pulled": {
      edits: [["compose.services.web.pull_policy", "never"]],
      finds: ["services.web.pull_policy"],
    },
    "finds a moving tag that is pulled once": {
      edits: [
        ["compose.services.web.pull_policy", "missing"],
        ["compose.services.web.image", "docker.io/example/web:latest"],
      ],
      finds: ["services.web.pull_policy"],
      also: ["BASE-009", "BASE-010"],
    },
    "accepts every other policy for what is pinned": {
      edits: [["compose.services.web.pull_policy", "always"]],
      finds: [],
    },
  },
  kubernetes: {
    "finds an image that is never pulled": { edits: [[`${web}.imagePullPolicy`, "Never"]], finds: [path] },
    "finds a moving tag that is pulled once": {
      edits: [
        [`${web}.imagePullPolicy`, "IfNotPresent"],
        [`${web}.image`, "docker.io/example/web"],
      ],
      finds: [path],
      also: ["BASE-009", "BASE-010"],
    },
    "leaves a moving tag that is always pulled to the rule about tags": {
      edits: [[`${web}.image`, "docker.io/example/web"]],
      finds: [],
      also: ["BASE-009", "BASE-010"],
    },
    "accepts a pinned image that is pulled once": { edits: [[`${web}.imagePullPolicy`, "IfNotPresent"]], finds: [] },
  },
});
