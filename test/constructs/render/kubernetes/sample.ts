import type { Construct } from "constructs";
import { z } from "zod";
import { Component } from "../../../../constructs/model/component";
import type { Container } from "../../../../constructs/model/container";
import type { Endpoint, EndpointProps } from "../../../../constructs/model/endpoint";
import { everywhere, type Realisation } from "../../../../constructs/model/lowering";
import type { Peer } from "../../../../constructs/model/peer";
import type { Platform } from "../../../../constructs/model/platform";
import { Cpu, Duration, Size } from "../../../../constructs/model/units";
import type { Workload } from "../../../../constructs/model/workload";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import type { Kind, ObjectOf } from "../../../../constructs/render/kubernetes/kubernetes-object";
import type { PodSpec } from "../../../../constructs/render/kubernetes/plain";

/** A container that sleeps, with whatever a test changes about it. */
export function container(name: string, changes: Partial<Container> = {}): Container {
  return {
    name,
    image: { repository: "docker.io/library/busybox", tag: "1.37.0" },
    command: ["sleep", "infinity"],
    env: {},
    material: [],
    mounts: [],
    probes: {},
    resources: {
      cpu: { request: Cpu.millicores(50), limit: Cpu.millicores(500) },
      memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
      pids: 32,
    },
    user: { uid: 1000, gid: 1000 },
    readOnlyRoot: true,
    ...changes,
  };
}

type WorkloadChanges = Partial<Omit<Workload, "kind" | "peer">>;

/** A workload: a service of one replica, unless a test says otherwise. */
export function workloadOf(peer: Peer, changes: WorkloadChanges = {}): Workload {
  return {
    kind: "workload",
    peer,
    run: { kind: "service", replicas: 1 },
    init: [],
    container: container("program"),
    sidecars: [],
    gracePeriod: Duration.seconds(30),
    reload: { kind: "watch" },
    ...changes,
  };
}

/** A component with one workload. */
export class Program extends Component {
  readonly #changes: WorkloadChanges | (() => WorkloadChanges);

  public constructor(scope: Construct, id: string, changes: WorkloadChanges | (() => WorkloadChanges) = {}) {
    super(scope, id, z.strictObject({}), {});
    this.#changes = changes;
  }

  public realise(): Realisation {
    const changes = typeof this.#changes === "function" ? this.#changes() : this.#changes;
    return everywhere(() => [workloadOf(this.peer, changes)]);
  }
}

/** A server that asks for client certificates by itself. */
export class Server extends Program {
  public readonly endpoint: Endpoint<undefined>;

  public constructor(
    scope: Construct,
    id: string,
    changes: WorkloadChanges | (() => WorkloadChanges) = {},
    endpoint: Partial<EndpointProps> = {},
  ) {
    super(scope, id, changes);
    this.endpoint = this.peer.serve("api", {
      port: 8443,
      protocol: "http",
      tls: { mode: "mtls", by: "server", verifies: "name" },
      ...endpoint,
    });
  }
}

/** The objects of one kind that a platform is rendered to. */
export function objectsOf<K extends Kind>(platform: Platform, kind: K): readonly ObjectOf<K>[] {
  return renderKubernetes(platform).objects.filter((object) => object.kind === kind) as unknown as ObjectOf<K>[];
}

/** The one object of a kind and name; of a kind, when there is one only. */
export function objectOf<K extends Kind>(platform: Platform, kind: K, name?: string): ObjectOf<K> {
  const found = objectsOf(platform, kind).filter((object) => name === undefined || object.metadata.name === name);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) throw new Error(`${found.length} objects of kind ${kind} ${name ?? ""}`);
  return only;
}

/** The pod of a Deployment. */
export function podOf(platform: Platform, name?: string): PodSpec {
  const spec = objectOf(platform, "Deployment", name).spec?.template.spec;
  if (spec === undefined) throw new Error("a Deployment without a pod");
  return spec;
}
