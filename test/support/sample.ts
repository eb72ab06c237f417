import type { Construct } from "constructs";
import { z } from "zod";
import { Component } from "../../constructs/model/component";
import type { Container } from "../../constructs/model/container";
import type { Endpoint, EndpointProps, SidecarTls } from "../../constructs/model/endpoint";
import { everywhere, type Realisation } from "../../constructs/model/lowering";
import { Cpu, Duration, Size } from "../../constructs/model/units";
import type { Run, Workload } from "../../constructs/model/workload";

const schema = z.strictObject({ greeting: z.string().default("hello") });

/** What a test changes in the sample's workload. */
export interface SampleProps extends z.input<typeof schema> {
  readonly run?: Run;
  readonly serve?: EndpointProps;
  readonly container?: Partial<Container>;
  readonly workload?: Partial<Omit<Workload, "kind" | "peer" | "container" | "run">>;
}

/** A container that any target accepts. */
export function sampleContainer(change: Partial<Container> = {}): Container {
  return {
    name: "app",
    image: { repository: "docker.io/library/busybox", tag: "1.37.0" },
    command: ["/bin/app"],
    env: {},
    material: [],
    mounts: [],
    probes: {
      ready: {
        forms: { exec: ["/bin/app", "--ready"] },
        every: Duration.seconds(5),
        timeout: Duration.seconds(2),
        failures: 3,
      },
    },
    resources: {
      cpu: { request: Cpu.millicores(100), limit: Cpu.millicores(500) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
      pids: 64,
    },
    user: { uid: 1000, gid: 1000 },
    readOnlyRoot: true,
    ...change,
  };
}

/** A mutual-TLS endpoint that the server itself closes. */
export const MTLS: EndpointProps = {
  port: 8443,
  protocol: "http",
  tls: { mode: "mtls", by: "server", verifies: "name" },
};

/** A mutual-TLS endpoint that a sidecar closes. */
export function behindSidecar({ port = 8443, ...tls }: Partial<SidecarTls & { readonly port: number }>): EndpointProps {
  return { port, protocol: "http", tls: { mode: "mtls", by: "sidecar", verifies: "name", serverPort: 8080, ...tls } };
}

/** Such an endpoint as most tests want it. */
export const BEHIND_SIDECAR = behindSidecar({});

/** The smallest component: one container, one endpoint if asked. */
export class Sample extends Component<typeof schema> {
  public readonly endpoint: Endpoint<undefined> | undefined;
  readonly #props: SampleProps;

  public constructor(scope: Construct, id: string, props: SampleProps = {}) {
    const { run, serve, container, workload, ...data } = props;
    super(scope, id, schema, data);
    this.#props = props;
    this.endpoint = serve === undefined ? undefined : this.peer.serve("http", serve);
  }

  /** The endpoint of a sample that was made with one. */
  public get server(): Endpoint<undefined> {
    if (this.endpoint === undefined) throw new TypeError(`${this.node.path} serves nothing`);
    return this.endpoint;
  }

  public realise(): Realisation {
    const { run, container, workload } = this.#props;
    return everywhere(() => [
      {
        kind: "workload",
        peer: this.peer,
        run: run ?? { kind: "service", replicas: 1 },
        init: [],
        container: sampleContainer(container),
        sidecars: [],
        gracePeriod: Duration.seconds(30),
        reload: { kind: "restart" },
        ...workload,
      },
    ]);
  }
}
