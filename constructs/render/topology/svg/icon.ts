import type { TopologyKind } from "../topology";
import { element } from "./markup";

/** A sign of 14 by 14 for what a workload is, at a place: none is needed to read the picture, for its kind is written too. */
export function icon(kind: TopologyKind, x: number, y: number): string {
  return element("g", { class: "icon", transform: `translate(${x} ${y})` }, ...shapes(kind));
}

function shapes(kind: TopologyKind): readonly string[] {
  switch (kind) {
    case "service":
      return [element("rect", { x: 1, y: 2, width: 12, height: 10, rx: 2 }), element("path", { d: "M1 5.5h12" })];
    case "stateful":
      return [
        element("ellipse", { cx: 7, cy: 3.2, rx: 5.5, ry: 2.2 }),
        element("path", { d: "M1.5 3.2v7.6c0 1.2 2.5 2.2 5.5 2.2s5.5-1 5.5-2.2V3.2" }),
      ];
    case "job":
      return [element("path", { d: "M3 2l9 5-9 5z", "stroke-linejoin": "round" })];
    case "cron":
      return [element("circle", { cx: 7, cy: 7, r: 5.5 }), element("path", { d: "M7 4v3.2l2.3 1.5" })];
    case "claim":
      return [element("path", { d: "M4 1.5h6L13 7l-3 5.5H4L1 7z", "stroke-linejoin": "round" })];
    default:
      return kind satisfies never;
  }
}
