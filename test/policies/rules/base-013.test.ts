import { describeRule, judge } from "./judge";

describeRule("BASE-013", {
  compose: {
    "finds a server without a healthcheck": {
      edits: [["compose.services.db.healthcheck", undefined]],
      finds: ["services.db.healthcheck"],
    },
    "finds a sidecar without one": {
      edits: [["compose.services.rest-tls.healthcheck", undefined]],
      finds: ["services.rest-tls.healthcheck"],
    },
    "finds one that is switched off": {
      edits: [["compose.services.db.healthcheck", { disable: true, test: ["CMD", "true"] }]],
      finds: ["services.db.healthcheck"],
    },
    "finds one that is none": {
      edits: [["compose.services.db.healthcheck", { test: ["NONE"] }]],
      finds: ["services.db.healthcheck"],
    },
    "asks nothing of jobs, and nothing of a program that does nothing": { edits: [], finds: [] },
  },
  kubernetes: {
    "finds a server without a readiness probe": {
      edits: [["StatefulSet/db.spec.template.spec.containers[postgres].readinessProbe", undefined]],
      finds: ["acme/StatefulSet/db:containers[postgres].readinessProbe"],
    },
    "finds a native sidecar without one": {
      edits: [["Deployment/rest.spec.template.spec.initContainers[tls].readinessProbe", undefined]],
      finds: ["acme/Deployment/rest:initContainers[tls].readinessProbe"],
    },
    "does not take a liveness probe for one": {
      edits: [
        ["StatefulSet/db.spec.template.spec.containers[postgres].livenessProbe", { tcpSocket: { port: 5432 } }],
        ["StatefulSet/db.spec.template.spec.containers[postgres].readinessProbe", {}],
      ],
      finds: ["acme/StatefulSet/db:containers[postgres].readinessProbe"],
    },
    "asks nothing of what runs before the program": {
      edits: [
        ["Deployment/web.spec.template.spec.initContainers[tunnel].restartPolicy", undefined],
        ["Deployment/web.spec.template.spec.initContainers[tunnel].readinessProbe", undefined],
      ],
      finds: [],
    },
  },
});

it("only advises where a program listens nowhere, because nobody waits to call it", () => {
  const report = judge("compose", [
    ["compose.services.web.healthcheck", undefined],
    ["compose.services.web-tunnel", undefined],
  ]);
  expect(report.findings).toMatchObject([{ code: "BASE-013", level: "advisory", path: "services.web.healthcheck" }]);
});
