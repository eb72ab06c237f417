/** Whether XML can hold a character: no control characters but white space, and no half of a pair. */
function isAllowed(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20) return char === "\t" || char === "\n" || char === "\r";
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

/** A text between tags or quotes; what XML forbids is left out. */
export function escaped(text: string): string {
  return [...text]
    .filter(isAllowed)
    .join("")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** An element; attributes that are undefined are left out. The content is markup already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...content: readonly string[]
): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? number(value) : escaped(String(value))}"`);
  return content.length === 0
    ? `<${name}${given.join("")}/>`
    : `<${name}${given.join("")}>${content.join("")}</${name}>`;
}

/** A text element. */
export function textElement(text: string, attributes: Readonly<Record<string, string | number | undefined>>): string {
  return element("text", attributes, escaped(text));
}

/** One digit after the point is finer than anybody sees. */
export function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
