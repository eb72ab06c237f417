import { createHash } from "node:crypto";

/** The library's own namespace: any fixed one would do, as long as it stays. */
const NAMESPACE = Buffer.from("6f1d7c0e8b5b4b0d9f6a3c2e5a7d4b19", "hex");

/**
 * A UUID that is the same whenever it is asked for by the same name: version 5 of RFC 9562. For programs that know their
 * entities by UUIDs, so that the same platform always names the same entities.
 */
export function nameUuid(...name: readonly string[]): string {
  const bytes = createHash("sha1").update(NAMESPACE).update(name.join("\n")).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
