/** What the layout knows of a box, once it has been placed: its middle and its size. */
export interface DagreNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the layout knows of a line: the middle of its label, and the points that it goes through. */
export interface DagreEdge {
  readonly x: number;
  readonly y: number;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** The part of dagre's graph that is used here. */
export interface DagreGraph {
  setGraph(settings: Readonly<Record<string, string | number>>): void;
  setNode(id: string, size: Partial<Pick<DagreNode, "width" | "height">>): void;
  setParent(id: string, parent: string): void;
  setEdge(from: string, to: string, label: Readonly<Record<string, string | number>>, name: string): void;
  node(id: string): DagreNode;
  edge(from: string, to: string, name: string): DagreEdge;
}

interface Dagre {
  readonly Graph: new (options: Readonly<Record<"compound" | "multigraph", boolean>>) => DagreGraph;
  layout(graph: DagreGraph): void;
}

// Its own types are written for ES modules and cannot be read from here.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const dagre = require("@dagrejs/dagre") as Dagre;

/** A graph of groups, in which two boxes may have several lines between them. */
export function newGraph(): DagreGraph {
  return new dagre.Graph({ compound: true, multigraph: true });
}

/** Places every box and line of a graph. */
export function layOut(graph: DagreGraph): void {
  dagre.layout(graph);
}
