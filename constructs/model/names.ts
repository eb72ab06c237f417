import { createHash } from "node:crypto";

/** What an id may look like, on every target: a DNS label. */
export const ID = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/** The id of a construct that is its parent's main part; it adds nothing to a name. */
export const MAIN = "main";

/** Longest ids, so that namespaces, services and certificate names stay readable before anything is trimmed. */
export const ID_LIMITS = { platform: 24, environment: 16, scope: 32, component: 40 } as const;

const HASH = 8;

/** A short, stable digest of a text, for names and for content. */
export function digest(text: string, length = HASH): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/**
 * Joins path segments to a DNS label. A path that is too long is trimmed from the front, because its tail carries the
 * meaning, and gets a hash of the whole path so that two long paths stay apart.
 *
 * @param segments ids from the outside in; `main` segments are left out
 * @param limit characters the target allows, 63 for most Kubernetes names
 */
export function joinName(segments: readonly string[], limit: number): string {
  const full = segments.filter((segment) => segment !== MAIN).join("-");
  if (full.length <= limit) return full;
  const tail = full.slice(full.length - (limit - HASH - 1)).replace(/^[^a-z]+/, "");
  const hash = digest(segments.join("/"));
  // A DNS label starts with a letter, a hash may not: keep the tail in front.
  return `${tail}-${hash}`;
}
