import { describeRule } from "./judge";

const container = "Deployment/web.spec.template.spec.containers[web]";
const path = "acme/Deployment/web:containers[web]";

describeRule("BASE-019", {
  kubernetes: {
    "finds a probe of another host": {
      edits: [[`${container}.livenessProbe`, { httpGet: { host: "169.254.169.254", path: "/", port: 80 } }]],
      finds: [`${path}.livenessProbe`],
    },
    "finds a hook that calls one": {
      edits: [[`${container}.lifecycle`, { preStop: { httpGet: { host: "db", port: 5432 } } }]],
      finds: [`${path}.lifecycle.preStop`],
    },
    "finds a connection to one": {
      edits: [[`${container}.startupProbe`, { tcpSocket: { host: "db", port: 5432 } }]],
      finds: [`${path}.startupProbe`],
    },
    "accepts the pod's own address, also when it is written as nothing": {
      edits: [[`${container}.livenessProbe`, { httpGet: { host: "", path: "/", port: 8080 } }]],
      finds: [],
    },
  },
});
