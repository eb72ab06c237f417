import { describeRule } from "./judge";
import { role } from "./role";

const path = "acme/Role/web:rules[0].resources[secrets]";

describeRule("BASE-028", {
  kubernetes: {
    "finds a role that reads every secret": {
      edits: [["Role/web", role("Role", { apiGroups: [""], resources: ["secrets"], verbs: ["get"] })]],
      finds: [path],
    },
    "tells a rule that reads and lists once": {
      edits: [["Role/web", role("Role", { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list", "watch"] })]],
      finds: [path],
    },
    "does not take names for a limit of a list": {
      edits: [
        [
          "Role/web",
          role("Role", { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"], resourceNames: ["web"] }),
        ],
      ],
      finds: [path],
      says: /list/,
    },
    "accepts one secret by its name": {
      edits: [
        ["Role/web", role("Role", { apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: ["web"] })],
      ],
      finds: [],
    },
    "accepts somebody who only writes them": {
      edits: [["Role/web", role("Role", { apiGroups: [""], resources: ["secrets"], verbs: ["create"] })]],
      finds: [],
    },
  },
});
