import { describeRule } from "./judge";

const own = "Deployment/rest.spec.template.spec.containers[postgrest].securityContext";
const path = "acme/Deployment/rest:containers[postgrest].securityContext.readOnlyRootFilesystem";

describeRule("BASE-005", {
  compose: {
    "finds a root that can be written": {
      edits: [["compose.services.db.read_only", false]],
      finds: ["services.db.read_only"],
    },
    "does not take silence for an answer": {
      edits: [["compose.services.db.read_only", undefined]],
      finds: ["services.db.read_only"],
    },
    "accepts scratch space beside a read-only root": {
      edits: [["compose.services.db.tmpfs", ["/tmp", "/run/postgresql:size=1m"]]],
      finds: [],
    },
  },
  kubernetes: {
    "finds a root that can be written": { edits: [[`${own}.readOnlyRootFilesystem`, false]], finds: [path] },
    "does not take silence for an answer": { edits: [[`${own}.readOnlyRootFilesystem`, undefined]], finds: [path] },
    "accepts scratch space beside a read-only root": {
      edits: [
        [
          "Deployment/rest.spec.template.spec.volumes",
          [
            { name: "keys", secret: { secretName: "identity" } },
            { name: "tmp", emptyDir: {} },
          ],
        ],
        ["Deployment/rest.spec.template.spec.containers[postgrest].volumeMounts", [{ name: "tmp", mountPath: "/tmp" }]],
      ],
      finds: [],
    },
  },
});
