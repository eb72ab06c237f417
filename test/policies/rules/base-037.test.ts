import { describeRule } from "./judge";

const limits = "Deployment/web.spec.template.spec.containers[web].resources.limits";
const path = "acme/Deployment/web:containers[web].resources.limits.ephemeral-storage";

describeRule("BASE-037", {
  kubernetes: {
    "finds a container without a bound": { edits: [[`${limits}['ephemeral-storage']`, undefined]], finds: [path] },
    "does not take a request for a bound": {
      edits: [
        [`${limits}['ephemeral-storage']`, undefined],
        ["Deployment/web.spec.template.spec.containers[web].resources.requests['ephemeral-storage']", "1Gi"],
      ],
      finds: [path],
    },
    "does not take a word for an amount": { edits: [[`${limits}['ephemeral-storage']`, "plenty"]], finds: [path] },
    "accepts any bound": { edits: [[`${limits}['ephemeral-storage']`, "100G"]], finds: [] },
  },
});
