import { describeRule } from "./judge";

describeRule("BASE-003", {
  compose: {
    "finds a privileged service": {
      edits: [["compose.services.rest.privileged", true]],
      finds: ["services.rest.privileged"],
    },
    "finds it in text, as a variable is filled in": {
      edits: [["compose.services.rest.privileged", "true"]],
      finds: ["services.rest.privileged"],
    },
    "finds it in a default, and where nobody says what it will be": {
      edits: [
        ["compose.services.rest.privileged", "${PRIVILEGED:-true}"],
        ["compose.services.web.privileged", "${PRIVILEGED}"],
      ],
      finds: ["services.rest.privileged", "services.web.privileged"],
    },
    "takes false in text for what it says": {
      edits: [["compose.services.rest.privileged", "${PRIVILEGED:-false}"]],
      finds: [],
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
