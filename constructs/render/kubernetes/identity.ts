import type { Container } from "../../model/container";
import { IDENTITY_FORMS, type IdentityForm } from "../../model/identity";
import type { Workload } from "../../model/workload";
import { publicNames } from "../public-names";
import { servedPorts } from "./container-ports";
import { partName, type Place } from "./place";
import { headlessName } from "./service";
import { containersOf } from "./workload-containers";

/** The Secret that holds a peer's key and certificate. */
export function identitySecret(place: Place): string {
  return partName(place, "tls");
}

/** The forms of its peer's identity that a container reads. */
export function identityForms(container: Container): readonly IdentityForm[] {
  return inOrder(new Set(container.material.flatMap((item) => (item.kind === "identity" ? item.forms : []))));
}

/** The forms that any container of a workload reads. */
export function workloadForms(workload: Workload): readonly IdentityForm[] {
  return inOrder(new Set(containersOf(workload).flatMap(identityForms)));
}

/** The names under which a peer is called: by its containers, in its namespace, and from elsewhere in the cluster. */
export function dnsNames(workload: Workload, place: Place): readonly string[] {
  if (servedPorts(workload.peer.endpoints).length === 0) return [];
  const { name, namespace } = place;
  const names = [
    ...serviceNames(name, namespace),
    // Each replica is called by a name of its own as well, below that of the Service that governs them.
    ...(workload.run.kind === "stateful" ? serviceNames(`*.${headlessName(place)}`, namespace) : []),
    "localhost",
    ...publicNames(workload.peer),
  ];
  return [...new Set(names)];
}

function serviceNames(name: string, namespace: string): readonly string[] {
  const host = `${name}.${namespace}`;
  return [name, host, `${host}.svc`, `${host}.svc.cluster.local`];
}

function inOrder(forms: ReadonlySet<IdentityForm>): readonly IdentityForm[] {
  return IDENTITY_FORMS.filter((form) => forms.has(form));
}
