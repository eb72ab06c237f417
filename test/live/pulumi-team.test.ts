import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describeLive } from "./support/engines";
import { type Cluster, clusterEngines, startCluster } from "./support/kubernetes";
import type { KubernetesObject } from "./support/kubernetes-client";
import { launcherFolder, ROOT } from "./support/packs-engine";
import { execute, type Finished } from "./support/process";
import { KubernetesStandIn } from "./support/pulumi-kubernetes-stand-in";
import { attachNodeLanguage } from "./support/pulumi-language-stand-in";
import { MaterialStandIn } from "./support/pulumi-material-stand-in";
import { type Attached, PulumiProject } from "./support/pulumi-project";
import { attach } from "./support/pulumi-stand-in";
import { installTeamExample } from "./support/team-repository";
import { scriptOf, workflowIn } from "./support/workflow";

// The command line, the engine, the SDK's runner with its TypeScript loader, and the packed package are the real ones.
describeLive([...clusterEngines, "cert-manager-crds", "pulumi"], "examples/team-pulumi", () => {
  let cluster: Cluster;
  let kubernetes: KubernetesStandIn;
  const random = new MaterialStandIn("random");
  let attached: Attached;
  let project: PulumiProject;
  let launcher: ReturnType<typeof launcherFolder>;
  /** Of the program. */
  const variables: Record<string, string> = {};

  beforeAll(async () => {
    launcher = launcherFolder();
    cluster = await startCluster();
    await cluster.installCrds("cert-manager-crds");
    variables["KUBECONFIG"] = cluster.kubeconfig;
    kubernetes = await KubernetesStandIn.start(cluster);
    attached = {
      language: await attachNodeLanguage(variables),
      providers: {
        kubernetes: await attach(kubernetes),
        random: await attach(random),
        tls: await attach(new MaterialStandIn("tls")),
      },
    };
    project = new PulumiProject(attached);
    await installTeamExample(project.path("."));
    expect(await project.run("stack", "init", "prod")).toMatchObject({ code: 0 });
  });

  beforeEach(() => {
    kubernetes.steps.length = 0;
  });

  afterAll(async () => {
    project?.remove();
    launcher?.remove();
    attached?.language.stop();
    for (const provider of Object.values(attached?.providers ?? {})) provider.stop();
    await cluster?.stop();
  });

  const ended = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr }: Finished = await project.run(...args);
    expect({ code, said: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, said: "" });
    return stdout;
  };

  test("a preview shows the platform's objects and the team's, and changes nothing", async () => {
    const { steps } = JSON.parse(await ended("preview", "--json")) as {
      readonly steps: readonly { readonly op: string; readonly urn: string }[];
    };
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["create"]));
    expect(steps.map(({ urn }) => urn.split("::").slice(2).join(" "))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/Component\$kubernetes:apps\/v1:StatefulSet acme\/db\/StatefulSet$/),
        "acme:index:Exporter$kubernetes:apps/v1:Deployment exporter",
      ]),
    );
    expect(new Set(kubernetes.steps.map(({ verb }) => verb))).toEqual(new Set(["dry-run"]));
    // Its types have been checked now, which takes most of the time of a run: once is enough.
    variables["PULUMI_NODEJS_TRANSPILE_ONLY"] = "true";
  });

  test("an up makes both, as examples/ci runs it under the packs, the team's workload after what it asks", async () => {
    const up = scriptOf(workflowIn(join(ROOT, "examples/ci/github/deploy.yml")), "Up");
    const { environment } = project;
    const { code, stdout, stderr } = await execute("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", up], {
      cwd: project.path("."),
      env: {
        ...environment,
        PATH: [launcher.path, environment["PATH"]].join(delimiter),
        RUNNER_TEMP: launcher.path,
        KUBECONFIG_TEXT: readFileSync(cluster.kubeconfig, "utf8"),
      },
    });
    expect({ code, said: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, said: "" });
    expect(stdout).toContain("ashlar-baseline@");
    const at = (verb: string, name: string): number =>
      kubernetes.steps.findLastIndex((step) => step.verb === verb && step.name === name);
    for (const before of ["acme/rest/Deployment", "acme/gateway/Deployment"]) {
      expect(at("ready", before)).toBeGreaterThanOrEqual(0);
      expect(at("apply", "exporter")).toBeGreaterThan(at("ready", before));
    }
  });

  test("the team's objects have what the platform put out: its url, and the key that Pulumi made", async () => {
    const live = async (kind: string, name: string, namespace = "exporter"): Promise<KubernetesObject | undefined> =>
      cluster.client.get("v1", kind, name, namespace);
    expect(await live("ConfigMap", "exporter")).toMatchObject({
      data: { API: "https://api.acme.example/rest/v1" },
    });
    const made = await live("Secret", "gateway-key-exporter", "acme-prod");
    const { value = "" } = (made?.["data"] ?? {}) as { readonly value?: string };
    expect(value).toMatch(/.{20}/);
    expect(await live("Secret", "exporter")).toMatchObject({ data: { key: value } });
    const state = project.state();
    expect([...random.values, value].filter((each) => state.includes(each))).toEqual([]);
  });

  test("a second up changes nothing, and the outputs say where everything is", async () => {
    const said = await ended("up", "--yes", "--skip-preview");
    expect(said).toMatch(/\d+ unchanged/);
    expect(said).not.toMatch(/\d+ (created|updated|deleted|replaced)/);
    expect(kubernetes.steps).toEqual([]);
    expect(JSON.parse(await ended("stack", "output", "--json"))).toMatchObject({
      url: "https://api.acme.example",
      endpoints: { "db:sql": { host: "db.acme-prod.svc", port: 5432, mutualTls: true } },
    });
  });
});
