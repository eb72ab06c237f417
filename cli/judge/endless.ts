/** More values than any document has that somebody means. */
const MOST = 1_000_000;

/**
 * Whether a parsed document is larger than anything that is meant, or contains itself: an alias of YAML stands for a
 * value that may consist of aliases again.
 */
export function isEndless(document: object): boolean {
  const pending: object[] = [document];
  let seen = 0;
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    for (const item of Object.values(value) as readonly unknown[]) {
      seen += 1;
      if (typeof item === "object" && item !== null) pending.push(item);
    }
    if (seen > MOST) return true;
  }
  return false;
}
