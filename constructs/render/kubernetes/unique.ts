import { ID } from "../../model/names";
import type { Workload } from "../../model/workload";
import type { MaterialList } from "../material";
import type { CertificateSpec } from "./certificate-spec";
import { identitySecret, workloadForms } from "./identity";
import { authoritySecret } from "./issuer";
import type { KubernetesResource } from "./kubernetes-object";
import { NAME_LIMITS } from "./names";
import { keyOf } from "./order";
import { volumesOf } from "./persistent-volume-claim";
import type { RenderContext } from "./render-context";
import { containersOf } from "./workload-containers";

/** What a ConfigMap and a Secret take as a key. */
const KEY = /^[-._a-zA-Z0-9]+$/;

/** What every kind takes as a name, and some take more. */
const NAME = /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/;

/** Objects that the cluster could not tell apart, or whose names it would refuse. */
export function checkObjects(resources: readonly KubernetesResource[], context: RenderContext): void {
  const paths = new Map<string, string>();
  for (const { path, object } of resources) {
    const { name } = object.metadata;
    if (!NAME.test(name)) {
      context.problems.add("ASH-NAME-001", {
        path,
        message: `the ${object.kind}'s name is not valid`,
        value: name,
        allowed: "a-z, 0-9 and -",
      });
    }
    const key = keyOf(object);
    const other = paths.get(key);
    if (other !== undefined) {
      context.problems.add("ASH-NAME-003", {
        path,
        message: `two objects of kind ${object.kind} have the same name, here and at ${other}`,
        value: name,
      });
    }
    paths.set(key, path);
  }
}

/** Secrets of different makers that would stand in each other's place. */
export function checkSecrets(
  material: MaterialList,
  resources: readonly KubernetesResource[],
  context: RenderContext,
): void {
  const makers = new Map<string, string>();
  const claim = (namespace: string | undefined, name: string, maker: string): void => {
    const key = `${namespace}/${name}`;
    const other = makers.get(key);
    if (other !== undefined && other !== maker) {
      context.problems.add("ASH-NAME-003", {
        path: context.platform.node.id,
        message: `two Secrets have the same name: ${other} and ${maker}`,
        value: key,
        cure: "rename the secret or the component",
      });
    }
    makers.set(key, maker);
  };
  const authority = authoritySecret(context);
  if (authority !== undefined) claim(authority.namespace, authority.name, "the platform's CA");
  for (const { workload } of context.lowered.workloads) {
    if (workloadForms(workload).length === 0) continue;
    const place = context.place(workload.peer);
    claim(place.namespace, identitySecret(place), `the identity of ${place.path}`);
  }
  for (const { object } of resources) {
    if (object.kind !== "Certificate") continue;
    const { namespace } = object.metadata;
    const { secretName } = object["spec"] as CertificateSpec;
    // Two Certificates of one Secret have one name as well, and have been told.
    if (!makers.has(`${namespace}/${secretName}`)) claim(namespace, secretName, `the certificate ${secretName}`);
  }
  for (const file of material.files) claim(file.namespace, file.name, `the secret files of ${file.name}`);
  for (const secret of material.secrets) {
    if (!ID.test(secret.name)) {
      context.problems.add("ASH-NAME-001", {
        path: context.platform.node.id,
        message: "a secret's name cannot name a Secret",
        value: secret.name,
        allowed: "a-z, 0-9 and -",
      });
    }
    for (const namespace of secret.namespaces) claim(namespace, secret.name, `the secret ${secret.name}`);
  }
}

/** Names inside a pod that the API server would refuse. */
export function checkPod(workload: Workload, context: RenderContext): void {
  const { path } = workload.peer.node;
  const label = (what: string, name: string): void => {
    if (ID.test(name) && name.length <= NAME_LIMITS.label) return;
    context.problems.add(ID.test(name) ? "ASH-NAME-002" : "ASH-NAME-001", {
      path,
      message: `the ${what}'s name is not valid`,
      value: name,
      allowed: `a-z, 0-9 and -, at most ${NAME_LIMITS.label} characters`,
    });
  };
  const names = new Set<string>();
  for (const { name, mounts } of containersOf(workload)) {
    label("container", name);
    if (names.has(name)) {
      context.problems.add("ASH-NAME-003", { path, message: "two containers have the same name", value: name });
    }
    names.add(name);
    for (const mount of mounts) {
      if (mount.kind !== "config" || KEY.test(mount.config.name)) continue;
      context.problems.add("ASH-NAME-001", {
        path: `${path}/${name}`,
        message: "the file's name cannot be a key",
        value: mount.config.name,
        allowed: "letters, digits, -, _ and .",
      });
    }
  }
  for (const volume of volumesOf(workload)) label("volume", volume.id);
}
