// A program of the team's own. It reads the database with a certificate, and is read through the gateway; it knows no TLS
// on its own port, so a sidecar stands before it.
import {
  Component,
  Cpu,
  Duration,
  everywhere,
  Size,
  type DatabaseConnection,
  type Endpoint,
  type IDatabase,
  type Realisation,
} from "ashlar";
import type { Construct } from "constructs";
import { z } from "zod";

const schema = z.strictObject({
  version: z.string().describe("Version of the program, the tag of its image."),
});

/** Input of {@link Reports}. */
export interface ReportsProps extends z.input<typeof schema> {
  readonly database: IDatabase;
}

/** Serves the reports that the team writes in SQL. */
export class Reports extends Component<typeof schema> {
  public readonly api: Endpoint<undefined>;
  readonly #database: DatabaseConnection;

  public constructor(scope: Construct, id: string, props: ReportsProps) {
    const { database, ...data } = props;
    super(scope, id, schema, data);
    database.role("reports", { memberOf: ["pg_read_all_data"] });
    this.#database = database.connect(this.peer, { role: "reports" });
    this.api = this.peer.serve("api", {
      port: 8443,
      protocol: "http",
      tls: { mode: "mtls", by: "sidecar", verifies: "name", serverPort: 8080 },
    });
  }

  public override realise(): Realisation {
    const asked = { every: Duration.seconds(10), timeout: Duration.seconds(3), failures: 3 };
    return everywhere(() => [
      {
        kind: "workload",
        peer: this.peer,
        run: { kind: "service", replicas: 1 },
        init: [],
        container: {
          name: "reports",
          image: { repository: "registry.acme.example/reports", tag: this.spec.version },
          command: ["/reports", "--listen=127.0.0.1:8080"],
          env: { DATABASE_URL: this.#database.uri({ application_name: "reports" }) },
          material: this.#database.material("libpq"),
          mounts: this.#database.mounts,
          probes: { ready: { forms: { exec: ["/reports", "--ready"] }, ...asked } },
          resources: {
            cpu: { request: Cpu.millicores(50), limit: Cpu.millicores(500) },
            memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
            pids: 64,
          },
          user: { uid: 65532, gid: 65532 },
          readOnlyRoot: true,
        },
        sidecars: [],
        gracePeriod: Duration.seconds(10),
        reload: { kind: "restart" },
      },
    ]);
  }
}
