import { describeRule } from "./judge";
import { role } from "./role";

const RBAC = "rbac.authorization.k8s.io";

describeRule("BASE-029", {
  kubernetes: {
    "finds each way up": {
      edits: [
        [
          "ClusterRole/web",
          role(
            "ClusterRole",
            { apiGroups: [RBAC], resources: ["clusterroles"], verbs: ["escalate"] },
            { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["impersonate"] },
            { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
            {
              apiGroups: ["certificates.k8s.io"],
              resources: ["certificatesigningrequests/approval"],
              verbs: ["update"],
            },
            {
              apiGroups: ["admissionregistration.k8s.io"],
              resources: ["mutatingwebhookconfigurations"],
              verbs: ["patch"],
            },
          ),
        ],
      ],
      finds: [
        "rules[0].resources[clusterroles]",
        "rules[1].resources[serviceaccounts]",
        "rules[2].resources[serviceaccounts/token]",
        "rules[3].resources[certificatesigningrequests/approval]",
        "rules[4].resources[mutatingwebhookconfigurations]",
      ].map((field) => `ClusterRole/web:${field}`),
    },
    "accepts a right that is limited to names": {
      edits: [
        [
          "ClusterRole/web",
          role("ClusterRole", { apiGroups: [RBAC], resources: ["roles"], verbs: ["bind"], resourceNames: ["view"] }),
        ],
      ],
      finds: [],
    },
    "accepts roles that are only read": {
      edits: [["Role/web", role("Role", { apiGroups: [RBAC], resources: ["roles"], verbs: ["get", "list"] })]],
      finds: [],
    },
  },
});
