import { isCustom, typedClass, unknownKind } from "../../../constructs/deploy/typed-class";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import type { KubernetesObject } from "../../../constructs/render/kubernetes/kubernetes-object";
import { baasIn } from "../../support/baas";

const token = (apiVersion: string, kind: string): unknown =>
  (typedClass({ apiVersion, kind }) as unknown as { readonly __pulumiType?: string } | undefined)?.__pulumiType;

describe("the class of a kind", () => {
  test.each([
    ["v1", "ConfigMap", "kubernetes:core/v1:ConfigMap"],
    ["apps/v1", "StatefulSet", "kubernetes:apps/v1:StatefulSet"],
    ["batch/v1", "Job", "kubernetes:batch/v1:Job"],
    ["networking.k8s.io/v1", "NetworkPolicy", "kubernetes:networking.k8s.io/v1:NetworkPolicy"],
    ["policy/v1", "PodDisruptionBudget", "kubernetes:policy/v1:PodDisruptionBudget"],
    ["rbac.authorization.k8s.io/v1", "Role", "kubernetes:rbac.authorization.k8s.io/v1:Role"],
    [
      "admissionregistration.k8s.io/v1",
      "ValidatingAdmissionPolicy",
      "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
    ],
  ])("%s %s is the SDK's own", (apiVersion, kind, type) => {
    expect(token(apiVersion, kind)).toBe(type);
  });

  test("custom resources share one class, which makes the type of the object", () => {
    const certificate = typedClass({ apiVersion: "cert-manager.io/v1", kind: "Certificate" });
    expect(certificate).toBe(typedClass({ apiVersion: "postgresql.cnpg.io/v1", kind: "Cluster" }));
    expect(isCustom("gateway.networking.k8s.io/v1")).toBe(true);
    expect(isCustom("networking.k8s.io/v1")).toBe(false);
  });

  test("every object of the stack baas has one, with every way in", () => {
    const ways = [
      [],
      ['gateway.via={"kind":"ingress","className":"nginx","issuer":{"name":"letsencrypt"}}'],
      ['gateway.via={"kind":"gateway-api","gateway":{"name":"public","namespace":"gateways"}}'],
    ];
    const objects = ways.flatMap((way) => renderKubernetes(baasIn("prod", way)).objects);
    expect(objects.filter((object) => typedClass(object) === undefined)).toEqual([]);
  });

  test("a kind that the SDK does not have is refused with its version", () => {
    const object: KubernetesObject = { apiVersion: "apps/v9", kind: "Deployment", metadata: { name: "x" } };
    expect(unknownKind("acme/x", object)).toMatchObject({
      code: "ASH-DEPLOY-001",
      path: "acme/x",
      value: '"apps/v9 Deployment"',
    });
  });
});
