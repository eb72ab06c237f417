import type { Box, Point } from "./box";

/** A line between two boxes, by their ids, and the points that a layout leads it through. */
export interface Route {
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
  /** The middle of its words, which it goes through. */
  readonly label: Point;
}

/** Bends nearer to an end than this would be steps rather than bends. */
const NEAR = 60;
/** Room at a box's corners that no line uses. */
const CORNER = 9;

interface End {
  readonly route: number;
  readonly which: "first" | "last";
  /** The point that the line comes from or goes to. */
  readonly towards: Point;
}

/**
 * Lets every line leave and enter its boxes at their left and right sides, side by side and in the order of where they
 * come from, so that no line ends in a title or in another line's arrow.
 *
 * @returns the points of each route, its ends among them
 */
export function attach(
  routes: readonly Route[],
  boxes: ReadonlyMap<string, Box | undefined>,
): readonly (readonly Point[])[] {
  const sides = new Map<string, End[]>();
  for (const [index, { from, to, points }] of routes.entries()) {
    for (const [which, box, towards] of [
      ["first", from, points[1]],
      ["last", to, points.at(-2)],
    ] as const) {
      const place = boxes.get(box);
      if (place === undefined || towards === undefined) continue;
      const side = `${box} ${towards.x < place.x + place.width / 2 ? "left" : "right"}`;
      sides.set(side, [...(sides.get(side) ?? []), { route: index, which, towards }]);
    }
  }
  const ends = new Map<string, Point>();
  for (const [side, group] of sides) {
    const isLeft = side.endsWith(" left");
    const box = boxes.get(side.slice(0, side.lastIndexOf(" ")));
    if (box === undefined) continue;
    const sorted = [...group].sort((a, b) => a.towards.y - b.towards.y || a.route - b.route);
    for (const [position, { route, which }] of sorted.entries()) {
      const usable = box.height - 2 * CORNER;
      const y = box.y + CORNER + (usable * (position + 1)) / (sorted.length + 1);
      const x = isLeft ? box.x : box.x + box.width;
      ends.set(`${route} ${which}`, { x, y });
    }
  }
  return routes.map(({ points, label }, index) => {
    const first = ends.get(`${index} first`) ?? points[0];
    const last = ends.get(`${index} last`) ?? points.at(-1);
    if (first === undefined || last === undefined) return points;
    const isFar = (point: Point): boolean => Math.min(Math.abs(point.x - first.x), Math.abs(point.x - last.x)) > NEAR;
    const isLabel = (point: Point): boolean => point.x === label.x && point.y === label.y;
    return [first, ...points.slice(1, -1).filter((point) => isFar(point) || isLabel(point)), last];
  });
}
