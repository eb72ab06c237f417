import type { Facts } from "../../facts/facts";
import type { PublicRoute } from "../../facts/readers/public-route";
import type { FoundDanger } from "../danger";
import type { Comparison } from "./pairs";
import { placeOf, reachOf, widened } from "./route-openness";

/** A route, and the gateway that it stands in. */
interface Placed {
  readonly route: PublicRoute;
  readonly path: string;
  /** Copies of the gateway. */
  readonly copies: number;
}

/** What gateways hand on that they did not, and what they ask no more before they do. */
export function gatewayDangers({ pair, plain }: Comparison): readonly FoundDanger[] {
  const unread = unreadGateways(pair.before.facts, pair.after.facts, plain);
  const lost = new Set(unread.map(({ path }) => path));
  const olds = routesOf(pair.before.facts, plain).filter(({ path }) => !lost.has(path));
  const news = routesOf(pair.after.facts, plain);
  // Nothing was known of these before, so nothing can be called new.
  const blind = unknownGateways(pair.before.facts, plain);
  const places = new Set([...olds, ...news].map(({ route }) => keyOf(route)));
  const found = [...places].flatMap((place) => changesOf(place, olds, news, blind));
  return [...unread, ...found];
}

function routesOf({ workloads }: Facts, plain: Comparison["plain"]): readonly Placed[] {
  return workloads.flatMap(({ path, replicas, containers }) =>
    containers.flatMap(({ reading }) =>
      reading?.routes?.kind === "known"
        ? reading.routes.routes.map((route) => ({ route, path: plain(path), copies: Math.max(1, replicas) }))
        : [],
    ),
  );
}

function unknownGateways({ workloads }: Facts, plain: Comparison["plain"]): ReadonlyMap<string, string> {
  return new Map(
    workloads.flatMap(({ path, containers }) =>
      containers.flatMap(({ reading }) =>
        reading?.routes?.kind === "unknown" ? [[plain(path), reading.routes.why] as const] : [],
      ),
    ),
  );
}

/** Gateways whose routes were known, and are not any more. */
function unreadGateways(before: Facts, after: Facts, plain: Comparison["plain"]): readonly FoundDanger[] {
  const known = new Set(routesOf(before, plain).map(({ path }) => path));
  return [...unknownGateways(after, plain)]
    .filter(([path]) => known.has(path))
    .map(([path, why]) => danger(path, `nobody can tell any more what it hands on: ${why}`));
}

const danger = (path: string, message: string): FoundDanger => ({ kind: "exposure", path, message });

/** Routes of one host and path, told apart by what else they ask of a request. */
const keyOf = ({ host, path, conditions }: PublicRoute): string => `${host ?? ""}|${path}|${conditions}`;

/** Stands for every method that no route names. */
const OTHERS = "others";

function changesOf(
  place: string,
  olds: readonly Placed[],
  news: readonly Placed[],
  blind: ReadonlyMap<string, string>,
): readonly FoundDanger[] {
  const here = (side: readonly Placed[]): readonly Placed[] => side.filter(({ route }) => keyOf(route) === place);
  const [before, after] = [here(olds), here(news)];
  const first = before[0] ?? after[0];
  if (first === undefined) return [];
  if (before.length === 0)
    return after
      .filter(({ path, route }) => !route.isClosed && !blind.has(path))
      .map((placed) => danger(placed.path, `a new way in: ${reachOf(placed)}`));
  const methods = new Set([OTHERS, ...[...before, ...after].flatMap(({ route }) => route.methods ?? [])]);
  const more: string[] = [];
  const found = new Map<string, FoundDanger>();
  for (const method of methods) {
    const [old, now] = [answering(olds, first.route, method), answering(news, first.route, method)];
    if (now === undefined || now.route.isClosed) continue;
    if (old === undefined) more.push(method);
    else
      for (const message of widened({ ...old, place: first.route }, now)) found.set(message, danger(now.path, message));
  }
  const told = more.includes(OTHERS) ? "every method" : more.join(", ");
  const taker = after[0] ?? first;
  return [
    ...found.values(),
    ...(more.length === 0 ? [] : [danger(taker.path, `${placeOf(first.route)} takes more methods: ${told}`)]),
  ];
}

/** The route that a request to a place meets: its own, or without one the narrowest that covers it. */
function answering(side: readonly Placed[], place: PublicRoute, method: string): Placed | undefined {
  let best: Placed | undefined;
  for (const candidate of side) {
    if (covers(candidate.route, place, method) && (best === undefined || isNarrower(candidate.route, best.route)))
      best = candidate;
  }
  return best;
}

function covers({ host, path, conditions, methods }: PublicRoute, place: PublicRoute, method: string): boolean {
  if (methods !== undefined && !methods.includes(method)) return false;
  if (host !== undefined && host !== place.host) return false;
  if (conditions !== "" && conditions !== place.conditions) return false;
  return path === place.path || (!path.startsWith("~") && !place.path.startsWith("~") && place.path.startsWith(path));
}

/** A gateway takes the route that asks most of a request's kind, and of those the one with the longest path. */
function isNarrower(a: PublicRoute, b: PublicRoute): boolean {
  const [ofA, ofB] = [kindsAsked(a), kindsAsked(b)];
  return ofA === ofB ? a.path.length > b.path.length : ofA > ofB;
}

function kindsAsked({ host, conditions, methods }: PublicRoute): number {
  return (host === undefined ? 0 : 1) + (methods === undefined ? 0 : 1) + (conditions === "" ? 0 : 1);
}
