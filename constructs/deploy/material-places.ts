import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Platform } from "../model/platform";
import type { KubernetesArtifact } from "../render/kubernetes/kubernetes";
import type { Place } from "./branches";
import type { SecretObject } from "./secret-objects";
import { madeByPulumi } from "./secret-values";

/** The resources of a certificate authority, and of an identity that it issues, as their logical names end. */
const AUTHORITY_PARTS = ["PrivateKey", "SelfSignedCert"] as const;
const IDENTITY_PARTS = ["PrivateKey", "CertRequest", "LocallySignedCert"] as const;

/** What one resource of several is registered with. */
export type PartPlace<Part extends string> = (part: Part) => {
  readonly name: string;
  readonly options: CustomResourceOptions;
};
export type AuthorityPart = (typeof AUTHORITY_PARTS)[number];
export type IdentityPart = (typeof IDENTITY_PARTS)[number];

/** Where the CA's resources stand, as one. */
export const AUTHORITY = "authority";

/** Where an identity's resources stand, as one. */
export function identityId(identity: string): string {
  return `identity.${identity}`;
}

/** Where the resource of a secret's value stands: at the construct that declared it. */
export function secretPlace(platform: Platform, secret: string): Place {
  const declared = platform.graph.secrets.find(({ secretName }) => secretName === secret);
  const path = declared?.node.path ?? `${platform.node.path}/${secret}`;
  const at = path.slice(0, path.lastIndexOf("/"));
  return { path: at, id: `secret.${path.slice(at.length + 1)}` };
}

/** Every resource of a deployment that makes a value, a key or a certificate, and is no object of the cluster. */
export function materialPlaces(
  {
    platform,
    artifact,
    secrets,
  }: { platform: Platform; artifact: KubernetesArtifact; secrets: readonly SecretObject[] },
  makes: { readonly secrets: boolean; readonly identities: boolean },
): readonly Place[] {
  const identities = secrets.flatMap(({ resource, content }) =>
    content.kind === "identity"
      ? IDENTITY_PARTS.map((part) => ({ path: resource.path, id: `${identityId(content.identity.name)}/${part}` }))
      : [],
  );
  return [
    ...(makes.secrets ? madeByPulumi(artifact.material.secrets).map((name) => secretPlace(platform, name)) : []),
    ...(makes.identities
      ? [...AUTHORITY_PARTS.map((part) => ({ path: platform.node.path, id: `${AUTHORITY}/${part}` })), ...identities]
      : []),
  ];
}
