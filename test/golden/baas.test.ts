import { join } from "node:path";
import { renderCompose } from "../../constructs/render/compose/compose";
import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import { baasIn } from "../support/baas";
import { differences } from "./golden-folder";
import { withoutProgram, withoutPrograms } from "./programs";

describe.each(["dev", "staging", "prod"] as const)("baas in %s", (environment) => {
  test("is the Compose project that was reviewed", () => {
    const { files, material } = renderCompose(baasIn(environment));
    const rendered = new Map(files.map(({ path, text }) => [path, withoutProgram(text)]));
    rendered.set("material.json", `${JSON.stringify(material, undefined, 2)}\n`);
    expect(differences(join(__dirname, "baas", environment, "compose"), rendered)).toEqual([]);
  });

  test("are the Kubernetes manifests that were reviewed", () => {
    const { files, material } = renderKubernetes(baasIn(environment));
    const rendered = new Map(files.map(({ path, text }) => [path, withoutPrograms(text)]));
    rendered.set("material.json", `${JSON.stringify(material, undefined, 2)}\n`);
    expect(differences(join(__dirname, "baas", environment, "kubernetes"), rendered)).toEqual([]);
  });
});
