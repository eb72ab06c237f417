import { extname } from "node:path";
import { AshlarError } from "../constructs/model/diagnostics";
import type { Topology } from "../constructs/render/topology/topology";

/** How a topology is told. */
export const GRAPH_FORMATS = ["text", "mermaid", "svg"] as const;

/** How a topology is told. */
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/** What a file's ending says of its format. */
const ENDINGS: Readonly<Record<string, GraphFormat>> = {
  svg: "svg",
  mmd: "mermaid",
  mermaid: "mermaid",
  txt: "text",
};

/**
 * The format that is asked for, else the one that the file's ending says, else text.
 *
 * @throws AshlarError ASH-INPUT-002 when the file's ending says a format that there is none of
 */
export function graphFormat(format: GraphFormat | undefined, file: string | undefined): GraphFormat {
  const ending = extname(file ?? "")
    .slice(1)
    .toLowerCase();
  const meant = format ?? (ending === "" ? "text" : ENDINGS[ending]);
  return (
    meant ??
    AshlarError.throw("ASH-INPUT-002", {
      path: "--out",
      message: "a topology is not drawn as this",
      value: `.${ending}`,
      allowed: Object.keys(ENDINGS)
        .map((name) => `.${name}`)
        .join(", "),
      cure: "end the file's name so, or say --format",
    })
  );
}

/* eslint-disable @typescript-eslint/no-require-imports -- a picture needs a layout library, the others nothing */

/** A topology in a format. */
export function drawn(topology: Topology, format: GraphFormat): string {
  switch (format) {
    case "text":
      return (
        require("../constructs/render/topology/text") as typeof import("../constructs/render/topology/text")
      ).topologyText(topology);
    case "mermaid":
      return (
        require("../constructs/render/topology/mermaid") as typeof import("../constructs/render/topology/mermaid")
      ).mermaidText(topology);
    case "svg":
      return (
        require("../constructs/render/topology/svg/svg") as typeof import("../constructs/render/topology/svg/svg")
      ).svgText(topology);
    default:
      return format satisfies never;
  }
}
