import type { FoundDanger } from "../../policies/diff/danger";
import type { PlanResource } from "./plan-resource";

/**
 * What a reviewer must have seen of a resource that is no Kubernetes object: that it goes, or is made anew. What it holds is
 * not known here, so that every one of them counts.
 */
export function planDangers(resources: readonly PlanResource[]): readonly FoundDanger[] {
  return resources.flatMap((resource) => {
    const { type, name, operation, isBookkeeping } = resource;
    if (isBookkeeping || (operation !== "delete" && operation !== "replace")) return [];
    return [{ path: `${type}::${name}`, ...(operation === "delete" ? deleted(type) : replaced(type)) }];
  });
}

type Told = Pick<FoundDanger, "kind" | "message">;

function deleted(type: string): Told {
  if (isRelease(type))
    return { kind: "removed", message: "Pulumi deletes the Helm release, with every object of its chart" };
  switch (materialOf(type)) {
    case "key":
      return { kind: "tls", message: "Pulumi deletes the key: no certificate is issued with it any more" };
    case "certificate":
      return { kind: "tls", message: "Pulumi deletes the certificate" };
    case "value":
      return {
        kind: "secret",
        message: "Pulumi deletes the value that it made, and nothing else in the state knows it",
      };
    default:
      return { kind: "removed", message: `Pulumi deletes the ${type}, with whatever it holds` };
  }
}

function replaced(type: string): Told {
  if (isRelease(type))
    return {
      kind: "immutable",
      message: "Pulumi uninstalls the Helm release and installs it anew, with every object of its chart",
    };
  switch (materialOf(type)) {
    case "key":
      return { kind: "tls", message: "a key is made anew: every certificate for it or under it is made anew" };
    case "certificate":
      return {
        kind: "tls",
        message: "a certificate is made anew; if it is an authority's, so is every certificate under it",
      };
    case "value":
      return {
        kind: "secret",
        message: "a password or another random value changes: what keeps the old one is refused",
      };
    default:
      return { kind: "immutable", message: `Pulumi deletes the ${type} and makes it anew, without what it holds` };
  }
}

const isRelease = (type: string): boolean => /^kubernetes:helm\.sh\/[^:]*:Release$/.test(type);

/** Keys, certificates and random values: what `@pulumi/tls` and `@pulumi/random` make. */
function materialOf(type: string): "key" | "certificate" | "value" | undefined {
  if (type.startsWith("random:")) return "value";
  if (!type.startsWith("tls:")) return undefined;
  return type.endsWith(":PrivateKey") ? "key" : "certificate";
}
