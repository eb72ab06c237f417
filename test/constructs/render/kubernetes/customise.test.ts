import { configFile } from "../../../../constructs/model/config-file";
import { Platform } from "../../../../constructs/model/platform";
import { Duration } from "../../../../constructs/model/units";
import { editKubernetes, patchKubernetes } from "../../../../constructs/render/kubernetes/edit";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { container, objectOf, objectsOf, podOf, Program, Server } from "./sample";

const file = configFile("app.txt", { format: "program", text: "one" });
const mounts = [{ kind: "config", config: file, path: "/app.txt" }] as const;

describe("an edit", () => {
  it("changes the objects of one kind of one component, typed", () => {
    const platform = new Platform("acme");
    const web = new Program(platform, "web");
    new Program(platform, "other");
    editKubernetes(web, { kind: "Deployment" }, (deployment) => {
      if (deployment.spec?.template.spec !== undefined) deployment.spec.template.spec.priorityClassName = "high";
    });
    expect(podOf(platform, "web").priorityClassName).toBe("high");
    expect(podOf(platform, "other")).not.toHaveProperty("priorityClassName");
  });

  it("of a pod's labels leaves the labels of everything else alone", () => {
    const platform = new Platform("acme");
    const web = new Program(platform, "web");
    editKubernetes(web, { kind: "Deployment" }, (deployment) => {
      Object.assign(deployment.spec?.template.metadata?.labels ?? {}, { tier: "front" });
    });
    const { metadata, spec } = objectOf(platform, "Deployment");
    expect(spec?.template.metadata?.labels).toHaveProperty("tier", "front");
    expect(metadata.labels).not.toHaveProperty("tier");
    expect(objectOf(platform, "ServiceAccount").metadata.labels).not.toHaveProperty("tier");
  });

  it("without a kind gets every object of the component", () => {
    const platform = new Platform("acme");
    const web = new Server(platform, "web");
    editKubernetes(web, {}, (object) => {
      object.metadata.annotations = { team: "web" };
    });
    const annotated = renderKubernetes(platform).objects.filter(
      ({ metadata }) => metadata.annotations?.["team"] === "web",
    );
    expect(annotated.map(({ kind }) => kind).sort()).toEqual([
      "Deployment",
      "PodDisruptionBudget",
      "Service",
      "ServiceAccount",
    ]);
  });

  it("is applied to a copy: a second render starts where the first one did", () => {
    const platform = new Platform("acme");
    const web = new Program(platform, "web", { run: { kind: "service", replicas: 2 } });
    editKubernetes(web, { kind: "Deployment" }, (deployment) => {
      if (deployment.spec !== undefined) deployment.spec.replicas = (deployment.spec.replicas ?? 0) + 1;
    });
    expect(objectOf(platform, "Deployment").spec?.replicas).toBe(3);
    expect(objectOf(platform, "Deployment").spec?.replicas).toBe(3);
  });

  it("that throws, or that takes an object's name away, is told with its place", () => {
    const platform = new Platform("acme");
    const web = new Program(platform, "web");
    editKubernetes(web, { kind: "Deployment" }, () => {
      throw new Error("no such thing");
    });
    editKubernetes(web, { kind: "ServiceAccount" }, (account) => {
      account.metadata.name = "";
    });
    expect(() => renderKubernetes(platform)).toThrow(
      /\[acme\/web\/Deployment\] ASH-TARGET-004: .*no such thing[\s\S]*\[acme\/web\/ServiceAccount\] ASH-TARGET-004/,
    );
  });

  it("that selects nothing is a mistake, and the answer names what there is", () => {
    const platform = new Platform("acme");
    editKubernetes(new Program(platform, "web"), { kind: "StatefulSet" }, () => undefined);
    expect(() => renderKubernetes(platform)).toThrow(
      /\[acme\/web\] ASH-TARGET-004: .*got "StatefulSet", expected Deployment, PodDisruptionBudget, ServiceAccount/,
    );
  });

  it("of a job makes another job", () => {
    const nameOf = (edited: boolean) => {
      const platform = new Platform("acme");
      const job = new Program(platform, "migrate", { run: { kind: "job", retries: 1, timeout: Duration.minutes(1) } });
      if (edited)
        patchKubernetes(job, [{ op: "add", path: "/spec/template/spec/priorityClassName", value: "low" }], {
          kind: "Job",
        });
      return objectOf(platform, "Job").metadata.name;
    };
    expect(nameOf(true)).toMatch(/^migrate-[0-9a-f]{8}$/);
    expect(nameOf(true)).not.toBe(nameOf(false));
  });

  it("of a configuration file gives the ConfigMap a new name, and its readers with it", () => {
    const platform = new Platform("acme");
    const web = new Program(platform, "web", { container: container("web", { mounts }) });
    editKubernetes(web, { kind: "ConfigMap" }, (map) => {
      map.data = { "app.txt": "two" };
    });
    const plain = new Platform("acme");
    new Program(plain, "web", { container: container("web", { mounts }) });
    const { name } = objectOf(platform, "ConfigMap").metadata;
    expect(name).toMatch(/^web-config-[0-9a-f]{8}$/);
    expect(name).not.toBe(objectOf(plain, "ConfigMap").metadata.name);
    expect(podOf(platform).volumes?.[0]?.configMap?.name).toBe(name);
  });
});

describe("a patch", () => {
  it("may add what the library knows nothing of", () => {
    const platform = new Platform("acme");
    const web = new Program(platform, "web");
    patchKubernetes(web, [{ op: "add", path: "/spec/fieldOfTomorrow", value: { x: 1 } }], { kind: "Deployment" });
    expect(objectOf(platform, "Deployment").spec).toHaveProperty("fieldOfTomorrow", { x: 1 });
    expect(
      renderKubernetes(platform)
        .files.map(({ text }) => text)
        .join(""),
    ).toContain("fieldOfTomorrow:\n    x: 1\n");
  });

  it("that does not fit is told with its operation", () => {
    const platform = new Platform("acme");
    patchKubernetes(new Program(platform, "web"), [{ op: "remove", path: "/spec/nothing" }], { kind: "Deployment" });
    expect(() => renderKubernetes(platform)).toThrow(
      /\[acme\/web\/Deployment\] ASH-TARGET-004: operation 0 of the patch does not fit.*remove \/spec\/nothing/,
    );
  });

  it("runs after the edits before it", () => {
    const platform = new Platform("acme");
    const web = new Program(platform, "web");
    editKubernetes(web, { kind: "Deployment" }, (deployment) => {
      deployment.metadata.annotations = { order: "first" };
    });
    patchKubernetes(
      web,
      [
        { op: "test", path: "/metadata/annotations/order", value: "first" },
        { op: "replace", path: "/metadata/annotations/order", value: "second" },
      ],
      { kind: "Deployment" },
    );
    expect(objectsOf(platform, "Deployment")[0]?.metadata.annotations).toEqual({ order: "second" });
  });
});
