import { join } from "node:path";
import { renderCompose } from "../../constructs/render/compose/compose";
import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import { baasIn } from "../support/baas";
import { differences } from "./golden-folder";
import { withoutProgram } from "./programs";

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

/** A ConfigMap's program is a literal block: the indented lines under its key. */
function withoutPrograms(manifest: string): string {
  return manifest.replace(
    /^( +)(\S+): \|\n((?:\1  .*\n|\n)+)/gm,
    (block, indent: string, key: string, body: string) => {
      const text = body.replace(new RegExp(`^${indent}  `, "gm"), "");
      const short = withoutProgram(text);
      return short === text ? block : `${indent}${key}: ${short}`;
    },
  );
}
