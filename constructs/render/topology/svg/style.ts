import type { EdgeSecurity } from "../topology";

interface Palette {
  readonly page: string;
  readonly group: string;
  readonly groupLine: string;
  readonly node: string;
  readonly nodeLine: string;
  readonly text: string;
  readonly muted: string;
  readonly edges: Readonly<Record<EdgeSecurity, string>>;
}

const LIGHT: Palette = {
  page: "#ffffff",
  group: "#f5f6f8",
  groupLine: "#d4d8df",
  node: "#ffffff",
  nodeLine: "#8d96a5",
  text: "#1f2733",
  muted: "#5d6675",
  edges: { "mtls-name": "#1f7a5a", "mtls-ca": "#8a6100", tls: "#2459c4", redirect: "#6b7280", plain: "#c0341d" },
};

const DARK: Palette = {
  page: "#12161c",
  group: "#1a2029",
  groupLine: "#333d4b",
  node: "#222a35",
  nodeLine: "#66748a",
  text: "#e6eaf0",
  muted: "#a3aebd",
  edges: { "mtls-name": "#57c99c", "mtls-ca": "#e0b04c", tls: "#7ea6ff", redirect: "#a3aebd", plain: "#ff8a70" },
};

/** Dashes tell edges apart where colours do not. */
const DASHES: Readonly<Record<EdgeSecurity, string | undefined>> = {
  "mtls-name": undefined,
  "mtls-ca": "9 3",
  tls: "5 4",
  redirect: "2 4",
  plain: "1 5",
};

/** The picture's style sheet: neutral on light pages, and on dark ones for whoever prefers them. No font is loaded. */
export function styleSheet(securities: readonly EdgeSecurity[]): string {
  return [
    "text{font-family:-apple-system,'Segoe UI',Helvetica,Arial,'DejaVu Sans',sans-serif;font-size:11px}",
    ".name{font-size:13px;font-weight:600}.title{font-size:15px;font-weight:600}",
    ".group{stroke-width:1}.scope{fill:none;stroke-width:1.2;stroke-dasharray:6 4}.node{stroke-width:1.2}",
    ".job{stroke-dasharray:4 3}.edge{fill:none;stroke-width:1.7}.icon{fill:none;stroke-width:1.3}",
    ...securities.map((security) => `.${security}{stroke-dasharray:${DASHES[security] ?? "none"}}`),
    colours(LIGHT, securities),
    `@media (prefers-color-scheme:dark){${colours(DARK, securities)}}`,
  ].join("");
}

function colours(palette: Palette, securities: readonly EdgeSecurity[]): string {
  const { page, group, groupLine, node, nodeLine, text, muted, edges } = palette;
  return [
    `.page,.behind{fill:${page}}.behind{fill-opacity:.86}text{fill:${text}}.muted{fill:${muted}}`,
    `.group{fill:${group};stroke:${groupLine}}.scope{stroke:${nodeLine}}`,
    `.node{fill:${node};stroke:${nodeLine}}.icon{stroke:${muted}}`,
    ...securities.map(
      (security) => `.${security}{stroke:${edges[security]}}.head-${security}{fill:${edges[security]}}`,
    ),
  ].join("");
}
