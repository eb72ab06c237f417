import { EDGE_SECURITY, type EdgeSecurity, type Topology } from "../topology";
import { carriesText, securityText, shortName } from "../wording";
import type { Point } from "./box";
import { icon } from "./icon";
import { ICON, LINE, place, type PlacedEdge, type PlacedGroup, type PlacedNode } from "./layout";
import { legend } from "./legend";
import { element, escaped, number, textElement } from "./markup";
import { styleSheet } from "./style";
import { textWidth } from "./text-size";

const MARGIN = 20;
const HEADER = 34;

/** A topology as a picture: an SVG that stands by itself, loads nothing, and gives the same bytes each time. */
export function svgText(topology: Topology): string {
  const { platform, environment, target, edges, exposures } = topology;
  const placement = place(topology);
  const used = new Set([...edges, ...exposures].map(({ security }) => security));
  const securities = EDGE_SECURITY.filter((security) => used.has(security));
  const title = `${platform} in ${environment} on ${target}`;
  const below = MARGIN + HEADER + placement.height + MARGIN;
  const explanation = legend(topology, securities, MARGIN, below);
  const inner = Math.max(placement.width, explanation.width, textWidth(title, 15, true));
  const width = number(Math.ceil(inner + 2 * MARGIN));
  const height = number(Math.ceil(below + explanation.height + MARGIN));
  const head = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-labelledby": "ashlar-title ashlar-desc",
  };
  return `${element(
    "svg",
    head,
    `\n${element("title", { id: "ashlar-title" }, escaped(title))}`,
    `\n${element("desc", { id: "ashlar-desc" }, escaped(description(topology)))}`,
    `\n${element("style", {}, styleSheet(securities))}`,
    `\n${element("defs", {}, ...securities.map(arrowHead))}`,
    `\n${element("rect", { class: "page", width: "100%", height: "100%", rx: 8 })}`,
    `\n${textElement(title, { class: "title", x: MARGIN, y: MARGIN + 12 })}`,
    `\n${element(
      "g",
      { transform: `translate(${MARGIN} ${MARGIN + HEADER})` },
      ...placement.groups.map((group) => `\n${drawGroup(group)}`),
      ...placement.edges.map((edge) => `\n${drawLine(edge)}`),
      ...placement.nodes.map((node) => `\n${drawNode(node)}`),
      ...placement.edges.map((edge) => `\n${drawLabel(edge)}`),
      "\n",
    )}`,
    `\n${element("g", {}, explanation.markup)}\n`,
  )}\n`;
}

/** The picture in words, for whoever does not see it. */
function description({ edges, exposures, workloads, externals }: Topology): string {
  const calls = edges.map(
    (edge) => `${shortName(edge.from)} calls ${shortName(edge.to)} (${carriesText(edge)}; ${securityText(edge)})`,
  );
  const ways = exposures.flatMap(({ gateway, host = "any host", security, routes }) =>
    security === "redirect"
      ? [`plain HTTP of ${host} redirects to HTTPS`]
      : routes.map(({ path, to }) => `${host}${path} leads through ${shortName(gateway)} to ${shortName(to)}`),
  );
  const parts = `${workloads.length} workloads, ${externals.length} servers outside, ${edges.length} connections.`;
  return [parts, ...[...ways, ...calls].map((sentence) => `${sentence}.`)].join(" ");
}

function arrowHead(security: EdgeSecurity): string {
  return element(
    "marker",
    { id: `ashlar-${security}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 5, markerHeight: 5, orient: "auto" },
    element("path", { class: `head-${security}`, d: "M0 0l8 4-8 4z" }),
  );
}

function drawGroup({ kind, title, box }: PlacedGroup): string {
  const { x, y, width, height } = box;
  return [
    element("rect", { class: kind === "scope" ? "scope" : "group", x, y, width, height, rx: 8 }),
    textElement(title, { class: "muted", x: x + 12, y: y + 17 }),
  ].join("");
}

function drawNode(node: PlacedNode): string {
  const { box, lines } = node;
  const { x, y, width, height } = box;
  const isJob = node.kind === "workload" && (node.workload.kind === "job" || node.workload.kind === "cron");
  const left = x + 12 + (node.kind === "workload" ? ICON : 0);
  const [first = "", ...others] = lines;
  return element(
    "g",
    {},
    element("rect", {
      class: `node${isJob ? " job" : ""}`,
      x,
      y,
      width,
      height,
      rx: node.kind === "workload" ? 6 : 16,
    }),
    ...(node.kind === "workload" ? [icon(node.workload.kind, x + 11, y + 9)] : []),
    textElement(first, { class: "name", x: left, y: y + 21 }),
    ...others.map((line, index) =>
      textElement(line, { class: "muted", x: left, y: y + LINE.first + 6 + index * LINE.further }),
    ),
  );
}

function drawLine({ edge, points }: PlacedEdge): string {
  const { security } = edge;
  const what =
    "from" in edge
      ? `${shortName(edge.from)} calls ${shortName(edge.to)}: ${carriesText(edge)}; ${securityText(edge)}`
      : `the public side of ${shortName(edge.gateway)}`;
  return element(
    "path",
    { class: `edge ${security}`, d: curve(points), "marker-end": `url(#ashlar-${security})` },
    element("title", {}, escaped(what)),
  );
}

function drawLabel({ label, lines }: PlacedEdge): string {
  const { x, y, width, height } = label;
  return [
    element("rect", { class: "behind", x, y, width, height, rx: 3 }),
    ...lines.map((line, index) =>
      textElement(line, {
        ...(index === 0 ? {} : { class: "muted" }),
        x: x + width / 2,
        y: y + 11 + index * 14,
        "text-anchor": "middle",
      }),
    ),
  ].join("");
}

/** Level at every point, with a soft step between two that differ in height. */
function curve(points: readonly Point[]): string {
  const [first, ...others] = points;
  if (first === undefined) return "";
  const at = (x: number, y: number): string => `${number(x)} ${number(y)}`;
  let before = first;
  const steps = others.map((point) => {
    const middle = (before.x + point.x) / 2;
    const step = `C${at(middle, before.y)} ${at(middle, point.y)} ${at(point.x, point.y)}`;
    before = point;
    return step;
  });
  return [`M${at(first.x, first.y)}`, ...steps].join("");
}
