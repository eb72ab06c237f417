import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { deployStack } from "../../../stacks/pulumi/deploy-stack";
import { recorded } from "../../constructs/deploy/recorded-program";
import { temporaryFolders } from "../../constructs/state/temporary-folder";

const folder = temporaryFolders();

/** What the program registers in an environment whose file says so much of admission. */
async function registered(settings: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const root = folder();
  const lines = Object.entries(settings).map(([key, value]) => `    ${key}: ${value}\n`);
  writeFileSync(join(root, "Pulumi.dev.yaml"), `config:\n  ashlar:baas:\n    preset: dev\n${lines.join("")}`);
  const config = {
    "ashlar:baas": JSON.stringify({ preset: "dev", ...settings }),
    "kubernetes:renderYamlToDirectory": "manifests",
  };
  const { result, resources } = await recorded(() => deployStack(root), config);
  await result;
  await runtime.disconnect();
  return resources.map(({ name }) => name);
}

describe("the program of Pulumi.yaml", () => {
  it("registers admission policies when the environment's file asks for them", async () => {
    const names = await registered({ admission: "deny" });
    expect(names).toContain("baas/ValidatingAdmissionPolicyBinding.base-001");
    expect(names).toContain("baas/ConfigMap.admission");
  });

  it("registers none otherwise", async () => {
    const names = await registered({});
    expect(names).toContain("baas/db/StatefulSet");
    expect(names.filter((name) => name.includes("Admission"))).toEqual([]);
  });
});
