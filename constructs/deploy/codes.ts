import { defineCodes } from "../model/codes";

/** What can be wrong with a deployment by Pulumi. */
export const DEPLOY_CODES = defineCodes({
  unknownKind: {
    code: "ASH-DEPLOY-001",
    title: "kind that the Kubernetes SDK does not know",
    cure: "update @pulumi/kubernetes, or use a kind of its version",
  },
  lostField: {
    code: "ASH-DEPLOY-002",
    title: "field that the Kubernetes SDK does not carry",
    cure: "remove the field from the escape hatch that adds it",
  },
  otherPki: {
    code: "ASH-DEPLOY-003",
    title: "certificates that nobody asks Pulumi for",
    cure: "make the platform with pki: local, or leave pki out of the deployment",
  },
  unknownName: {
    code: "ASH-DEPLOY-004",
    title: "no resource of this name",
    cure: "name a resource as the preview lists it, without the deployment's own name",
  },
  otherSettings: {
    code: "ASH-DEPLOY-005",
    title: "the engine has other settings than the environment file",
    cure: "keep a stack's settings in Pulumi.<environment>.yaml beside Pulumi.yaml, the file that `ashlar synth` reads",
  },
});
