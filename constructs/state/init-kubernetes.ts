import { diagnostic, type Diagnostic } from "../model/diagnostics";
import { createAuthority } from "../pki/authority";
import type { MaterialList } from "../render/material";
import { resolveSecrets } from "../secrets/resolve";
import type { Cluster, NewNamespace, SecretData } from "./cluster";
import { fileSecrets, readValues, valueData, valueOf } from "./cluster-values";
import { claimFolder, refuseOtherEnvironment } from "./environment-record";
import { keptWarnings, resolveGiven } from "./given-values";
import type { InitOptions } from "./init-compose";
import type { InitChange, InitReport } from "./init-report";
import { identityFiles, issueIdentity } from "./issue-identity";
import type { LocalStore } from "./local-store";
import { withLock } from "./lock";

/** What an init of a cluster needs to know beside the list. */
export interface ClusterInitOptions extends InitOptions {
  /** The namespaces of the artifact, with the labels of their manifests. */
  readonly namespaces: readonly NewNamespace[];
  /** Where the authority is kept when the local one issues certificates; not touched otherwise. */
  readonly store: LocalStore;
}

/**
 * Creates the Secrets that an artifact's manifests name and its cluster lacks. What is there is never written over, nor
 * read by anybody but the derivations that need it; a second run changes nothing.
 *
 * @throws AshlarError with all problems, before anything is created: given secrets that are missing, weak values; or that
 * the authority's folder is another environment's
 * @throws TroubleError when the cluster cannot be reached or refuses
 */
export async function initKubernetes(
  list: MaterialList,
  cluster: Cluster,
  options: ClusterInitOptions,
): Promise<InitReport> {
  if (list.identities.length > 0) refuseOtherEnvironment(list, options.store);
  const warnings: Diagnostic[] = [];
  const stored = await readValues(list.secrets, cluster, warnings);
  const known = new Map([...options.given, ...stored]);
  const resolving = { ...options, kept: new Set(stored.keys()) };
  const values = new Map(resolveGiven(list.secrets, known, resolving).values);
  warnings.push(...keptWarnings(list.secrets, known, resolving));

  const changes: InitChange[] = [];
  for (const namespace of options.namespaces) {
    const created = await cluster.createNamespace(namespace);
    changes.push({ kind: "namespace", name: namespace.name, action: created ? "created" : "kept" });
  }
  const labels = { "app.kubernetes.io/managed-by": "ashlar", "app.kubernetes.io/part-of": list.platform };
  const create = async (kind: InitChange["kind"], namespace: string, name: string, data: SecretData) => {
    const type = kind === "certificate" ? "kubernetes.io/tls" : "Opaque";
    const created = await cluster.createSecret({ namespace, name, type, labels, data });
    changes.push({ kind, name: `${namespace}/${name}`, action: created ? "created" : "kept" });
    return created;
  };

  const settled = new Set(stored.keys());
  for (const { name, namespaces } of list.secrets.filter((secret) => secret.recipe.kind !== "derived")) {
    for (const namespace of namespaces) {
      const value = values.get(name) ?? "";
      const created = await create("secret", namespace, name, valueData(value));
      // Somebody else may have made it since it was read: theirs is the one that counts, here and below.
      if (!created && !settled.has(name)) values.set(name, valueOf(await cluster.readSecret(namespace, name)) ?? value);
      settled.add(name);
    }
  }
  const { values: final } = resolveSecrets(list.secrets, values);
  for (const { name, namespaces } of list.secrets.filter((secret) => secret.recipe.kind === "derived")) {
    const data = valueData(final.get(name) ?? "");
    for (const namespace of namespaces) {
      if (!(await create("secret", namespace, name, data))) {
        warnings.push(...outdated(namespace, name, data, await cluster.readSecret(namespace, name)));
      }
    }
  }
  for (const { namespace, name, data } of fileSecrets(list.files, final)) {
    if (!(await create("secret-file", namespace, name, data))) {
      warnings.push(...outdated(namespace, name, data, await cluster.readSecret(namespace, name)));
    }
  }
  if (list.identities.length > 0) changes.push(...(await createIdentities(list, cluster, options, create)));
  return { changes, warnings };
}

/** What follows from other values may have to change; here only a person may do that. */
function outdated(
  namespace: string,
  name: string,
  wanted: SecretData,
  found: SecretData | undefined,
): readonly Diagnostic[] {
  if (found === undefined || [...wanted].every(([key, content]) => found.get(key)?.equals(content) === true)) return [];
  return [
    diagnostic("ASH-INPUT-002", {
      severity: "warning",
      path: `${namespace}/${name}`,
      message: "the Secret is not what its inputs give any more, and stays as it is",
      cure: `run \`kubectl delete secret ${name} --namespace ${namespace}\`, then init again`,
    }),
  ];
}

function createIdentities(
  list: MaterialList,
  cluster: Cluster,
  { store, now }: ClusterInitOptions,
  create: (kind: "certificate", namespace: string, name: string, data: SecretData) => Promise<boolean>,
): Promise<readonly InitChange[]> {
  return withLock(store.folder, async () => {
    refuseOtherEnvironment(list, store);
    const kept = store.authority();
    claimFolder(list, store);
    const authority = kept ?? (await createAuthority({ commonName: `${list.platform} CA`, now }));
    if (kept === undefined) store.createAuthority(authority);
    const changes: InitChange[] = [];
    for (const identity of list.identities) {
      const { name, namespace = "default" } = identity;
      // Looked up first: a certificate that nobody takes would have been issued in vain.
      if ((await cluster.readSecret(namespace, name)) !== undefined) {
        changes.push({ kind: "certificate", name: `${namespace}/${name}`, action: "kept" });
        continue;
      }
      const leaf = await issueIdentity(identity, authority, now);
      await create("certificate", namespace, name, await identityFiles(identity, leaf));
    }
    return [{ kind: "authority", name: "ca", action: kept === undefined ? "created" : "kept" }, ...changes];
  });
}
