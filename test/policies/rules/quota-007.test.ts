import { describeRule } from "./judge";

const resources = "Deployment/rest.spec.template.spec.containers[postgrest].resources";
const path = "acme/Deployment/rest:containers[postgrest].resources";

describeRule("QUOTA-007", {
  compose: {
    "finds a reservation above its limit": {
      edits: [["compose.services.db.deploy.resources.reservations.memory", "300M"]],
      finds: ["services.db.deploy.resources.reservations.memory"],
    },
    "accepts a reservation that is its limit": {
      edits: [["compose.services.db.deploy.resources.reservations.memory", "256M"]],
      finds: [],
    },
  },
  kubernetes: {
    "finds a limit above the maximum": {
      edits: [[`${resources}.limits.cpu`, "2001m"]],
      finds: [`${path}.limits.cpu`],
      says: /2001m of cpu, and acme\/LimitRange\/containers allows 2/,
    },
    "finds a request below the minimum": {
      edits: [[`${resources}.requests.memory`, "8Mi"]],
      finds: [`${path}.requests.memory`],
    },
    "finds a request above its limit": {
      edits: [[`${resources}.requests.cpu`, "600m"]],
      finds: [`${path}.requests.cpu`],
    },
    "passes bounds of another namespace": {
      edits: [
        [`${resources}.limits.cpu`, "2001m"],
        ["LimitRange/containers.metadata.namespace", "other"],
      ],
      finds: [],
      also: ["QUOTA-006"],
    },
  },
});
