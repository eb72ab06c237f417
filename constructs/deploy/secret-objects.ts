import type { KubernetesArtifact } from "../render/kubernetes/kubernetes";
import type { KubernetesObject, KubernetesResource } from "../render/kubernetes/kubernetes-object";
import type { IdentityMaterial, SecretFileMaterial } from "../render/material";

/** What a Kubernetes Secret is filled with. Names alone: values are Outputs, and come when it is registered. */
export type SecretContent =
  | { readonly kind: "value"; readonly secret: string }
  | { readonly kind: "files"; readonly files: readonly SecretFileMaterial[] }
  | { readonly kind: "identity"; readonly identity: IdentityMaterial };

/** A Secret that Pulumi makes, in `ashlar init`'s place. */
export interface SecretObject {
  readonly resource: KubernetesResource;
  readonly content: SecretContent;
}

/** Which of an artifact's Secrets are Pulumi's to make. */
export interface SecretOwnership {
  /** Single values, and files that hold some. */
  readonly secrets: boolean;
  /** Keys and certificates of the platform's own CA. */
  readonly identities: boolean;
}

/**
 * The Secrets of an artifact, without what is in them: their names, keys and labels are those that `ashlar init` gives
 * them. Each stands at the scope whose namespace it is in.
 */
export function secretObjects(artifact: KubernetesArtifact, owns: SecretOwnership): readonly SecretObject[] {
  const { secrets, files, identities, platform } = artifact.material;
  const scopes = new Map(
    artifact.resources
      .filter(({ object }) => object.kind === "Namespace")
      .map(({ path, object }) => [object.metadata.name, path]),
  );
  const labels = { "app.kubernetes.io/managed-by": "ashlar", "app.kubernetes.io/part-of": platform };
  const place = (namespace: string, name: string, type: string): KubernetesResource => {
    const path = scopes.get(namespace);
    if (path === undefined) throw new TypeError(`no scope has the namespace ${namespace}`);
    const object: KubernetesObject = { apiVersion: "v1", kind: "Secret", metadata: { name, namespace, labels }, type };
    return { path, id: `Secret.${name}`, object };
  };
  return [
    ...(owns.secrets
      ? [
          ...secrets.flatMap(({ name, namespaces }) =>
            namespaces.map((namespace): SecretObject => ({
              resource: place(namespace, name, "Opaque"),
              content: { kind: "value", secret: name },
            })),
          ),
          ...byObject(files).map(({ namespace, name, files: own }): SecretObject => ({
            resource: place(namespace, name, "Opaque"),
            content: { kind: "files", files: own },
          })),
        ]
      : []),
    ...(owns.identities
      ? identities.map((identity): SecretObject => ({
          resource: place(identity.namespace ?? "default", identity.name, "kubernetes.io/tls"),
          content: { kind: "identity", identity },
        }))
      : []),
  ];
}

/** Files that are keys of one Secret. */
function byObject(
  files: readonly SecretFileMaterial[],
): readonly { readonly namespace: string; readonly name: string; readonly files: readonly SecretFileMaterial[] }[] {
  const objects = new Map<string, { namespace: string; name: string; files: SecretFileMaterial[] }>();
  for (const file of files) {
    const { namespace = "default", name } = file;
    const id = `${namespace}/${name}`;
    const object = objects.get(id) ?? { namespace, name, files: [] };
    object.files.push(file);
    objects.set(id, object);
  }
  return [...objects.values()];
}
