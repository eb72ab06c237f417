// The fonts of whoever looks at a picture are not known, so widths are estimated, rather too wide than too narrow.
const NARROW = /[iljtfrI.,:;'|!()[\]/ -]/;
const WIDE = /[mwMW@%→⇒]/;
const UPPER = /[A-Z]/;

/** Width of a text in a sans-serif font, in the unit of the size. */
export function textWidth(text: string, size: number, bold = false): number {
  let ems = 0;
  for (const char of text) ems += NARROW.test(char) ? 0.4 : WIDE.test(char) ? 0.95 : UPPER.test(char) ? 0.72 : 0.61;
  return Math.ceil(ems * size * (bold ? 1.08 : 1));
}
