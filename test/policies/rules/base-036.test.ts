import { plus } from "../fixtures/edit";
import { describeRule, judge } from "./judge";

const web = "Deployment/web.spec";

describeRule("BASE-036", {
  compose: {
    "finds a variable that is set twice": {
      edits: [["compose.services.web.environment", plus("MODE=a", "MODE=b")]],
      finds: ["services.web.environment[MODE]"],
    },
    "accepts variables that only begin alike": {
      edits: [["compose.services.web.environment", plus("MODE=a", "MODE_B=b", "OTHER=MODE=c")]],
      finds: [],
    },
  },
  kubernetes: {
    "finds a variable that is set twice": {
      edits: [[`${web}.template.spec.containers[web].env`, plus({ name: "API", value: "b" })]],
      finds: ["acme/Deployment/web:containers[web].env[API]"],
    },
    "finds a selector that misses its own pods": {
      edits: [[`${web}.selector`, { matchLabels: { app: "wep" } }]],
      finds: ["acme/Deployment/web:spec.selector"],
      says: /own pods/,
    },
    "finds a selector that finds the pods of another": {
      edits: [[`${web}.selector`, { matchExpressions: [{ key: "app", operator: "In", values: ["web", "rest"] }] }]],
      finds: ["acme/Deployment/web:spec.selector"],
      says: /acme\/Deployment\/rest too/,
    },
    "accepts more labels than are selected": {
      edits: [[`${web}.template.metadata.labels`, { app: "web", version: "2" }]],
      finds: [],
    },
  },
});

it("is sure of what the cluster refuses, and only advises about neighbours", () => {
  const found = (selector: unknown) => judge("kubernetes", [[`${web}.selector`, selector]]).counts;
  expect(found({ matchLabels: { app: "wep" } })).toMatchObject({ mandatory: 1 });
  expect(found({ matchExpressions: [{ key: "app", operator: "Exists" }] })).toMatchObject({
    mandatory: 0,
    advisory: 1,
  });
});
