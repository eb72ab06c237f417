import { describeRule, judge } from "./judge";

const pod = "Deployment/web.spec.template.spec";
const path = "acme/Deployment/web:automountServiceAccountToken";

describeRule("BASE-011", {
  kubernetes: {
    "does not take silence for an answer": {
      edits: [[`${pod}.automountServiceAccountToken`, undefined]],
      finds: [path],
    },
    "finds a pod that asks for the token": { edits: [[`${pod}.automountServiceAccountToken`, true]], finds: [path] },
    "accepts the word of the account": {
      edits: [
        [`${pod}.automountServiceAccountToken`, undefined],
        [`${pod}.serviceAccountName`, "web"],
        [
          "ServiceAccount/web",
          {
            apiVersion: "v1",
            kind: "ServiceAccount",
            metadata: { name: "web", namespace: "acme" },
            automountServiceAccountToken: false,
          },
        ],
      ],
      finds: [],
    },
    "finds an account of the same name in another namespace": {
      edits: [
        [`${pod}.automountServiceAccountToken`, undefined],
        [`${pod}.serviceAccountName`, "web"],
        [
          "ServiceAccount/web",
          {
            apiVersion: "v1",
            kind: "ServiceAccount",
            metadata: { name: "web", namespace: "other" },
            automountServiceAccountToken: false,
          },
        ],
      ],
      finds: [path],
      // The account that the pod names is then nowhere.
      also: ["BASE-031"],
    },
    "accepts a program that is known to call the API": {
      edits: [[`${pod}.automountServiceAccountToken`, true]],
      config: { "BASE-011": { allowed: ["acme/Deployment/web"] } },
      finds: [],
    },
  },
});

it("says nothing about Compose, where there is no such token", () => {
  expect(judge("compose", []).skipped).toContain("BASE-011");
});
