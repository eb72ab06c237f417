import { SdkInputTypes } from "./pulumi-input-types";

describe("the inputs that a published SDK declares", () => {
  const kubernetes = new SdkInputTypes("@pulumi/kubernetes");
  const deployment = (inputs: unknown) => kubernetes.unknownInputs("apps/v1/deployment", "Deployment", inputs);
  const container = {
    name: "app",
    image: "app:1",
    ports: [{ containerPort: 80 }],
    resources: { limits: { cpu: "1" } },
  };
  const inputs = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "app", labels: { any: "label" } },
    spec: { replicas: 1, selector: { matchLabels: {} }, template: { spec: { containers: [container] } } },
  };

  test("what they have is fine", () => {
    expect(deployment(inputs)).toEqual([]);
  });

  test("a field that they do not have is named by its path, however deep", () => {
    expect(deployment({ ...inputs, replicas: 1 })).toEqual(["replicas"]);
    const wrong = { ...inputs.spec, template: { spec: { containers: [{ ...container, imagePolicy: "Always" }] } } };
    expect(deployment({ ...inputs, spec: wrong })).toEqual(["spec.template.spec.containers[0].imagePolicy"]);
  });

  test("a type that they do not have is none", () => {
    expect(kubernetes.unknownInputs("apps/v1/deploymint", "Deploymint", {})).toBeUndefined();
  });

  test("a small SDK is read the same way", () => {
    const random = new SdkInputTypes("@pulumi/random");
    expect(random.unknownInputs("randomPassword", "RandomPassword", { length: 40, keepers: { a: "b" } })).toEqual([]);
    expect(random.unknownInputs("randomPassword", "RandomPassword", { size: 40 })).toEqual(["size"]);
  });
});
