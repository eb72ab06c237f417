import type { Box } from "../../../../../constructs/render/topology/svg/box";
import { place } from "../../../../../constructs/render/topology/svg/layout";
import { textWidth } from "../../../../../constructs/render/topology/svg/text-size";
import { acmeTopology } from "../acme";

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const meet = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe("the layout of a picture", () => {
  const placement = place(acmeTopology());
  const { nodes, groups, edges, width, height } = placement;
  const frames = new Map(groups.map(({ title, box }) => [title, box]));

  it("keeps everything inside the picture", () => {
    const page = { x: 0, y: 0, width, height };
    for (const { box } of [...nodes, ...groups]) expect(isWithin(box, page)).toBe(true);
    for (const { points, label } of edges) {
      expect(isWithin(label, page)).toBe(true);
      for (const point of points) expect(isWithin({ ...point, width: 0, height: 0 }, page)).toBe(true);
    }
  });

  it("lets no two boxes lie over one another, nor two frames of components", () => {
    const components = groups.filter(({ kind }) => kind === "component");
    for (const list of [nodes, components]) {
      for (const [index, { box }] of list.entries()) {
        for (const other of list.slice(index + 1)) expect(meet(box, other.box)).toBe(false);
      }
    }
  });

  it("puts each workload into the frame of its component, and that into its scope's", () => {
    for (const node of nodes) {
      if (node.kind !== "workload") continue;
      const frame = frames.get(`${node.workload.name}: Sample`);
      expect(frame !== undefined && isWithin(node.box, frame)).toBe(true);
    }
    expect(isWithin(frames.get("worker: Sample")!, frames.get("shop")!)).toBe(true);
  });

  it("makes boxes as wide as their words", () => {
    for (const { box, lines } of nodes) {
      for (const line of lines.slice(1)) expect(textWidth(line, 11)).toBeLessThan(box.width);
      expect(textWidth(lines[0] ?? "", 13, true)).toBeLessThan(box.width);
    }
  });

  it("leads every line from a side of the caller to a side of whom it calls, left to right", () => {
    const boxes = new Map(nodes.flatMap((node) => (node.kind === "workload" ? [[node.workload.path, node.box]] : [])));
    const calls = edges.flatMap(({ edge, points }) => ("from" in edge ? [{ ...edge, points }] : []));
    expect(calls.length).toBeGreaterThan(8);
    for (const { from, points } of calls) {
      const box = boxes.get(from)!;
      expect(points[0]!.x).toBeCloseTo(box.x + box.width);
    }
    for (const { to, points } of calls.filter((call) => boxes.has(call.to))) {
      expect(points.at(-1)!.x).toBeCloseTo(boxes.get(to)!.x);
    }
  });
});
