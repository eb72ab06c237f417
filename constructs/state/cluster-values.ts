import { diagnostic, type Diagnostic } from "../model/diagnostics";
import type { SecretFileMaterial, SecretMaterial } from "../render/material";
import type { Cluster, SecretData } from "./cluster";
import { fillSegments } from "./fill";

/** Key of a single value inside its Secret. */
const VALUE_KEY = "value";

/** The content of the Secret of a single value. */
export function valueData(value: string): SecretData {
  return new Map([[VALUE_KEY, Buffer.from(value)]]);
}

/** The value that such a Secret holds. */
export function valueOf(data: SecretData | undefined): string | undefined {
  return data?.get(VALUE_KEY)?.toString("utf8");
}

/** The values that a cluster has. One that differs between namespaces is told; the first one counts. */
export async function readValues(
  secrets: readonly SecretMaterial[],
  cluster: Cluster,
  warnings: Diagnostic[],
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const { name, namespaces, recipe } of secrets) {
    for (const namespace of namespaces) {
      const value = valueOf(await cluster.readSecret(namespace, name));
      const first = values.get(name);
      if (value === undefined || first === value) continue;
      if (first === undefined) values.set(name, value);
      // A derived one is held against its inputs later, in each namespace.
      else if (recipe.kind !== "derived") warnings.push(disagreement(namespace, name, namespaces));
    }
  }
  return values;
}

/** The Secrets of files, with each file under its key. */
export function fileSecrets(
  files: readonly SecretFileMaterial[],
  values: ReadonlyMap<string, string>,
): readonly { readonly namespace: string; readonly name: string; readonly data: SecretData }[] {
  const secrets = new Map<string, { namespace: string; name: string; data: Map<string, Buffer> }>();
  for (const { name, namespace = "default", key, segments } of files) {
    const id = `${namespace}/${name}`;
    const secret = secrets.get(id) ?? { namespace, name, data: new Map<string, Buffer>() };
    secret.data.set(key, Buffer.from(fillSegments(segments, values)));
    secrets.set(id, secret);
  }
  return [...secrets.values()];
}

function disagreement(namespace: string, name: string, namespaces: readonly string[]): Diagnostic {
  return diagnostic("ASH-GRAPH-009", {
    severity: "warning",
    path: `${namespace}/${name}`,
    message: "the secret has another value than in the other namespaces that use it",
    cure: `delete the wrong one of ${namespaces.join(" and ")} and run init again, which makes it like the other`,
  });
}
