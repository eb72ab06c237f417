import { describeRule } from "./judge";
import { binding } from "./role";

const WEB = { kind: "ServiceAccount", name: "web", namespace: "acme" };
const ADMIN = { kind: "ClusterRole", name: "cluster-admin" };

describeRule("BASE-026", {
  kubernetes: {
    "finds an administrator of the cluster": {
      edits: [["ClusterRoleBinding/web", binding("ClusterRoleBinding", ADMIN, WEB)]],
      finds: ["ClusterRoleBinding/web:roleRef"],
    },
    "finds an administrator of one namespace": {
      edits: [["RoleBinding/web", binding("RoleBinding", ADMIN, WEB)]],
      finds: ["acme/RoleBinding/web:roleRef"],
    },
    "finds what is granted to everybody": {
      edits: [
        [
          "ClusterRoleBinding/web",
          binding(
            "ClusterRoleBinding",
            { kind: "ClusterRole", name: "view" },
            { kind: "Group", name: "system:authenticated" },
            { kind: "User", name: "system:anonymous" },
            { kind: "Group", name: "system:serviceaccounts:acme" },
          ),
        ],
      ],
      finds: ["Group/system:authenticated", "User/system:anonymous"].map(
        (subject) => `ClusterRoleBinding/web:subjects[${subject}]`,
      ),
    },
    "accepts another role of the cluster": {
      edits: [["RoleBinding/web", binding("RoleBinding", { kind: "ClusterRole", name: "view" }, WEB)]],
      finds: [],
    },
    "accepts a binding that a team allows": {
      edits: [["ClusterRoleBinding/web", binding("ClusterRoleBinding", ADMIN, WEB)]],
      config: { "BASE-026": { allowed: ["ClusterRoleBinding/web"] } },
      finds: [],
    },
  },
});
