import type { Construct } from "constructs";
import { z } from "zod";
import { Component } from "../../../../constructs/model/component";
import { type Realisation, unsupported } from "../../../../constructs/model/lowering";
import { Platform } from "../../../../constructs/model/platform";
import type { Prerequisite } from "../../../../constructs/model/prerequisite";
import { Scope } from "../../../../constructs/model/scope";
import { Size } from "../../../../constructs/model/units";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { objectOf, Program } from "./sample";

const OPERATOR: Prerequisite = {
  name: "cloudnative-pg",
  version: "1.27.0",
  why: "runs PostgreSQL clusters",
  apiGroups: ["postgresql.cnpg.io"],
};

/** A database that an operator runs. */
class ManagedDatabase extends Component {
  public readonly endpoint = this.peer.serve<undefined>("postgres", {
    port: 5432,
    protocol: "postgresql",
    tls: { mode: "mtls", by: "server", verifies: "name" },
  });

  public constructor(scope: Construct, id: string) {
    super(scope, id, z.strictObject({}), {});
  }

  public realise(): Realisation {
    return {
      compose: unsupported("there are no operators"),
      kubernetes: () => [
        {
          kind: "claim",
          peer: this.peer,
          apiVersion: "postgresql.cnpg.io/v1",
          resource: "Cluster",
          spec: { instances: 3, storage: { size: Size.gibibytes(20) }, affinity: undefined },
          requires: OPERATOR,
        },
      ],
    };
  }
}

describe("a claim", () => {
  it("is the operator's own resource, with the units of the model as text", () => {
    const platform = new Platform("acme");
    new ManagedDatabase(new Scope(platform, "tenant"), "db");
    const { objects, prerequisites } = renderKubernetes(platform);
    expect(objects.find(({ kind }) => kind === "Cluster")).toEqual({
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Cluster",
      metadata: {
        name: "db",
        namespace: "acme-dev-tenant",
        labels: expect.objectContaining({ "app.kubernetes.io/name": "db" }),
      },
      spec: { instances: 3, storage: { size: "20Gi" } },
    });
    expect(prerequisites).toEqual([OPERATOR]);
  });

  it("stands behind the same walls as a workload", () => {
    const platform = new Platform("acme");
    const db = new ManagedDatabase(platform, "db");
    new Program(platform, "web").peer.connect(db.endpoint);
    expect(objectOf(platform, "NetworkPolicy", "db").spec).toMatchObject({
      podSelector: { matchLabels: { "app.kubernetes.io/name": "db" } },
      ingress: [{ ports: [{ protocol: "TCP", port: 5432 }] }],
    });
  });

  it("has a name that operators admit", () => {
    const platform = new Platform("acme");
    const outer = new Program(platform, "a-component-with-a-rather-long-name");
    new ManagedDatabase(outer, "and-a-database-inside-it");
    const claim = renderKubernetes(platform).objects.find(({ kind }) => kind === "Cluster");
    expect(claim?.metadata.name).toMatch(/^[a-z][a-z0-9-]*[a-z0-9]$/);
    expect(claim?.metadata.name.length).toBeLessThanOrEqual(50);
  });
});
