import type { ObjectOf } from "../../../../constructs/render/kubernetes/kubernetes-object";
import type { ServicePort } from "../../../../constructs/render/kubernetes/plain";

// What is held here is held by the compiler: the test fails when a line that must not compile does.
describe("the types of Kubernetes objects", () => {
  it("are those of the JSON, not of the generator's classes", () => {
    const port: ServicePort = { port: 80, targetPort: "http" };
    const service: ObjectOf<"Service"> = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web" },
      spec: { clusterIP: "None", ports: [port] },
    };
    expect(JSON.parse(JSON.stringify(service))).toEqual(service);
  });

  it("refuse a wrong version, field or value", () => {
    // @ts-expect-error -- a Deployment is in apps/v1
    const version: ObjectOf<"Deployment">["apiVersion"] = "v1";
    // @ts-expect-error -- the generator's spelling of clusterIP
    const spelling: ObjectOf<"Service">["spec"] = { clusterIp: "None" };
    // @ts-expect-error -- replicas are a number
    const value: Pick<NonNullable<ObjectOf<"Deployment">["spec"]>, "replicas"> = { replicas: "2" };
    expect([version, spelling, value]).toHaveLength(3);
  });
});
