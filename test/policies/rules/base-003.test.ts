import { describeRule } from "./judge";

describeRule("BASE-003", {
  compose: {
    "finds a privileged service": {
      edits: [["compose.services.rest.privileged", true]],
      finds: ["services.rest.privileged"],
    },
    "takes false for what it says": { edits: [["compose.services.rest.privileged", false]], finds: [] },
  },
  kubernetes: {
    "finds a privileged container": {
      edits: [["Deployment/rest.spec.template.spec.containers[postgrest].securityContext.privileged", true]],
      finds: ["acme/Deployment/rest:containers[postgrest].securityContext.privileged"],
    },
    "finds a privileged sidecar": {
      edits: [["Deployment/web.spec.template.spec.initContainers[tunnel].securityContext.privileged", true]],
      finds: ["acme/Deployment/web:initContainers[tunnel].securityContext.privileged"],
    },
  },
});
