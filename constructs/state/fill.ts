import { encode } from "../model/encode";
import type { MaterialSegment } from "../render/material";

/**
 * Puts secrets into the places that a renderer left for them, each in the encoding of the text around it.
 *
 * @throws TypeError when a value is missing: the list names every secret that its files use
 */
export function fillSegments(segments: readonly MaterialSegment[], values: ReadonlyMap<string, string>): string {
  return segments
    .map((segment) => {
      if (typeof segment === "string") return segment;
      const value = values.get(segment.secret);
      if (value === undefined) throw new TypeError(`no value for the secret ${segment.secret}`);
      return segment.encode.reduce((text, encoding) => encode(encoding, text), value);
    })
    .join("");
}
