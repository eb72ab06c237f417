import { dependenciesOf } from "../../../constructs/deploy/dependencies";
import { inWaitOrder } from "../../../constructs/deploy/in-wait-order";
import { localName } from "../../../constructs/deploy/naming";
import { PlatformDeployment } from "../../../constructs/deploy/platform-deployment";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { admissionObjects } from "../../../policies/admission/admission";
import { baasIn } from "../../support/baas";
import { recorded } from "./recorded-program";

describe("the admission policies of a deployment", () => {
  test("are typed resources, called the same in every environment", async () => {
    const platform = baasIn("dev", ["admission=deny"]);
    const { resources } = await recorded(
      () => new PlatformDeployment("acme", { platform, admissionPolicies: admissionObjects }),
    );
    const byName = new Map(resources.map(({ name, type }) => [name, type]));
    const types = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";
    expect(byName.get("acme/ValidatingAdmissionPolicy.base-001")).toBe(types);
    expect(byName.get("acme/ValidatingAdmissionPolicyBinding.base-001")).toBe(`${types}Binding`);
    expect(byName.get("acme/ConfigMap.admission")).toBe("kubernetes:core/v1:ConfigMap");
  });

  test("hold nothing before their settings are there: without them they refuse everything", () => {
    const platform = baasIn("dev", ["admission=deny"]);
    const { resources } = renderKubernetes(platform, { admissionPolicies: admissionObjects });
    const dependencies = dependenciesOf(platform, resources);
    const before = new Map([...dependencies].map(([resource, items]) => [localName(resource), items.map(localName)]));
    expect(before.get("ValidatingAdmissionPolicyBinding.base-004")).toEqual([
      "ValidatingAdmissionPolicy.base-004",
      "ConfigMap.admission",
    ]);
    expect(before.get("ValidatingAdmissionPolicyBinding.base-001")).toEqual(["ValidatingAdmissionPolicy.base-001"]);
    expect(before.get("ConfigMap.admission")).toEqual(["Namespace"]);
    expect(inWaitOrder(resources, dependencies)).toHaveLength(resources.length);
  });
});
