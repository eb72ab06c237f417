import { plus } from "../fixtures/edit";
import { describeRule } from "./judge";

const capabilities = "Deployment/rest.spec.template.spec.containers[postgrest].securityContext.capabilities";
const path = "acme/Deployment/rest:containers[postgrest].securityContext.capabilities";

describeRule("BASE-004", {
  compose: {
    "finds a service that keeps what the engine gives": {
      edits: [["compose.services.db.cap_drop", undefined]],
      finds: ["services.db.cap_drop"],
    },
    "finds a list that leaves something": {
      edits: [["compose.services.db.cap_drop", ["NET_RAW"]]],
      finds: ["services.db.cap_drop"],
    },
    "finds each capability that is added": {
      edits: [["compose.services.db.cap_add", ["CAP_SYS_ADMIN", "net_raw"]]],
      finds: ["services.db.cap_add[NET_RAW]", "services.db.cap_add[SYS_ADMIN]"],
    },
    "accepts a low port": { edits: [["compose.services.db.cap_add", ["NET_BIND_SERVICE"]]], finds: [] },
    "accepts what a team allows": {
      edits: [["compose.services.db.cap_add", ["IPC_LOCK"]]],
      config: { "BASE-004": { allowed: ["IPC_LOCK"] } },
      finds: [],
    },
    "gives a copying service three capabilities and not a fourth": {
      edits: [["compose.services.material.cap_add", plus("SETUID")]],
      finds: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETUID"].map((name) => `services.material.cap_add[${name}]`),
      also: ["BASE-001", "BASE-008"],
    },
  },
  kubernetes: {
    "does not take silence for an answer": { edits: [[capabilities, undefined]], finds: [`${path}.drop`] },
    "finds an empty list": { edits: [[`${capabilities}.drop`, []]], finds: [`${path}.drop`] },
    "finds what is added": { edits: [[`${capabilities}.add`, ["NET_ADMIN"]]], finds: [`${path}.add[NET_ADMIN]`] },
    "has no copying service: there, no pod is without a network": {
      edits: [
        [
          "Job/provision.spec.template.spec.containers[psql].securityContext.capabilities.add",
          ["CHOWN", "DAC_OVERRIDE", "FOWNER"],
        ],
      ],
      finds: ["CHOWN", "DAC_OVERRIDE", "FOWNER"].map(
        (name) => `acme/Job/provision:containers[psql].securityContext.capabilities.add[${name}]`,
      ),
    },
  },
});
