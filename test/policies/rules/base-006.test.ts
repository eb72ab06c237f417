import { plus } from "../fixtures/edit";
import { describeRule } from "./judge";

const pod = "StatefulSet/db.spec.template.spec";
const path = "acme/StatefulSet/db:containers[postgres].securityContext";

describeRule("BASE-006", {
  compose: {
    "accepts the engine's own filter, which needs no word": { edits: [], finds: [] },
    "finds a filter that is switched off": {
      edits: [["compose.services.db.security_opt", plus("seccomp:unconfined")]],
      finds: ["services.db.security_opt"],
    },
    "finds everything else that is switched off": {
      edits: [
        ["compose.services.db.security_opt", plus("apparmor=unconfined", "label:disable", "systempaths=unconfined")],
      ],
      finds: ["apparmor", "label", "systempaths"].map((name) => `services.db.security_opt[${name}]`),
    },
    "finds a label of another kind of program, whichever of several it is": {
      edits: [["compose.services.db.security_opt", plus("label:type:spc_t", "label:level:s0:c1,c2")]],
      finds: ["services.db.security_opt[label]"],
      says: /SELinux/,
    },
    "finds a control group of one's choice": {
      edits: [["compose.services.db.cgroup_parent", "/elsewhere"]],
      finds: ["services.db.cgroup_parent"],
    },
    "accepts a filter of one's own": {
      edits: [["compose.services.db.security_opt", plus("seccomp:./tight.json")]],
      finds: [],
    },
  },
  kubernetes: {
    "does not take silence for an answer: there, no filter is the default": {
      edits: [[`${pod}.securityContext.seccompProfile`, undefined]],
      finds: [`${path}.seccompProfile`],
      says: /says no/,
    },
    "finds a container that leaves its pod's filter": {
      edits: [[`${pod}.containers[postgres].securityContext.seccompProfile`, { type: "Unconfined" }]],
      finds: [`${path}.seccompProfile`],
      says: /off/,
    },
    "finds AppArmor switched off, in the field and in the old annotation": {
      edits: [
        [`${pod}.securityContext.appArmorProfile`, { type: "Unconfined" }],
        [
          "StatefulSet/db.spec.template.metadata.annotations",
          { "container.apparmor.security.beta.kubernetes.io/postgres": "unconfined" },
        ],
      ],
      finds: [`${path}[apparmor]`],
    },
    "finds a proc file system without its mask": {
      edits: [[`${pod}.containers[postgres].securityContext.procMount`, "Unmasked"]],
      finds: [`${path}[procMount]`],
    },
    "accepts a profile of the node": {
      edits: [[`${pod}.securityContext.seccompProfile`, { type: "Localhost", localhostProfile: "db.json" }]],
      finds: [],
    },
  },
});
