import type { EdgeSecurity, Topology } from "../topology";
import { SECURITY_WORDS } from "../wording";
import { element, textElement } from "./markup";
import { textWidth } from "./text-size";

/** The explanation below a picture. */
export interface Legend {
  readonly markup: string;
  readonly width: number;
  readonly height: number;
}

const ROW = 18;
const SAMPLE = 34;

/** Explains the lines that a picture has, and no others; `tunnel` and `sidecar` where they occur. */
export function legend(topology: Topology, securities: readonly EdgeSecurity[], x: number, y: number): Legend {
  const lines = securities.map((security) => {
    const { name, meaning } = SECURITY_WORDS[security];
    return { security, text: `${name}: ${meaning}` };
  });
  const words = handWords(topology);
  const width = Math.max(
    0,
    ...lines.map(({ text }) => SAMPLE + 8 + textWidth(text, 11)),
    ...words.map((text) => textWidth(text, 11)),
  );
  const rows = [
    ...lines.map(({ security, text }, index) => {
      const middle = y + index * ROW + ROW / 2;
      return [
        element("path", { class: `edge ${security}`, d: `M${x} ${middle}h${SAMPLE}` }),
        textElement(text, { class: "muted", x: x + SAMPLE + 8, y: middle + 4 }),
      ].join("");
    }),
    ...words.map((text, index) =>
      textElement(text, { class: "muted", x, y: y + (lines.length + index) * ROW + ROW / 2 + 4 }),
    ),
  ];
  return { markup: rows.join(""), width, height: rows.length * ROW };
}

function handWords({ edges }: Topology): readonly string[] {
  const words: string[] = [];
  if (edges.some(({ client, server }) => client === "native" || (client === "tunnel" && server === "native")))
    words.push("native: the program speaks mTLS itself");
  if (edges.some(({ client }) => client === "tunnel"))
    words.push("tunnel: a program beside the caller presents its certificate");
  if (edges.some(({ server }) => server === "sidecar"))
    words.push("sidecar: a program beside the server owns its port and checks who calls");
  return words;
}
