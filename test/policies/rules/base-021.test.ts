import { describeRule } from "./judge";

const container = "StatefulSet/db.spec.template.spec.containers[postgres]";
const ASK = { exec: { command: ["pg_isready"] } };
const path = "acme/StatefulSet/db:containers[postgres].livenessProbe";

describeRule("BASE-021", {
  kubernetes: {
    "finds the same question and no more patience": {
      edits: [[`${container}.livenessProbe`, { ...ASK }]],
      finds: [path],
      says: /after 30s/,
    },
    "finds less patience": {
      edits: [
        [`${container}.readinessProbe`, { ...ASK, periodSeconds: 5, failureThreshold: 12 }],
        [`${container}.livenessProbe`, { ...ASK, periodSeconds: 5, failureThreshold: 2 }],
      ],
      finds: [path],
    },
    "finds it whatever the order of the fields": {
      edits: [
        [`${container}.ports`, [{ name: "postgresql", containerPort: 5432 }]],
        [`${container}.readinessProbe`, { httpGet: { port: 5432, path: "/" } }],
        [`${container}.livenessProbe`, { httpGet: { path: "/", port: 5432 } }],
      ],
      finds: [path],
    },
    "accepts more patience": {
      edits: [[`${container}.livenessProbe`, { ...ASK, failureThreshold: 10 }]],
      finds: [],
    },
    "accepts another question": { edits: [[`${container}.livenessProbe`, { tcpSocket: { port: 5432 } }]], finds: [] },
  },
});
