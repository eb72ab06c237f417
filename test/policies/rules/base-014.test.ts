import { describeRule } from "./judge";

const path = "acme/Deployment/web:networkPolicy";

describeRule("BASE-014", {
  compose: {
    "finds a service that names no network": {
      edits: [["compose.services.provision.networks", undefined]],
      finds: ["services.provision.networks"],
    },
    "finds an empty list": {
      edits: [["compose.services.provision.networks", []]],
      finds: ["services.provision.networks"],
    },
    "finds the engine's bridge": {
      edits: [
        ["compose.services.provision.networks", undefined],
        ["compose.services.provision.network_mode", "bridge"],
      ],
      finds: ["services.provision.networks"],
    },
    "accepts more networks of one's own": {
      edits: [
        ["compose.services.provision.networks", { db: { aliases: ["setup"] }, out: null }],
        ["compose.networks.out", {}],
      ],
      finds: [],
    },
  },
  kubernetes: {
    "finds a pod that no policy selects": {
      edits: [
        ["NetworkPolicy/default-deny", undefined],
        ["NetworkPolicy/web", undefined],
      ],
      finds: [path, path],
    },
    "finds a way out that is open": {
      edits: [["NetworkPolicy/web.spec.egress", [{}]]],
      finds: [path],
      says: /whom it calls/,
    },
    "finds a way in that is open": {
      edits: [["NetworkPolicy/web.spec.ingress", [{}]]],
      finds: [path],
      // Nothing says on which of its ports the program behind it listens.
      also: ["MTLS-001"],
      says: /who calls it/,
    },
    "takes a policy without types for one that limits what comes in": {
      edits: [
        ["NetworkPolicy/default-deny", undefined],
        ["NetworkPolicy/provision.spec.policyTypes", undefined],
        ["NetworkPolicy/rest.spec.policyTypes", undefined],
        ["NetworkPolicy/db.spec.policyTypes", undefined],
        ["NetworkPolicy/web.spec.policyTypes", undefined],
      ],
      finds: ["acme/StatefulSet/db:networkPolicy"],
      says: /whom it calls/,
    },
    "accepts a denial by expressions": {
      edits: [
        [
          "NetworkPolicy/default-deny.spec.podSelector",
          {
            matchExpressions: [
              { key: "app", operator: "Exists" },
              { key: "tier", operator: "NotIn", values: ["open"] },
            ],
          },
        ],
      ],
      finds: [],
    },
    "finds a denial of another namespace": {
      edits: [
        ["NetworkPolicy/default-deny.metadata.namespace", "other"],
        ["NetworkPolicy/web.metadata.namespace", "other"],
      ],
      finds: [path, path],
      // In the other namespace there is no such pod.
      also: ["BASE-031"],
    },
  },
});
