import { describeRule, judge } from "./judge";

const web = "Deployment/web.spec.template.spec.containers[web]";
const path = "acme/Deployment/web:containers[web]";
const PORTS = [{ name: "metrics", containerPort: 9090, protocol: "UDP" }];

describeRule("BASE-020", {
  kubernetes: {
    "finds a name that the container does not declare": {
      edits: [[`${web}.livenessProbe`, { httpGet: { port: "http" } }]],
      finds: [`${path}.livenessProbe`],
      says: /http/,
    },
    "finds a number that nothing declares, where something is declared": {
      edits: [
        [`${web}.ports`, PORTS],
        [`${web}.livenessProbe`, { tcpSocket: { port: 8080 } }],
      ],
      finds: [`${path}.livenessProbe`],
    },
    "finds a port on which a program listens for itself alone": {
      edits: [
        ["Deployment/rest.spec.template.spec.containers[postgrest].livenessProbe", { tcpSocket: { port: 3000 } }],
      ],
      finds: ["acme/Deployment/rest:containers[postgrest].livenessProbe"],
      says: /loopback/,
    },
    "accepts a number where nothing is declared": {
      edits: [[`${web}.livenessProbe`, { tcpSocket: { port: 8080 } }]],
      finds: [],
    },
    "accepts a port by its name, and one that a program is configured to listen on": {
      edits: [
        [`${web}.ports`, PORTS],
        [`${web}.livenessProbe`, { grpc: { port: 9090 } }],
        [`${web}.startupProbe`, { httpGet: { port: "metrics" } }],
      ],
      finds: [],
    },
  },
});

it("is sure of names, and only advises about numbers", () => {
  const levels = (probe: unknown) =>
    judge("kubernetes", [
      [`${web}.ports`, PORTS],
      [`${web}.livenessProbe`, probe],
    ]).counts;
  expect(levels({ httpGet: { port: "http" } })).toMatchObject({ mandatory: 1 });
  expect(levels({ httpGet: { port: 80 } })).toMatchObject({ mandatory: 0, advisory: 1 });
});
