import { IDENTITY_FORMS, type IdentityForm } from "../../model/identity";
import type { Workload } from "../../model/workload";
import type { IdentityMaterial, MaterialList, SecretFileMaterial } from "../material";
import { publicNames } from "../public-names";
import { NameRegister } from "./name-register";
import { peerName } from "./names";
import type { ComposeRender } from "./render";

/** What every server and client needs, and what the other forms are made of. */
const ALWAYS: readonly IdentityForm[] = ["cert", "key", "ca"];

/** What `init` makes for a rendered platform. */
export function materialList(render: ComposeRender, files: readonly SecretFileMaterial[]): MaterialList {
  const { platform } = render.lowered;
  const names = new NameRegister("secrets", render.problems);
  for (const secret of platform.graph.secrets) names.take(secret.secretName, secret.node.path);
  return {
    platform: platform.qualifiedName,
    trustDomain: platform.trustDomain,
    secrets: platform.graph.secrets
      .map(({ secretName, recipe }) => ({ name: secretName, recipe, namespaces: [] }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    identities: identitiesOf(render),
    // Replicas read the same files.
    files: [...new Map(files.map((file) => [file.name, file])).values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function identitiesOf(render: ComposeRender): readonly IdentityMaterial[] {
  const { platform, workloads } = render.lowered;
  switch (platform.spec.pki) {
    case "auto":
    case "local":
      return workloads.flatMap(({ workload }) => identityOf(workload));
    case "existing":
      return [];
    case "cert-manager":
      render.problems.add("ASH-TARGET-002", {
        path: `${platform.node.id}:pki`,
        message: "cert-manager issues certificates on Kubernetes alone",
        value: platform.spec.pki,
        allowed: "auto | local | existing",
        cure: "leave pki at auto, which is the local authority here and cert-manager there",
      });
      return [];
    default:
      return platform.spec.pki satisfies never;
  }
}

function identityOf({ peer, init, container, sidecars }: Workload): readonly IdentityMaterial[] {
  const asked = [...init, container, ...sidecars].flatMap(({ material }) =>
    material.flatMap((item) => (item.kind === "identity" ? item.forms : [])),
  );
  if (asked.length === 0) return [];
  const forms = new Set([...ALWAYS, ...asked]);
  const name = peerName(peer);
  return [
    {
      name,
      commonName: peer.identity.commonName,
      uri: peer.identity.uri,
      dnsNames: [...new Set([name, "localhost", ...publicNames(peer)])],
      forms: IDENTITY_FORMS.filter((form) => forms.has(form)),
    },
  ];
}
