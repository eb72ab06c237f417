import { describeRule } from "./judge";

const pod = "Deployment/web.spec.template.spec";
const path = "acme/Deployment/web:serviceAccountName";

describeRule("BASE-024", {
  kubernetes: {
    "does not take silence for an account": { edits: [[`${pod}.serviceAccountName`, undefined]], finds: [path] },
    "finds the default account by its name": { edits: [[`${pod}.serviceAccountName`, "default"]], finds: [path] },
    "reads the older name of the field": {
      edits: [
        [`${pod}.serviceAccountName`, undefined],
        [`${pod}.serviceAccount`, "web"],
      ],
      finds: [],
    },
  },
});
