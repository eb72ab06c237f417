import type { Topology, TopologyEdge, TopologyExposure, TopologyExternal, TopologyWorkload } from "../topology";
import { addressText, carriesText, drawnSecurityText, kindText, routeTexts, SECURITY_WORDS } from "../wording";
import type { Box, Point } from "./box";
import { layOut, newGraph, type DagreNode } from "./dagre";
import { attach } from "./ports";
import { textWidth } from "./text-size";

/** What stands in a box of the picture. */
export type PlacedNode = {
  readonly box: Box;
  /** The first line is the name. */
  readonly lines: readonly string[];
} & (
  | { readonly kind: "workload"; readonly workload: TopologyWorkload }
  | { readonly kind: "external"; readonly external: TopologyExternal }
  | { readonly kind: "exposure"; readonly exposure: TopologyExposure }
);

/** A line of the picture, with its words. */
export interface PlacedEdge {
  readonly edge: TopologyEdge | TopologyExposure;
  readonly points: readonly Point[];
  readonly lines: readonly string[];
  readonly label: Box;
}

/** A frame around a component or a scope. */
export interface PlacedGroup {
  readonly kind: "component" | "scope";
  readonly title: string;
  readonly box: Box;
}

/** Where everything is. */
export interface Placement {
  readonly width: number;
  readonly height: number;
  /** The outermost first. */
  readonly groups: readonly PlacedGroup[];
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Heights of a node's first line and of each further one. */
export const LINE = { first: 30, further: 15 } as const;
/** What a component's frame needs around its nodes, and above them for its title. */
const FRAME = { side: 12, title: 26 } as const;
/** Room for a node's icon. */
export const ICON = 22;

type Node = PlacedNode extends infer Each ? (Each extends unknown ? Omit<Each, "box"> : never) : never;

/** Lays a topology out from left to right: who calls stands left of whom it calls. The same topology gives the same picture. */
export function place(topology: Topology): Placement {
  const graph = newGraph();
  graph.setGraph({ rankdir: "LR", nodesep: 46, ranksep: 44, edgesep: 18, marginx: 0, marginy: 0 });
  const nodes = new Map<string, Node>();
  const frames = framesOf(topology);
  for (const { id, parent } of frames) {
    graph.setNode(id, {});
    if (parent !== undefined) graph.setParent(id, parent);
  }
  for (const [id, node] of nodesOf(topology)) {
    nodes.set(id, node);
    graph.setNode(id, sizeOf(node));
    if (node.kind === "workload") graph.setParent(id, `component ${node.workload.component}`);
  }
  const edges = edgesOf(topology).map((item, index) => {
    const width = Math.max(0, ...item.lines.map((line) => textWidth(line, 11))) + 8;
    const size = { width, height: item.lines.length * 14 + 2 };
    graph.setEdge(item.from, item.to, { ...size, labelpos: "c" }, String(index));
    return { ...item, size, name: String(index) };
  });
  layOut(graph);
  const placedNodes = [...nodes].map(([id, node]): PlacedNode => ({ ...node, box: boxOf(graph.node(id)) }));
  const boxes = new Map([...nodes.keys()].map((id, index) => [id, placedNodes[index]?.box]));
  const groups = placeFrames(frames, boxes);
  const routes = edges.map(({ from, to, name }) => {
    const { points, x, y } = graph.edge(from, to, name);
    return { from, to, points: points.map((point) => ({ x: point.x, y: point.y })), label: { x, y } };
  });
  const attached = attach(routes, boxes);
  const placedEdges = edges.map(({ from, to, name, edge, lines, size }, index): PlacedEdge => {
    const { x, y } = graph.edge(from, to, name);
    const label = { x: x - size.width / 2, y: y - size.height / 2, ...size };
    return { edge, points: attached[index] ?? [], lines, label };
  });
  return moved(groups, placedNodes, placedEdges);
}

function nodesOf({ workloads, externals, exposures }: Topology): readonly (readonly [string, Node])[] {
  return [
    ...exposures.map(
      (exposure) =>
        [
          `public ${exposure.path}`,
          {
            kind: "exposure",
            exposure,
            lines: [addressText(exposure), ...routeTexts(exposure)],
          },
        ] as const,
    ),
    ...workloads.map((workload) => {
      const { path, name, sidecars } = workload;
      const beside = sidecars.map((sidecar) => `+ ${sidecar}`);
      return [`node ${path}`, { kind: "workload", workload, lines: [name, kindText(workload), ...beside] }] as const;
    }),
    ...externals.map((external) => {
      const { path, name, host, port } = external;
      return [`node ${path}`, { kind: "external", external, lines: [name, `${host}:${port}`] }] as const;
    }),
  ];
}

function sizeOf({ lines, kind }: Node): { readonly width: number; readonly height: number } {
  const icon = kind === "workload" ? ICON : 0;
  const [first = "", ...others] = lines;
  const width = Math.max(textWidth(first, 13, true), ...others.map((line) => textWidth(line, 11)));
  return { width: width + icon + 24, height: LINE.first + others.length * LINE.further + 4 };
}

function edgesOf({ edges, exposures }: Topology) {
  return [
    ...exposures.map((exposure) => ({
      edge: exposure,
      from: `public ${exposure.path}`,
      to: `node ${exposure.gateway}`,
      lines: [SECURITY_WORDS[exposure.security].name],
    })),
    ...edges.map((edge) => ({
      edge,
      from: `node ${edge.from}`,
      to: `node ${edge.to}`,
      lines: [carriesText(edge), drawnSecurityText(edge)],
    })),
  ];
}

interface Frame {
  readonly id: string;
  readonly kind: PlacedGroup["kind"];
  readonly title: string;
  readonly parent: string | undefined;
  /** Ids of the nodes right inside. */
  readonly nodes: readonly string[];
}

/** Frames from the outside in. The platform's own scope has none: everything stands in it. */
function framesOf({ scopes, components, workloads }: Topology): readonly Frame[] {
  const own = scopes[0]?.path;
  const around = (path: string | undefined): string | undefined =>
    path === undefined || path === own ? undefined : `scope ${path}`;
  return [
    ...scopes
      .filter(({ path }) => path !== own)
      .map(({ path, name, parent }) => {
        return { id: `scope ${path}`, kind: "scope", title: name, parent: around(parent), nodes: [] } as const;
      }),
    ...components.map(({ path, name, type, scope }) => ({
      id: `component ${path}`,
      kind: "component" as const,
      title: `${name}: ${type}`,
      parent: around(scope),
      nodes: workloads.filter((workload) => workload.component === path).map((workload) => `node ${workload.path}`),
    })),
  ];
}

/** Frames are drawn around what they hold: the layout leaves no room for titles by itself. */
function placeFrames(frames: readonly Frame[], boxes: ReadonlyMap<string, Box | undefined>): readonly PlacedGroup[] {
  const known = new Map<string, Box | undefined>(boxes);
  // The innermost first, which stand behind those that hold them.
  for (const { id, nodes, title } of [...frames].reverse()) {
    const inside = [...nodes, ...frames.filter(({ parent }) => parent === id).map((frame) => frame.id)];
    const held = inside.map((item) => known.get(item)).filter((box) => box !== undefined);
    if (held.length > 0) known.set(id, frameAround(held, title));
  }
  return frames.flatMap(({ id, kind, title }) => {
    const box = known.get(id);
    return box === undefined ? [] : [{ kind, title, box }];
  });
}

function frameAround(boxes: readonly Box[], title: string): Box {
  const left = Math.min(...boxes.map(({ x }) => x)) - FRAME.side;
  const top = Math.min(...boxes.map(({ y }) => y)) - FRAME.title;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + FRAME.side;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + FRAME.side;
  const width = Math.max(right - left, textWidth(title, 11, true) + 2 * FRAME.side);
  return { x: left, y: top, width, height: bottom - top };
}

function boxOf({ x, y, width, height }: DagreNode): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** Everything shifted so that the picture begins at 0, 0. */
function moved(groups: readonly PlacedGroup[], nodes: readonly PlacedNode[], edges: readonly PlacedEdge[]): Placement {
  const boxes = [...groups, ...nodes].map(({ box }) => box).concat(edges.map(({ label }) => label));
  const dots = edges.flatMap(({ points }) => points);
  const left = Math.min(0, ...boxes.map(({ x }) => x), ...dots.map(({ x }) => x));
  const top = Math.min(0, ...boxes.map(({ y }) => y), ...dots.map(({ y }) => y));
  const shift = <Item extends Point>(item: Item): Item => ({ ...item, x: item.x - left, y: item.y - top });
  return {
    width: Math.max(0, ...boxes.map(({ x, width }) => x + width), ...dots.map(({ x }) => x)) - left,
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height), ...dots.map(({ y }) => y)) - top,
    groups: groups.map((group) => ({ ...group, box: shift(group.box) })),
    nodes: nodes.map((node) => ({ ...node, box: shift(node.box) })),
    edges: edges.map((edge) => ({ ...edge, points: edge.points.map(shift), label: shift(edge.label) })),
  };
}
