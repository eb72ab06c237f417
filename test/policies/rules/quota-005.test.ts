import { describeRule } from "./judge";

const resources = "Deployment/rest.spec.template.spec.containers[postgrest].resources";
const path = "acme/Deployment/rest:containers[postgrest].resources";

describeRule("QUOTA-005", {
  compose: {
    "finds a service that says nothing": {
      edits: [["compose.services.db.deploy", undefined]],
      finds: ["limits.cpus", "limits.memory", "limits.pids", "reservations.cpus", "reservations.memory"].map(
        (field) => `services.db.deploy.resources.${field}`,
      ),
    },
    "takes no limit for none": {
      edits: [["compose.services.db.deploy.resources.limits.pids", -1]],
      finds: ["services.db.deploy.resources.limits.pids"],
    },
    "reads the older spelling": {
      edits: [
        ["compose.services.db.deploy.resources.limits", undefined],
        ["compose.services.db.cpus", 0.5],
        ["compose.services.db.mem_limit", "256m"],
        ["compose.services.db.pids_limit", 100],
      ],
      finds: [],
    },
    "asks for limits alone where a team wants that": {
      edits: [["compose.services.db.deploy.resources.reservations", undefined]],
      config: { "QUOTA-005": { requests: false } },
      finds: [],
    },
  },
  kubernetes: {
    "finds a container that says nothing": {
      // Without a maximum there is no default either, which the cluster would make of it.
      edits: [
        [resources, {}],
        ["LimitRange/containers.spec.limits[0].max", undefined],
      ],
      finds: ["limits.cpu", "limits.memory", "requests.cpu", "requests.memory"].map((field) => `${path}.${field}`),
      also: ["BASE-037"],
    },
    "finds an amount that is none": {
      edits: [[`${resources}.limits.memory`, "lots"]],
      finds: [`${path}.limits.memory`],
    },
    "takes a limit for a request, as the cluster does": { edits: [[`${resources}.requests`, undefined]], finds: [] },
    "accepts more than is asked for": { edits: [[`${resources}.limits['ephemeral-storage']`, "1Gi"]], finds: [] },
  },
});
