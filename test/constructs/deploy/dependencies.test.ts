import { dependenciesOf } from "../../../constructs/deploy/dependencies";
import { inWaitOrder } from "../../../constructs/deploy/in-wait-order";
import { localName } from "../../../constructs/deploy/naming";
import { secretObjects } from "../../../constructs/deploy/secret-objects";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import type { KubernetesResource } from "../../../constructs/render/kubernetes/kubernetes-object";
import { baasIn } from "../../support/baas";

/** The order of the stack baas, by logical names. */
function orderOf(settings: readonly string[] = []) {
  const platform = baasIn("dev", settings);
  const artifact = renderKubernetes(platform);
  const secrets = secretObjects(artifact, { secrets: true, identities: true });
  const resources = [...artifact.resources, ...secrets.map(({ resource }) => resource)];
  const dependencies = dependenciesOf(platform, resources);
  const before = new Map([...dependencies].map(([resource, items]) => [localName(resource), items.map(localName)]));
  return { resources, dependencies, before };
}

describe("the order of a deployment", () => {
  const { resources, dependencies, before } = orderOf();

  test("everything in a namespace comes after it", () => {
    const outside = [...dependencies].filter(
      ([{ object }, items]) =>
        object.metadata.namespace !== undefined && !items.some((item) => item.object.kind === "Namespace"),
    );
    expect(outside).toEqual([]);
  });

  test("a server comes after the walls around it, and what its pods read", () => {
    expect(before.get("db/StatefulSet")).toEqual(
      expect.arrayContaining([
        "ResourceQuota",
        "LimitRange",
        "NetworkPolicy.default-deny",
        "db/NetworkPolicy",
        "db/ConfigMap",
        "db/ServiceAccount",
        // cert-manager makes the Secret that the pods read.
        "db/Certificate",
      ]),
    );
  });

  test("a client comes after its server, and after the job that makes the server of use", () => {
    expect(before.get("auth/Deployment")).toEqual(expect.arrayContaining(["db/StatefulSet", "db/provision/Job"]));
    expect(before.get("db/provision/Job")).toContain("db/StatefulSet");
    expect(before.get("db/StatefulSet")).not.toContain("db/provision/Job");
  });

  test("a Secret that Pulumi makes comes before who reads it", () => {
    expect(before.get("gateway/Deployment")).toContain("Secret.gateway-files");
  });

  test("nothing waits for a Service, which is there when a pod is behind it", () => {
    const waiting = [...dependencies.values()]
      .flat()
      .filter(({ object }) => ["Service", "Ingress"].includes(object.kind));
    expect(waiting).toEqual([]);
  });

  test("registered in order, everything comes after what it waits for, and nothing is lost", () => {
    const ordered = inWaitOrder(resources, dependencies);
    expect(new Set(ordered)).toEqual(new Set(resources));
    const place = new Map(ordered.map((resource, at) => [resource, at]));
    const early = ordered.filter((resource, at) =>
      (dependencies.get(resource) ?? []).some((item) => (place.get(item) ?? Infinity) > at),
    );
    expect(early).toEqual([]);
  });

  test("certificates of a CA in the state are Secrets that servers wait for", () => {
    expect(orderOf(["pki=local"]).before.get("db/StatefulSet")).toContain("Secret.db-tls");
  });
});

test("a custom resource comes after its definition", () => {
  const definition: KubernetesResource = {
    path: "acme",
    id: "CustomResourceDefinition",
    object: {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "clusters.acme.example" },
      spec: { group: "acme.example", names: { kind: "Cluster" } },
    },
  };
  const claim: KubernetesResource = {
    path: "acme/db",
    id: "Cluster",
    object: { apiVersion: "acme.example/v1", kind: "Cluster", metadata: { name: "db" } },
  };
  expect(dependenciesOf(baasIn("dev"), [claim, definition]).get(claim)).toEqual([definition]);
});
