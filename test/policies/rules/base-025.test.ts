import { describeRule } from "./judge";
import { role } from "./role";

describeRule("BASE-025", {
  kubernetes: {
    "finds each star": {
      edits: [["Role/web", role("Role", { apiGroups: ["*"], resources: ["*"], verbs: ["*"] })]],
      finds: ["apiGroups", "resources", "verbs"].map((key) => `acme/Role/web:rules[0].${key}`),
    },
    "finds a star among names, in a later rule": {
      edits: [
        [
          "ClusterRole/web",
          role(
            "ClusterRole",
            { apiGroups: [""], resources: ["configmaps"], verbs: ["get"] },
            { apiGroups: ["batch"], resources: ["jobs"], verbs: ["get", "*"] },
          ),
        ],
      ],
      finds: ["ClusterRole/web:rules[1].verbs"],
      // Whoever may do everything with jobs may start them.
      also: ["BASE-027"],
    },
    "accepts a role that names what it allows": {
      edits: [["Role/web", role("Role", { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] })]],
      finds: [],
    },
    "accepts a role without rules": { edits: [["Role/web", role("Role")]], finds: [] },
    "accepts a role that a team allows": {
      edits: [["ClusterRole/web", role("ClusterRole", { apiGroups: ["x.example"], resources: ["*"], verbs: ["*"] })]],
      config: { "BASE-025": { allowed: ["ClusterRole/web"] } },
      finds: [],
    },
  },
});
