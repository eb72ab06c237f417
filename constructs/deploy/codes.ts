import { defineCodes } from "../model/codes";

/** What can be wrong with a deployment by Pulumi. */
export const DEPLOY_CODES = defineCodes({
  unknownKind: {
    code: "ASH-DEPLOY-001",
    title: "kind that the Kubernetes SDK does not know",
    cure: "update @pulumi/kubernetes, or use a kind of its version",
    why: "every object is registered as its typed resource, so that previews and policy packs see its fields; the installed Kubernetes SDK has no class for this one, so its version is older, or newer, than the object's API",
    example: 'an escape hatch that sets apiVersion: "apps/v1beta1" on a Deployment',
  },
  lostField: {
    code: "ASH-DEPLOY-002",
    title: "field that the Kubernetes SDK does not carry",
    cure: "remove the field from the escape hatch that adds it",
    why: "a typed resource carries the fields that its class knows and drops all others without a word; what was declared would never reach the cluster",
    example: 'an escape hatch that adds the top-level field "specs" to a Deployment',
  },
  otherPki: {
    code: "ASH-DEPLOY-003",
    title: "certificates that nobody asks Pulumi for",
    cure: "make the platform with pki: local, or leave pki out of the deployment",
    why: "pulumi-tls takes the place of the platform's own authority; this platform has its certificates from cert-manager or from somebody else, so nobody would use what Pulumi issues",
    example: 'new PlatformDeployment("acme", { platform, pki: "pulumi-tls" }) of a platform with pki: "cert-manager"',
  },
  unknownName: {
    code: "ASH-DEPLOY-004",
    title: "no resource of this name",
    cure: "name a resource as the preview lists it, without the deployment's own name",
    why: "an alias, or a look-up, names a resource that this deployment does not register: a typing error, or a name with the deployment's own in front",
    example: 'deployment.resource("db/StatefulSte")',
  },
  otherSettings: {
    code: "ASH-DEPLOY-005",
    title: "the engine has other settings than the environment file",
    cure: "keep a stack's settings in Pulumi.<environment>.yaml beside Pulumi.yaml, the file that `ashlar synth` reads",
    why: "`ashlar synth` reads the environment file and the engine was given something else, so a review of the rendered folder would be a review of another platform",
    example: "pulumi up --config-file elsewhere.yaml",
  },
});
