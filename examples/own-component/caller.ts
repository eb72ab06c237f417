// A client that knows nothing of TLS: a tunnel beside it presents its certificate.
import { Component, concat, Cpu, Duration, endpointValue, everywhere, Size, type Realisation } from "ashlar";
import type { Construct } from "constructs";
import { z } from "zod";
import type { Greeter } from "./greeter";

const schema = z.strictObject({
  every: z.int().min(1).max(30).default(10).describe("Seconds between two calls."),
});

/** Input of {@link Caller}. */
export interface CallerProps extends z.input<typeof schema> {
  readonly greeter: Greeter;
}

const ASK = `while :; do
  wget -q -O /tmp/new "$1" && mv /tmp/new /tmp/answer && cat /tmp/answer
  sleep "$2"
done`;

/** Whether the last answer is not older than a minute. */
const ANSWERED = 'test -n "$(find /tmp/answer -mmin -1)"';

/** Asks a greeter again and again, and prints what it says. */
export class Caller extends Component<typeof schema> {
  readonly #greeter: Greeter;

  public constructor(scope: Construct, id: string, props: CallerProps) {
    const { greeter, ...data } = props;
    super(scope, id, schema, data);
    this.#greeter = greeter;
    this.peer.connect(greeter.api, { client: "tunnel" });
  }

  public override realise(): Realisation {
    const url = endpointValue(this.#greeter.api, "url");
    return everywhere(() => [
      {
        kind: "workload",
        peer: this.peer,
        run: { kind: "service", replicas: 1 },
        init: [],
        container: {
          name: "caller",
          image: { repository: "docker.io/library/busybox", tag: "1.37.0" },
          command: ["sh", "-c", ASK, "caller"],
          args: [concat(url, "/greeting.json"), String(this.spec.every)],
          env: {},
          material: [],
          mounts: [{ kind: "scratch", path: "/tmp", size: Size.mebibytes(1), seed: "empty", medium: "memory" }],
          probes: {
            ready: {
              forms: { exec: ["sh", "-c", ANSWERED] },
              every: Duration.seconds(10),
              timeout: Duration.seconds(2),
              failures: 6,
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
        gracePeriod: Duration.seconds(5),
        reload: { kind: "restart" },
      },
    ]);
  }
}
