// A component written outside the library: a server that knows nothing of TLS, behind a sidecar that checks its callers'
// names.
import {
  Component,
  configFile,
  Cpu,
  Duration,
  everywhere,
  Size,
  type ConfigFile,
  type Endpoint,
  type Realisation,
} from "ashlar";
import type { Construct } from "constructs";
import { z } from "zod";

const schema = z.strictObject({
  greeting: z.string().default("hello").describe("What the server answers."),
});

/** Input of {@link Greeter}. */
export type GreeterProps = z.input<typeof schema>;

/** Answers every request with a greeting. */
export class Greeter extends Component<typeof schema> {
  public readonly api: Endpoint<undefined>;

  public constructor(scope: Construct, id: string, props: GreeterProps = {}) {
    super(scope, id, schema, props);
    this.api = this.peer.serve("api", {
      port: 8443,
      protocol: "http",
      tls: { mode: "mtls", by: "sidecar", verifies: "name", serverPort: 8080 },
    });
  }

  public override realise(): Realisation {
    return everywhere(() => [
      {
        kind: "workload",
        peer: this.peer,
        run: { kind: "service", replicas: 1 },
        init: [],
        container: {
          name: "greeter",
          image: { repository: "docker.io/library/busybox", tag: "1.37.0" },
          command: ["httpd", "-f", "-p", "127.0.0.1:8080", "-h", "/www"],
          env: {},
          material: [],
          mounts: [{ kind: "config", config: this.#file(), path: "/www/greeting.json" }],
          probes: {
            ready: {
              forms: { exec: ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/greeting.json"] },
              every: Duration.seconds(5),
              timeout: Duration.seconds(2),
              failures: 3,
            },
          },
          resources: {
            cpu: { request: Cpu.millicores(10), limit: Cpu.millicores(100) },
            memory: { request: Size.mebibytes(16), limit: Size.mebibytes(32) },
            pids: 32,
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

  #file(): ConfigFile {
    return configFile("greeting.json", { format: "json", value: { greeting: this.spec.greeting } });
  }
}
