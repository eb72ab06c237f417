import { ApiObject, App, Chart, JsonPatch, Testing } from "cdk8s";
import { Platform } from "../../../../constructs/model/platform";
import { PlatformChart } from "../../../../constructs/render/kubernetes/chart";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import type { KubernetesObject } from "../../../../constructs/render/kubernetes/kubernetes-object";
import { keyOf } from "../../../../constructs/render/kubernetes/order";
import { everything } from "./everything";
import { Program, Server } from "./sample";

const byKey = (a: KubernetesObject, b: KubernetesObject) => (keyOf(a) < keyOf(b) ? -1 : 1);

describe("a platform in a team's own cdk8s app", () => {
  it("is the same objects", () => {
    const chart = new PlatformChart(Testing.app(), "acme", { platform: everything() });
    const synthesised = Testing.synth(chart) as KubernetesObject[];
    const rendered = renderKubernetes(everything()).objects;
    expect([...synthesised].sort(byKey)).toEqual([...rendered].sort(byKey));
  });

  it("stands beside the team's own objects, each at the path of its component", () => {
    const app = new App();
    const platform = new Platform("acme");
    const web = new Server(platform, "web", { run: { kind: "stateful", replicas: 1 } });
    new Program(web, "provision");
    const chart = new PlatformChart(app, "acme", { platform });
    const own = new Chart(app, "own");
    new ApiObject(own, "settings", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" } });
    expect(Testing.synth(own)).toHaveLength(1);
    const paths = chart.node
      .findAll()
      .filter((node) => ApiObject.isApiObject(node))
      .map((node) => node.node.path);
    expect(paths).toEqual(
      expect.arrayContaining([
        "acme/Namespace",
        "acme/web/StatefulSet",
        "acme/web/Service",
        "acme/web/Service.headless",
        "acme/web/provision/Deployment",
      ]),
    );
  });

  it("takes the team's patches, also of fields that nobody here knows", () => {
    const platform = new Platform("acme");
    new Program(platform, "web");
    const chart = new PlatformChart(Testing.app(), "acme", { platform });
    const deployment = chart.node.findChild("web").node.findChild("Deployment");
    ApiObject.of(deployment).metadata.addLabel("team", "web");
    ApiObject.of(deployment).addJsonPatch(
      JsonPatch.replace("/spec/replicas", 5),
      JsonPatch.add("/spec/fieldOfTomorrow", true),
    );
    const patched = (Testing.synth(chart) as KubernetesObject[]).find(({ kind }) => kind === "Deployment");
    expect(patched?.["spec"]).toMatchObject({ replicas: 5, fieldOfTomorrow: true });
    expect(patched?.metadata.labels).toHaveProperty("team", "web");
    const untouched = chart.artifact.objects.find(({ kind }) => kind === "Deployment");
    expect(untouched?.["spec"]).toMatchObject({ replicas: 1 });
    expect(untouched?.metadata.labels).not.toHaveProperty("team");
  });

  it("is judged by the app's validations", () => {
    const app = Testing.app();
    const platform = new Platform("acme");
    new Program(platform, "web");
    const chart = new PlatformChart(app, "acme", { platform });
    chart.node.findChild("web").node.addValidation({ validate: () => ["the team does not want this"] });
    expect(() => {
      app.synth();
    }).toThrow("the team does not want this");
  });

  it("is sealed, and told of all its problems", () => {
    const platform = new Platform("acme");
    new Program(platform, "Web");
    expect(() => new PlatformChart(Testing.app(), "acme", { platform })).toThrow("ASH-NAME-001");
    const sealed = new Platform("acme");
    const chart = new PlatformChart(Testing.app(), "acme", { platform: sealed });
    expect(chart.artifact.name).toBe("acme-dev");
    expect(() => new Program(sealed, "late")).toThrow("ASH-GRAPH-003");
  });

  it("has no dependencies between its objects: cdk8s takes exponential time to sort them", () => {
    const chart = new PlatformChart(Testing.app(), "acme", { platform: everything() });
    expect(chart.node.findAll().flatMap((node) => node.node.dependencies)).toEqual([]);
  });
});
