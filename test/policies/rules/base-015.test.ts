import { describeRule } from "./judge";

const published = "compose.services.rest-net.ports";
const service = "Service/rest.spec";

describeRule("BASE-015", {
  compose: {
    "finds a port on every address": {
      edits: [[published, ["8443:8443"]]],
      finds: ["services.rest-net.ports[8443:8443]"],
    },
    "finds every address by its name": {
      edits: [[published, ["0.0.0.0:8443:8443", "[::]:8444:8443"]]],
      finds: ["services.rest-net.ports[0.0.0.0:8443:8443]", "services.rest-net.ports[[::]:8444:8443]"],
    },
    "finds an address that only the environment knows": {
      edits: [[published, ["${BIND}:8443:8443"]]],
      finds: ["services.rest-net.ports[${BIND}:8443:8443]"],
    },
    "finds the long form without an address": {
      edits: [[published, [{ target: 8443, published: "8443" }]]],
      finds: ["services.rest-net.ports[8443:8443]"],
    },
    "accepts loopback, also from a default": {
      edits: [
        [
          published,
          [
            "127.0.0.1:8443:8443/tcp",
            "${BIND:-127.0.0.1}:9443:8443",
            { target: 8443, published: "7443", host_ip: "::1" },
          ],
        ],
      ],
      finds: [],
    },
    "accepts an address that was chosen": { edits: [[published, ["192.0.2.7:443:8443"]]], finds: [] },
    "accepts a service that is meant to be public": {
      edits: [[published, ["443:8443"]]],
      config: { "BASE-015": { public: ["services.rest-net"] } },
      finds: [],
    },
  },
  kubernetes: {
    "finds a port on every node": {
      edits: [
        [`${service}.type`, "NodePort"],
        [`${service}.ports[0].nodePort`, 30443],
      ],
      finds: ["acme/Service/rest:ports[30443:api]"],
    },
    "finds an address of somebody else": {
      edits: [[`${service}.externalIPs`, ["192.0.2.7"]]],
      finds: ["acme/Service/rest:ports[8443:api]"],
    },
    "finds a port of the node that a container takes": {
      edits: [["Deployment/rest.spec.template.spec.initContainers[tls].ports[0].hostPort", 443]],
      finds: ["acme/Deployment/rest:initContainers[tls].ports[443:8443]"],
    },
    "accepts a load balancer": { edits: [[`${service}.type`, "LoadBalancer"]], finds: [] },
  },
});
