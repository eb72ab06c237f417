import { describeRule } from "./judge";

describeRule("BASE-038", {
  compose: {
    "finds a server that nobody starts again": {
      edits: [["compose.services.db.restart", undefined]],
      finds: ["services.db.restart"],
      says: /stays down/,
    },
    "finds it by either word": {
      edits: [
        ["compose.services.db.restart", "no"],
        ["compose.services.web.restart", undefined],
        ["compose.services.web.deploy.restart_policy", { condition: "none" }],
      ],
      finds: ["services.db.restart", "services.web.restart"],
    },
    "finds a job that is tried without end": {
      edits: [["compose.services.provision.restart", "on-failure"]],
      finds: ["services.provision.restart"],
      says: /without end/,
    },
    "asks for a bound everywhere where a team wants one": {
      edits: [["compose.services.db.restart", "on-failure:5"]],
      config: { "BASE-038": { bounded: true } },
      finds: ["rest", "rest-net", "rest-tls", "settled", "web", "web-net", "web-tunnel"].map(
        (name) => `services.${name}.restart`,
      ),
    },
    "accepts a job that is tried once": { edits: [["compose.services.provision.restart", "no"]], finds: [] },
    "accepts the policy of a deployment": {
      edits: [
        ["compose.services.db.restart", undefined],
        ["compose.services.db.deploy.restart_policy", { condition: "any" }],
      ],
      finds: [],
    },
  },
});
