import type { Construct } from "constructs";
import type { z } from "zod";
import type { Issuer } from "../issuer/issuer";
import { Component } from "../model/component";
import type { Endpoint } from "../model/endpoint";
import { everywhere, type Realisation } from "../model/lowering";
import { Peer } from "../model/peer";
import type { IDatabase } from "../postgres/database";
import type { DatabaseConnection } from "../postgres/database-connection";
import { connectToKeys, keysJob, keysRefresh, type KeysWriter } from "./keys";
import { checkNeighbours } from "./neighbours";
import { declareRoles } from "./roles";
import { KEYS_ROLE, postgrestSchema } from "./schema";
import { SERVER_PORT, server } from "./server";

/** Input of {@link PostgREST}: its data, and what it stands on. */
export interface PostgRESTProps extends z.input<typeof postgrestSchema> {
  /** The database whose schemas are served. */
  readonly database: IDatabase;
  /** Whose tokens are trusted. */
  readonly issuer: Issuer;
}

/** Port of the sidecar, the only one that can be reached. */
const PORT = 8443;

/**
 * An HTTP API made of a database's schemas: PostgREST. It speaks plain HTTP on loopback, and a sidecar that checks the
 * caller's name owns its only reachable port.
 *
 * Tokens are verified with the issuer's public keys, which a job writes to a table of the database and, where an issuer
 * changes them by itself, a cron workload renews; the audience is required. Row-level security is what protects rows: nothing is granted to `anon` and `authenticated` but the use of
 * the schemas.
 *
 * @example
 * const db = new Postgres(platform, "db", { storage: "20Gi", databases: { app: {} } });
 * const issuer = new KeyIssuer(platform, "issuer");
 * new PostgREST(platform, "rest", { database: db.database("app"), issuer, audience: "acme" });
 */
export class PostgREST extends Component<typeof postgrestSchema> {
  public static override readonly kind = "PostgREST";
  /** The API: what a gateway routes to. */
  public readonly api: Endpoint<undefined>;
  /** The job that writes keys. The server starts after it, where a target orders starts. */
  public readonly keys: Peer;
  readonly #issuer: Issuer;
  readonly #database: DatabaseConnection;
  readonly #writer: KeysWriter;
  readonly #refresher: KeysWriter | undefined;

  public constructor(scope: Construct, id: string, props: PostgRESTProps) {
    const { database, issuer, ...data } = props;
    super(scope, id, postgrestSchema, data);
    this.#issuer = issuer;
    this.keys = new Peer(this, "keys");
    declareRoles(database, this.spec);
    this.#writer = this.#writes(this.keys, database);
    this.#refresher = issuer.keys.kind === "endpoint" ? this.#writes(new Peer(this, "refresh"), database) : undefined;
    this.#database = database.connect(this.peer, { role: this.spec.roles.authenticator });
    this.peer.startAfter(this.keys);
    this.api = this.peer.serve("api", {
      port: PORT,
      protocol: "http",
      tls: { mode: "mtls", by: "sidecar", verifies: "name", serverPort: SERVER_PORT.api },
    });
    checkNeighbours(this);
  }

  public realise(): Realisation {
    return everywhere((context) => [
      server(this.peer, this.spec, this.#database, context.platform.spec.publicUrl),
      keysJob(this.#writer, this.spec, this.#issuer),
      ...(this.#refresher === undefined ? [] : [keysRefresh(this.#refresher, this.spec, this.#issuer)]),
    ]);
  }

  #writes(peer: Peer, database: IDatabase): KeysWriter {
    connectToKeys(peer, this.#issuer);
    return { peer, database: database.connect(peer, { role: KEYS_ROLE }) };
  }
}
