import type { KubernetesObject } from "../facts/kubernetes/object";
import type { Draft } from "../rule";
import { SECRET_NAMES } from "../secret-names";
import { fieldOf, isWithin, meets, shortField, splitField } from "./fields";
import { isAccountOf, isLetInByLabel, isUnplaced, isUnsureOf, isUnsureOfLabels, objectIn } from "./joins";
import type { ReadResource } from "./resource";

/** Rules about ports and who reaches them. */
const PORTS: ReadonlySet<string> = new Set(["MTLS-001", "MTLS-002", "MTLS-003"]);
/** Rules that read a program's configuration for what is not there: a file of it may say so. */
const CONFIGURED: ReadonlySet<string> = new Set([...PORTS, "MTLS-007", "CROSS-003", "CROSS-004"]);
/** Rules about sums of a namespace. */
const SUMS: ReadonlySet<string> = new Set(["QUOTA-001", "QUOTA-002", "QUOTA-003", "QUOTA-004"]);

/** What a container's program is, and by what it is configured. */
const PROGRAM = /^(?:image|command|args|env|envFrom|volumeMounts|ports)(?:$|[.[])/;
/** A connection's own way to ask for its server's name. */
const SSL_VARIABLE = /^env\[[^\]]*SSL[^\]]*\]|^env(?:From|$)/i;

/**
 * Whether something unknown may make a finding untrue, in a way that no guess shows: in a field of its object that its
 * rule reads, or in an object that decides about its own. What is unknown elsewhere is no excuse.
 */
export function isTouched(
  code: string,
  draft: Draft,
  all: readonly ReadResource[],
  unsure: readonly ReadResource[],
): boolean {
  const own = all.find((resource) => pathOf(resource) === draft.object);
  const object = own === undefined ? undefined : objectIn(own);
  return unsure.some((resource) => {
    if (resource === own) return decides(code, draft, resource, all);
    return object === undefined ? isAbout(code, draft, resource) : isJoined(code, object, resource, all);
  });
}

/** An object's path, as facts write it. */
export function pathOf(resource: ReadResource): string {
  return objectIn(resource)?.path ?? "";
}

/** Whether a finding's own object leaves open what its rule reads. */
function decides(code: string, draft: Draft, own: ReadResource, all: readonly ReadResource[]): boolean {
  const field = shortField(draft.path.slice(draft.object.length).replace(/^[:.]/, ""));
  const unknown = own.unknown.map((path) => fieldOf(own, path));
  const isMet = unknown.some((found) => meets(field, found));
  if (SUMS.has(code)) return isUnsureOf(own, "spec.scopes", "spec.scopeSelector");
  if (code === "BASE-014") return isUnsureOfLabels(own) && isLimited(own, all);
  if (PORTS.has(code))
    return (
      isMet ||
      (isUnsureOfLabels(own) && isLimited(own, all)) ||
      unknown.some((found) => isOfProgram(splitField(field)[0], found))
    );
  if (code === "BASE-011")
    return isMet || unknown.some((found) => /^serviceAccount(?:Name)?$/.test(found) && !isSaid(own));
  if (code === "BASE-036") return isMet || isUnsureOfLabels(own);
  if (code === "MTLS-009") {
    const [container] = splitField(field);
    return (
      isMet || unknown.some((found) => splitField(found)[0] === container && SSL_VARIABLE.test(splitField(found)[1]))
    );
  }
  return isMet;
}

/** Whether policies of the same namespace choose among its pods. */
function isLimited(own: ReadResource, all: readonly ReadResource[]): boolean {
  const namespace = objectIn(own)?.namespace;
  return all.some((resource) => resource.kind === "NetworkPolicy" && objectIn(resource)?.namespace === namespace);
}

/** Whether the pod itself says that it has a token, so that its account is not asked. */
function isSaid({ object }: ReadResource): boolean {
  return JSON.stringify(object).includes('"automountServiceAccountToken":true');
}

/** Whether an unknown field belongs to the program behind a port. No password decides how a port is served. */
function isOfProgram(container: string, unknown: string): boolean {
  const [of, rest] = splitField(unknown);
  if (of === "") return isWithin("volumes", rest);
  if (container !== "" && of !== container) return false;
  const [, variable] = /^env\[([^\]]*)\]/.exec(rest) ?? [];
  return PROGRAM.test(rest) && (variable === undefined || !SECRET_NAMES.possible.test(variable));
}

/** Whether an object that is not known whole decides about another one. */
function isJoined(code: string, own: KubernetesObject, other: ReadResource, all: readonly ReadResource[]): boolean {
  const found = objectIn(other);
  const isNear = found?.namespace === own.namespace || isUnplaced(other);
  switch (other.kind) {
    case "ConfigMap":
      return (
        CONFIGURED.has(code) &&
        isNear &&
        isUnsureOf(other, "data", "binaryData") &&
        JSON.stringify(own.body).includes(JSON.stringify(found?.name ?? ""))
      );
    case "ServiceAccount":
      return code === "BASE-011" && isAccountOf(other, own);
    case "Namespace":
      return PORTS.has(code) && isUnsureOf(other, "metadata.labels") && isLetInByLabel(other, own, all);
    case "PodDisruptionBudget":
    case "HorizontalPodAutoscaler":
      return (code === "BASE-034" || code === "BASE-031") && isNear;
    case "ResourceQuota":
    case "LimitRange":
      return isAbout(code, { object: own.path }, other);
    default:
      // A name that is not known yet may be the one that is missed.
      return code === "BASE-031" && isNear;
  }
}

/** Whether an object that is not known whole decides about a namespace, or about something that is not an object. */
function isAbout(code: string, { object }: Pick<Draft, "object">, other: ReadResource): boolean {
  if (code !== "QUOTA-006") return false;
  if (other.kind !== "ResourceQuota" && other.kind !== "LimitRange") return false;
  const isHere = `Namespace/${objectIn(other)?.namespace ?? ""}` === object;
  return isUnplaced(other) || (isHere && other.kind === "LimitRange" && isUnsureOf(other, "spec.limits"));
}
