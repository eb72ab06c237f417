import { z } from "zod";
import { admissionSchema } from "../../constructs/model/admission";
import { clusterSchema } from "../../constructs/model/cluster";
import { dnsName } from "../../constructs/model/dns-name";
import { dockerHostSchema } from "../../constructs/model/docker-host";
import { digestsSchema, registryMirror } from "../../constructs/model/image";
import { ID, ID_LIMITS } from "../../constructs/model/names";
import type { PlatformProps } from "../../constructs/model/platform";
import { SUPPORT } from "../../constructs/model/support";
import { webUrl } from "../../constructs/model/url";
import { cpuText, sizeText } from "./quantity";
import { PRESETS } from "./stack";

/** The settings that every stack has: those of the platform itself. */
export const platformSettings = (id: string) =>
  z.strictObject({
    preset: z
      .enum(PRESETS)
      .describe("Sizes to start from. Default: the environment's own, when it is called dev, staging or prod."),
    name: z
      .string()
      .regex(ID, { error: "not a valid id" })
      .max(ID_LIMITS.platform)
      .default(id)
      .describe("Name of the platform, part of every name. Changing it makes a new platform beside the old one."),
    publicUrl: webUrl().optional().describe("Where users reach the platform, for example https://acme.example."),
    trustDomain: dnsName()
      .optional()
      .describe("Name under which identities are issued. Default: <environment>.<name>.internal."),
    budget: z
      .strictObject({
        cpu: cpuText().describe("Sum of the processor limits of all containers, for example 4 or 500m."),
        memory: sizeText().describe("Sum of the memory limits of all containers, for example 8Gi."),
        storage: sizeText()
          .optional()
          .describe("Sum of all persistent volumes, for example 50Gi. Unlimited when not set."),
        pods: z.int().positive().optional().describe("Number of pods. Unlimited when not set."),
      })
      .optional()
      .describe("Ceiling of the whole environment."),
    pki: z
      .enum(["auto", "local", "cert-manager", "existing"])
      .default("auto")
      .describe("Who issues certificates. auto: the local CA on Compose, cert-manager on Kubernetes."),
    registryMirror: registryMirror()
      .optional()
      .describe("Registry that replaces every image's registry host, for example registry.acme.example/mirror."),
    digests: digestsSchema().default({}).describe("Digest of an image, by its `repository:tag`."),
    admission: admissionSchema(),
    cluster: clusterSchema().prefault({}).describe("What no construct can guess about a cluster."),
    compose: dockerHostSchema().prefault({}).describe("What holds on Compose alone."),
    allowLoss: z
      .array(z.enum(Object.keys(SUPPORT)))
      .default([])
      .describe("Fields of the conversion matrix whose loss on a target is accepted."),
  });

/** The platform's part of a stack's config. */
export type PlatformSettings = z.output<ReturnType<typeof platformSettings>>;

/** The props of a platform of this environment. */
export function platformProps(environment: string, settings: PlatformSettings): PlatformProps {
  const { publicUrl, trustDomain, budget, pki, registryMirror, digests, admission, cluster, compose, allowLoss } =
    settings;
  return {
    environment,
    publicUrl,
    trustDomain,
    budget,
    pki,
    registryMirror,
    digests,
    admission,
    cluster,
    compose,
    allowLoss,
  };
}
