import type { Alias } from "@pulumi/pulumi";
import { Diagnostics } from "../model/diagnostics";
import type { KubernetesResource } from "../render/kubernetes/kubernetes-object";
import { nearest } from "../state/nearest";
import type { Naming } from "./branches";
import { DEPLOY_CODES } from "./codes";

/** Names that a resource had before, by the name that it has now. Both without the deployment's own name. */
export type Renamed = Readonly<Record<string, string | readonly string[]>>;

/** The part of a logical name after the deployment's: path below the platform, then kind and role. */
export function localName({ path, id }: Pick<KubernetesResource, "path" | "id">): string {
  return [...below(path), id].join("/");
}

function below(path: string): readonly string[] {
  return path.split("/").slice(1);
}

/**
 * Logical names: `<deployment>/<path below the platform>/<kind>[.<role>]`, for example `acme/db/provision/Job`. They do not
 * change with an object's content, nor with its name in the cluster, so that a changed object is a change of one resource.
 *
 * @throws AshlarError ASH-DEPLOY-004 for an alias of what the deployment does not have
 */
export function namingOf(deployment: string, resources: readonly KubernetesResource[], renamed: Renamed): Naming {
  const known = new Set(
    resources.flatMap((resource) => {
      const path = below(resource.path);
      return [localName(resource), ...path.map((_, depth) => path.slice(0, depth + 1).join("/"))];
    }),
  );
  const problems = new Diagnostics();
  for (const name of Object.keys(renamed)) {
    if (known.has(name)) continue;
    const meant = nearest(name, [...known]);
    problems.add(DEPLOY_CODES.unknownName, {
      path: `${deployment}:aliases`,
      message: "an alias for a resource that the deployment does not have",
      value: name,
      ...(meant === undefined ? {} : { cure: `write ${meant}` }),
    });
  }
  problems.throwIfErrors();
  const local = (path: string, id: string | undefined): string =>
    [...below(path), ...(id === undefined ? [] : [id])].join("/");
  return {
    nameOf: (path, id) => `${deployment}/${local(path, id)}`,
    aliasesOf: (path, id) => {
      const old = renamed[local(path, id)] ?? [];
      return (typeof old === "string" ? [old] : old).map((name): Alias => ({ name: `${deployment}/${name}` }));
    },
  };
}
