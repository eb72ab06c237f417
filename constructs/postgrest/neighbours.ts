import { isDeepStrictEqual } from "node:util";
import type { Construct } from "constructs";
import { graphOf } from "../model/graph";
import type { Peer } from "../model/peer";
import { POSTGREST_CODES } from "./codes";

const SERVERS = Symbol.for("ashlar.PostgREST");

/** What of a server its neighbours must know. */
interface Server extends Construct {
  readonly keys: Peer;
  readonly spec: { readonly keysSchema: string };
}

/**
 * Tells when another server of the platform keeps its keys in the same schema of the same database: each of the two jobs
 * would undo what the other one made, and tokens of either audience would be taken by both.
 */
export function checkNeighbours(server: Server): void {
  Object.defineProperty(server, SERVERS, { value: true });
  const { components, diagnostics } = graphOf(server);
  for (const other of components as readonly Construct[]) {
    if (other === server || !isServer(other) || !sharesDatabase(server, other)) continue;
    if (server.spec.keysSchema !== other.spec.keysSchema) continue;
    diagnostics.add(POSTGREST_CODES.sharedKeysSchema, {
      path: `${server.node.path}:keysSchema`,
      message: `keeps its keys where ${other.node.path} keeps its own`,
      value: server.spec.keysSchema,
    });
  }
}

const isServer = (construct: Construct): construct is Server => SERVERS in construct;

function sharesDatabase(one: Server, other: Server): boolean {
  return one.keys.connections.some((a) =>
    other.keys.connections.some((b) => a.endpoint === b.endpoint && isDeepStrictEqual(a.access, b.access)),
  );
}
