/**
 * How a value is written into another text. `json` is the inside of a JSON string (and so of a double-quoted YAML
 * one), `properties` a Java properties value, `postgresql` the inside of a single-quoted `postgresql.conf` value,
 * `dotenv` the inside of a double-quoted value of an env file, where nothing is interpolated.
 */
export type Encoding = "uri" | "base64" | "json" | "properties" | "postgresql" | "dotenv";

/** Encodes a value. A base64 value split over two holes would be wrong, so `base64` is for whole values only. */
export function encode(as: Encoding, text: string): string {
  switch (as) {
    case "uri":
      return encodeURIComponent(text);
    case "base64":
      return Buffer.from(text, "utf8").toString("base64");
    case "json":
      // JSON would take these as they are, YAML would not.
      return JSON.stringify(text)
        .slice(1, -1)
        .replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, unicodeEscape);
    case "properties":
      return (
        text
          .replace(/\\/g, "\\\\")
          .replace(/\n/g, "\\n")
          .replace(/\r/g, "\\r")
          .replace(/^ /, "\\$&")
          // Java reads these files as Latin-1 or as UTF-8, depending on the program.
          .replace(/[^ -~]/g, unicodeEscape)
      );
    case "postgresql":
      return text.replace(/\\/g, "\\\\").replace(/'/g, "''").replace(/\n/g, "\\n");
    case "dotenv":
      return text.replace(/[\\"]/g, "\\$&").replace(/\$/g, "$$$$").replace(/\n/g, "\\n").replace(/\r/g, "\\r");
    default:
      return as satisfies never;
  }
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
