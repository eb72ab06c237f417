import { describeRule, judge } from "./judge";
import { role } from "./role";

const EXEC = { apiGroups: [""], resources: ["pods", "pods/exec"], verbs: ["create"] };
const START = { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "get"] };

describeRule("BASE-027", {
  kubernetes: {
    "finds a shell in other pods, and new pods, by one rule": {
      edits: [["Role/web", role("Role", EXEC)]],
      finds: ["acme/Role/web:rules[0].resources[pods/exec]", "acme/Role/web:rules[0].resources[pods]"],
    },
    "finds jobs, which are pods too": {
      edits: [["ClusterRole/web", role("ClusterRole", START)]],
      finds: ["ClusterRole/web:rules[0].resources[jobs]"],
      says: /start pods/,
    },
    "takes a star of verbs for each of them": {
      edits: [["Role/web", role("Role", { apiGroups: [""], resources: ["pods/attach"], verbs: ["*"] })]],
      finds: ["acme/Role/web:rules[0].resources[pods/attach]"],
      also: ["BASE-025"],
    },
    "accepts reading of pods, and jobs of another group": {
      edits: [
        [
          "Role/web",
          role(
            "Role",
            { apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", "list", "watch"] },
            { apiGroups: ["x.example"], resources: ["jobs"], verbs: ["create"] },
          ),
        ],
      ],
      finds: [],
    },
    "accepts a role that a team allows": {
      edits: [["Role/web", role("Role", EXEC)]],
      config: { "BASE-027": { allowed: ["acme/Role/web"] } },
      finds: [],
    },
  },
});

it("only advises about starting pods in one namespace", () => {
  expect(judge("kubernetes", [["Role/web", role("Role", START)]]).counts).toMatchObject({ mandatory: 0, advisory: 1 });
  expect(judge("kubernetes", [["ClusterRole/web", role("ClusterRole", START)]]).counts).toMatchObject({ mandatory: 1 });
});
