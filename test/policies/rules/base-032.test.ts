import { describeRule } from "./judge";

const POD_DENIAL = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "default-deny" },
  spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
};

describeRule("BASE-032", {
  kubernetes: {
    "finds a workload that names no namespace": {
      edits: [["Job/provision.metadata.namespace", undefined]],
      finds: ["default/Job/provision:metadata.namespace"],
      // Outside its namespace nothing of what was made for it holds.
      also: ["BASE-014", "BASE-031", "QUOTA-006"],
    },
    "finds one that names the default, however well it is furnished": {
      edits: [
        ["Job/provision.metadata.namespace", "default"],
        ["ServiceAccount/provision.metadata.namespace", "default"],
        ["NetworkPolicy/provision.metadata.namespace", "default"],
        ["NetworkPolicy/more", POD_DENIAL],
      ],
      finds: ["default/Job/provision:metadata.namespace"],
      also: ["BASE-031", "QUOTA-006"],
    },
    "accepts objects without a workload there": { edits: [["NetworkPolicy/more", POD_DENIAL]], finds: [] },
  },
});
