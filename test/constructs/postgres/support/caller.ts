import type { Construct } from "constructs";
import { z } from "zod";
import { Component } from "../../../../constructs/model/component";
import type { Container, Material } from "../../../../constructs/model/container";
import { everywhere, type Realisation } from "../../../../constructs/model/lowering";
import { Cpu, Duration, Size } from "../../../../constructs/model/units";

/** A program that does nothing but connect: what a database sees of any other component. */
export class Caller extends Component {
  readonly #material: Material[] = [];

  public constructor(scope: Construct, id: string, props: object = {}) {
    super(scope, id, z.strictObject({}), props);
  }

  /** Adds what the program's container finds as files. */
  public uses(material: readonly Material[]): void {
    this.#material.push(...material);
  }

  public realise(): Realisation {
    return everywhere(() => [
      {
        kind: "workload",
        peer: this.peer,
        run: { kind: "service", replicas: 1 },
        init: [],
        container: this.#container(),
        sidecars: [],
        gracePeriod: Duration.seconds(10),
        reload: { kind: "restart" },
      },
    ]);
  }

  #container(): Container {
    return {
      name: "caller",
      image: { repository: "example.invalid/caller", tag: "1" },
      env: {},
      material: this.#material,
      mounts: [],
      probes: {},
      resources: {
        cpu: { request: Cpu.millicores(10), limit: Cpu.millicores(10) },
        memory: { request: Size.mebibytes(16), limit: Size.mebibytes(16) },
        pids: 16,
      },
      user: { uid: 1000, gid: 1000 },
      readOnlyRoot: true,
    };
  }
}
