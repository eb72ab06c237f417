import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdk8s";
import { loadAll } from "js-yaml";
import { addCharts } from "../../examples/team-cdk8s/charts";
import { checkFacts } from "../../policies/check";
import { kubernetesFacts } from "../../policies/facts/kubernetes";
import { differences } from "./golden-folder";
import { withoutPrograms } from "./programs";

const OUTPUT = join(__dirname, "../../examples/team-cdk8s/output");

describe("examples/team-cdk8s", () => {
  const folder = mkdtempSync(join(tmpdir(), "ashlar-team-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What the team's app writes, by its file's name. */
  function synthesised(): ReadonlyMap<string, string> {
    const app = new App({ outdir: folder });
    addCharts(app, { environment: "prod" });
    app.synth();
    return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  }

  test("writes what is committed, twice: the team's chart beside the platform's", () => {
    const files = synthesised();
    expect(synthesised()).toEqual(files);
    const short = new Map([...files].map(([name, text]) => [name, withoutPrograms(text)]));
    expect(differences(OUTPUT, short)).toEqual([]);
  });

  test("has the team's patch in the platform's database", () => {
    expect(objects()).toContainEqual(
      expect.objectContaining({
        kind: "StatefulSet",
        metadata: expect.objectContaining({ name: "db" }),
        spec: expect.objectContaining({
          template: expect.objectContaining({
            spec: expect.objectContaining({ nodeSelector: { "acme.example/disk": "fast" } }),
          }),
        }),
      }),
    );
  });

  test("is judged as a whole: the platform breaks no mandatory rule, the team's own chart some", () => {
    const { findings } = checkFacts(kubernetesFacts(objects()));
    const broken = findings.filter(({ level }) => level === "mandatory");
    expect([...new Set(broken.map(({ code, path }) => `${code} ${path.split(":")[0]}`))].sort()).toEqual([
      "BASE-014 website/Deployment/website-deployment-c8c01ad4",
      "MTLS-001 website/Deployment/website-deployment-c8c01ad4",
      "QUOTA-006 Namespace/website",
    ]);
  });

  function objects(): object[] {
    return [...synthesised().values()].flatMap((text) => loadAll(text) as object[]);
  }
});
