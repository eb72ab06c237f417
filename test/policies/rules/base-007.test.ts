import { describeRule } from "./judge";

const pod = "Deployment/web.spec.template.spec";

describeRule("BASE-007", {
  compose: {
    "finds each namespace of the host": {
      edits: [
        ["compose.services.provision.pid", "host"],
        ["compose.services.provision.ipc", "host"],
        ["compose.services.provision.uts", "host"],
        ["compose.services.provision.userns_mode", "host"],
        ["compose.services.provision.cgroup", "host"],
      ],
      finds: ["cgroup", "ipc", "pid", "userns_mode", "uts"].map((key) => `services.provision.${key}`),
    },
    "finds the host's network": {
      edits: [
        ["compose.services.provision.networks", undefined],
        ["compose.services.provision.network_mode", "host"],
      ],
      finds: ["services.provision.network_mode"],
    },
    "finds it in any service of a workload": {
      edits: [["compose.services.rest-tls.pid", "host"]],
      finds: ["services.rest.pid"],
    },
    "accepts namespaces of one's own": {
      edits: [
        ["compose.services.provision.ipc", "private"],
        ["compose.services.provision.cgroup", "private"],
      ],
      finds: [],
    },
  },
  kubernetes: {
    "finds each namespace of the node": {
      edits: [
        [`${pod}.hostNetwork`, true],
        [`${pod}.hostPID`, true],
        [`${pod}.hostIPC`, true],
      ],
      finds: ["hostIPC", "hostNetwork", "hostPID"].map((field) => `acme/Deployment/web:${field}`),
    },
    "finds a Windows process on its host": {
      edits: [[`${pod}.securityContext.windowsOptions`, { hostProcess: true }]],
      finds: ["acme/Deployment/web:securityContext.windowsOptions.hostProcess"],
    },
    "finds a Windows process that a single container asks for": {
      edits: [[`${pod}.containers[web].securityContext.windowsOptions`, { hostProcess: true }]],
      finds: ["acme/Deployment/web:securityContext.windowsOptions.hostProcess"],
    },
    "accepts a user namespace": { edits: [[`${pod}.hostUsers`, false]], finds: [] },
  },
});
