import { describeRule } from "./judge";

const own = "Deployment/rest.spec.template.spec.containers[postgrest].securityContext";
const path = "acme/Deployment/rest:containers[postgrest].securityContext.allowPrivilegeEscalation";

describeRule("BASE-002", {
  compose: {
    "does not take silence for an answer": {
      edits: [["compose.services.db.security_opt", undefined]],
      finds: ["services.db.security_opt"],
    },
    "finds an empty list": { edits: [["compose.services.db.security_opt", []]], finds: ["services.db.security_opt"] },
    "finds a switch that is off": {
      edits: [["compose.services.db.security_opt", ["no-new-privileges:false"]]],
      finds: ["services.db.security_opt"],
    },
    "knows both spellings": { edits: [["compose.services.db.security_opt", ["no-new-privileges=true"]]], finds: [] },
    "accepts more options beside it": {
      edits: [["compose.services.db.security_opt", ["apparmor:docker-default", "no-new-privileges"]]],
      finds: [],
    },
  },
  kubernetes: {
    "finds an allowance": { edits: [[`${own}.allowPrivilegeEscalation`, true]], finds: [path] },
    "does not take silence for an answer": { edits: [[`${own}.allowPrivilegeEscalation`, undefined]], finds: [path] },
  },
});
