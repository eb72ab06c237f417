import type { Construct } from "constructs";
import type { Endpoint } from "../model/endpoint";
import { graphOf } from "../model/graph";
import { GATEWAY_CODES } from "./codes";

/** What of a route decides on the path that its upstream sees. */
interface SeenPath {
  readonly path: string;
  readonly stripPath: boolean;
  readonly upstreamPath: string;
}

/** Tells a route that would open what its endpoint keeps inside, such as the API of administrators. */
export function checkPublicPath(gateway: Construct, field: string, route: SeenPath, to: Endpoint): void {
  const { publicPaths } = to.props;
  const seen = seenPath(route);
  if (publicPaths === undefined || publicPaths.some((path) => seen === path || seen.startsWith(`${path}/`))) return;
  graphOf(gateway).diagnostics.add(GATEWAY_CODES.hiddenPath, {
    path: `${gateway.node.path}:${field}`,
    message: `leads to more of ${to.path} than is meant for the public`,
    value: seen,
    allowed: publicPaths.join(" | "),
  });
}

function seenPath({ path, stripPath, upstreamPath }: SeenPath): string {
  if (stripPath) return upstreamPath;
  return upstreamPath === "/" ? path : `${upstreamPath}${path}`;
}
