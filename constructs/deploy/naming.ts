import type { Alias } from "@pulumi/pulumi";
import { Diagnostics } from "../model/diagnostics";
import { nearest } from "../state/nearest";
import type { Naming, Place } from "./branches";
import { DEPLOY_CODES } from "./codes";

/** Names that a resource had before, by the name that it has now. Both without the deployment's own name. */
export type Renamed = Readonly<Record<string, string | readonly string[]>>;

/** The part of a logical name after the deployment's: path below the platform, then kind and role. */
export function localName({ path, id }: Place): string {
  return [...below(path), id].join("/");
}

function below(path: string): readonly string[] {
  return path.split("/").slice(1);
}

/**
 * Logical names: `<deployment>/<path below the platform>/<kind>[.<role>]`, for example `acme/db/provision/Job`. They do not
 * change with an object's content, nor with its name in the cluster, so that a changed object is a change of one resource.
 *
 * Several resources that are one thing have its name in front, `identity.db-tls/PrivateKey`, and an alias of that name
 * is one of each of them.
 *
 * @param places all that the deployment registers: objects, secrets' values, keys and certificates
 * @throws AshlarError ASH-DEPLOY-004 for an alias of what the deployment does not have
 */
export function namingOf(deployment: string, places: readonly Place[], renamed: Renamed): Naming {
  const known = new Set(
    places.flatMap((place) => {
      const whole = localName(place).split("/");
      return whole.map((_, depth) => whole.slice(0, depth + 1).join("/"));
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
      const name = local(path, id);
      const [group, part] = id === undefined ? [] : cut(id);
      const names = [
        ...olderNames(renamed, name),
        ...(part === undefined ? [] : olderNames(renamed, local(path, group)).map((older) => `${older}/${part}`)),
      ];
      return names.map((older): Alias => ({ name: `${deployment}/${older}` }));
    },
  };
}

function olderNames(renamed: Renamed, name: string): readonly string[] {
  const older = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
  return typeof older === "string" ? [older] : (older ?? []);
}

/** An id in two where it is one resource of several. */
function cut(id: string): readonly [group: string, part: string | undefined] {
  const at = id.indexOf("/");
  return at < 0 ? [id, undefined] : [id.slice(0, at), id.slice(at + 1)];
}
