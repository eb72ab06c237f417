import { attach } from "../../../../../constructs/render/topology/svg/ports";

const boxes = new Map([
  ["a", { x: 0, y: 0, width: 40, height: 60 }],
  ["b", { x: 300, y: 0, width: 40, height: 60 }],
]);
const route = (y: number) => ({
  from: "a",
  to: "b",
  points: [
    { x: 20, y: 30 },
    { x: 170, y },
    { x: 320, y: 30 },
  ],
  label: { x: 170, y },
});

describe("the ends of lines", () => {
  it("lie on the sides of their boxes, in the order of where the lines go", () => {
    const [low, high] = attach([route(90), route(-30)], boxes);
    expect(low![0]!.x).toBe(40);
    expect(low!.at(-1)!.x).toBe(300);
    expect(high![0]!.y).toBeLessThan(low![0]!.y);
    expect(high!.at(-1)!.y).toBeLessThan(low!.at(-1)!.y);
  });

  it("lie on the other sides for a line that leads back", () => {
    const points = [...route(90).points].reverse();
    const [back] = attach([{ from: "b", to: "a", points, label: { x: 170, y: 90 } }], boxes);
    expect(back![0]!.x).toBe(300);
    expect(back!.at(-1)!.x).toBe(40);
  });

  it("keep the points between that a layout needs, and leave out steps beside a box", () => {
    const points = [
      { x: 20, y: 30 },
      { x: 50, y: 30 },
      { x: 170, y: 90 },
      { x: 320, y: 30 },
    ];
    const led = (label: { readonly x: number; readonly y: number }) =>
      attach([{ from: "a", to: "b", points, label }], boxes)[0]!;
    expect(led({ x: 170, y: 90 })).toHaveLength(3);
    // Words beside a box still belong to their line.
    expect(led({ x: 50, y: 30 })).toContainEqual({ x: 50, y: 30 });
  });
});
