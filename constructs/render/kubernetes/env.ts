import type { Container } from "../../model/container";
import { type Hole, type Leaves, plainText, type Segment } from "../../model/expression";
import { SECRET_KEY } from "./material-collector";
import type { EnvVar } from "./plain";
import type { PodContext } from "./pod-context";
import { escapeReferences, variableReference } from "./variable-reference";

/**
 * A container's environment. A secret is read from its own object; text around secrets refers to hidden variables that
 * stand first; a secret that must be encoded is put into a Secret object as a whole value.
 */
export function envOf(container: Container, leaves: Leaves, pod: PodContext): readonly EnvVar[] {
  const hidden = new Map<string, EnvVar>();
  const named: EnvVar[] = [];
  for (const name of Object.keys(container.env).sort()) {
    const value = container.env[name];
    if (value === undefined) continue;
    const segments = pod.flatten(value, leaves, `${pod.pathOf(container)}:env.${name}`);
    const text = plainText(segments);
    if (text !== undefined) named.push({ name, value: escapeReferences(text) });
    else named.push(secretVariable(name, segments, container, pod, hidden));
  }
  return [...[...hidden.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), ...named];
}

function secretVariable(
  name: string,
  segments: readonly Segment[],
  container: Container,
  pod: PodContext,
  hidden: Map<string, EnvVar>,
): EnvVar {
  const isEncoded = segments.some((segment) => typeof segment !== "string" && segment.encode.length > 0);
  if (isEncoded) return fromKey(name, pod.filesSecret, pod.holdValue(container, name, segments));
  const [only] = segments;
  if (segments.length === 1 && typeof only === "object") return fromSecret(name, only, pod);
  const value = segments
    .map((segment) => {
      if (typeof segment === "string") return escapeReferences(segment);
      const variable = hiddenName(segment);
      hidden.set(variable, fromSecret(variable, segment, pod));
      return variableReference(variable);
    })
    .join("");
  return { name, value };
}

function fromSecret(name: string, { secret }: Hole, pod: PodContext): EnvVar {
  pod.context.material.reads(secret, pod.place.namespace);
  return fromKey(name, secret.secretName, SECRET_KEY);
}

function fromKey(name: string, secret: string, key: string): EnvVar {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

function hiddenName({ secret }: Hole): string {
  return `ASHLAR_SECRET_${secret.secretName.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
}
