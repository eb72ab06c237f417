import { join } from "node:path";
import { renderedSubject } from "../../cli/judge/subject";
import { renderCompose } from "../../constructs/render/compose/compose";
import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import { checkFacts } from "../../policies/check";
import { loadModule } from "../../stacks/module";
import { differences } from "./golden-folder";
import { withoutProgram, withoutPrograms } from "./programs";

const EXAMPLES = join(__dirname, "../../examples");
const RENDERERS = { compose: renderCompose, kubernetes: renderKubernetes };

describe.each(["api", "baas", "own-component"])("examples/%s", (name) => {
  test.each(["compose", "kubernetes"] as const)(
    "renders to %s as committed, twice, breaking no mandatory rule",
    async (target) => {
      const render = async () => RENDERERS[target](await loadModule(join(EXAMPLES, name, "platform.ts"), "dev"));
      const artifact = await render();
      expect((await render()).files).toEqual(artifact.files);
      const rendered = new Map(artifact.files.map(({ path, text }) => [path, withoutPrograms(withoutProgram(text))]));
      expect(differences(join(EXAMPLES, name, "output", target), rendered)).toEqual([]);
      const { findings } = checkFacts(renderedSubject(artifact).facts);
      expect(findings.filter((finding) => finding.level === "mandatory")).toEqual([]);
    },
  );
});
