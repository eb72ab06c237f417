import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describeLive } from "./support/engines";
import { installPackage } from "./support/installed-package";
import { type Cluster, clusterEngines, startCluster } from "./support/kubernetes";
import { type Finished, freePort } from "./support/process";
import { KubernetesStandIn } from "./support/pulumi-kubernetes-stand-in";
import { attachNodeLanguage } from "./support/pulumi-language-stand-in";
import { MaterialStandIn } from "./support/pulumi-material-stand-in";
import { type Attached, PulumiProject } from "./support/pulumi-project";
import { attach } from "./support/pulumi-stand-in";

/** What a person reads: both streams, without the layout's line breaks. */
const said = ({ stdout, stderr }: Finished): string => `${stdout}\n${stderr}`;

/** A resource of the state. */
interface Known {
  readonly type: string;
  readonly id?: string;
}

const ROOT = resolve(__dirname, "../..");
const GUIDE = readFileSync(join(ROOT, "docs/guides/pulumi.md"), "utf8");
const SETTINGS = { "ashlar:baas": { preset: "dev" }, "ashlar-deploy:secrets": "pulumi" };

// The command line, the engine, the SDK's runner and the program are the real ones. What stands in: the language host,
// which only starts that runner, and the providers.
describeLive([...clusterEngines, "cert-manager-crds", "pulumi"], "`pulumi up` of the program in Pulumi.yaml", () => {
  let cluster: Cluster;
  let kubernetes: KubernetesStandIn;
  const random = new MaterialStandIn("random");
  let attached: Attached;
  let project: PulumiProject;

  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.installCrds("cert-manager-crds");
    kubernetes = await KubernetesStandIn.start(cluster);
    attached = {
      language: await attachNodeLanguage({ KUBECONFIG: cluster.kubeconfig }),
      providers: {
        kubernetes: await attach(kubernetes),
        random: await attach(random),
        tls: await attach(new MaterialStandIn("tls")),
      },
    };
    project = new PulumiProject(attached);
    // From an empty folder, as the guide says: the package, and its Pulumi.yaml.
    await installPackage(project.path("."));
    writeFileSync(project.path("Pulumi.yaml"), blockOf(GUIDE, "main: node_modules/ashlar/"));
    expect(await project.run("stack", "init", "dev")).toMatchObject({ code: 0 });
  });

  afterEach(() => {
    kubernetes.onApply = () => undefined;
  });

  afterAll(async () => {
    project?.remove();
    attached?.language.stop();
    for (const provider of Object.values(attached?.providers ?? {})) provider.stop();
    await cluster?.stop();
  });

  const up = (): Promise<Finished> => project.run("up", "--yes", "--skip-preview");

  describe("refuses before anything is changed", () => {
    test.each([
      ["an environment without a file", {}, "ASH-INPUT-003", "unknown environment dev"],
      [
        "an unknown key beside a wrong value",
        { "ashlar:baas": { preset: "dev", databse: {}, rest: { replicas: "many" } } },
        "ASH-INPUT-002",
        /rest\.replicas[\s\S]*databse|databse[\s\S]*rest\.replicas/,
      ],
      [
        "a wrong setting of the deployment",
        { ...SETTINGS, "ashlar-deploy:protect": "perhaps" },
        "ASH-INPUT-002",
        "protect",
      ],
      [
        "a secret under a misspelt name",
        { ...SETTINGS, "ashlar-secrets:auth-admn": "x" },
        "ASH-INPUT-001",
        "auth-admin",
      ],
      [
        "a kubeconfig that is not there",
        { ...SETTINGS, "kubernetes:kubeconfig": "/nowhere" },
        "ASH-STATE-003",
        "no such file",
      ],
      [
        "a context that is not there",
        { ...SETTINGS, "kubernetes:context": "elsewhere" },
        "ASH-STATE-003",
        "there are: test",
      ],
    ])("%s", async (_title, config, code, words) => {
      project.write("Pulumi.dev.yaml", { config });
      const refused = await up();
      expect(refused.code).not.toBe(0);
      expect(said(refused)).toContain(code);
      expect(said(refused)).toMatch(words);
      // A program's own mistakes have stack traces; a user's have not.
      expect(said(refused)).not.toContain("    at ");
      expect(kubernetes.steps).toEqual([]);
    });

    test("a cluster that does not answer", async () => {
      const port = await freePort();
      const server = `https://127.0.0.1:${port}`;
      const kubeconfig = JSON.stringify({
        clusters: [{ name: "gone", cluster: { server } }],
        contexts: [{ name: "gone", context: { cluster: "gone", user: "nobody" } }],
        users: [{ name: "nobody", user: {} }],
        "current-context": "gone",
      });
      project.write("Pulumi.dev.yaml", { config: { ...SETTINGS, "kubernetes:kubeconfig": kubeconfig } });
      const refused = await up();
      expect(refused.code).not.toBe(0);
      expect(said(refused)).toContain("ASH-STATE-003");
      expect(said(refused)).toContain(server);
      expect(kubernetes.steps).toEqual([]);
    });
  });

  /** Names of everything that a namespace holds, without what the cluster puts into each. */
  const heldBy = async (): Promise<readonly string[]> => {
    const objects = await Promise.all(
      KINDS.map(async ([version, kind]) =>
        (await cluster.client.list(version, kind, "baas-dev")).map((each) => `${kind} ${each.metadata.name}`),
      ),
    );
    return objects
      .flat()
      .filter((name) => name !== "ConfigMap kube-root-ca.crt")
      .sort();
  };

  /** The same, as the state knows it; an object that it knows twice is there twice. */
  const knownToState = async (): Promise<readonly string[]> => {
    const { stdout } = await project.run("stack", "export");
    const { deployment } = JSON.parse(stdout) as { readonly deployment: { readonly resources?: readonly Known[] } };
    const kinds = KINDS.map(([, kind]) => kind as string);
    return (deployment.resources ?? [])
      .map(({ type, id = "" }) => ({ kind: type.split(":").at(-1) ?? "", name: id.split("/").at(-1) ?? "", type }))
      .filter(({ kind, type }) => type.startsWith("kubernetes:") && kinds.includes(kind))
      .map(({ kind, name }) => `${kind} ${name}`)
      .sort();
  };

  const KINDS = [
    ["v1", "ConfigMap"],
    ["v1", "Secret"],
    ["v1", "Service"],
    ["apps/v1", "Deployment"],
    ["apps/v1", "StatefulSet"],
    ["batch/v1", "Job"],
    ["cert-manager.io/v1", "Certificate"],
  ] as const;

  /** Starts an update, and sends it a signal when it applies its fifteenth object. */
  const interruptedBy = async (signal: NodeJS.Signals): Promise<number | string> => {
    let left = 15;
    let send: () => void = () => undefined;
    kubernetes.onApply = () => {
      left -= 1;
      if (left === 0) send();
    };
    const running = await project.start("up", "--yes", "--skip-preview");
    send = () => running.signal(signal);
    const ended = await running.exited(240_000);
    kubernetes.onApply = () => undefined;
    return ended;
  };

  test("an up that SIGINT interrupts is finished by the next one", async () => {
    project.write("Pulumi.dev.yaml", { config: SETTINGS });
    expect(await interruptedBy("SIGINT")).not.toBe(0);
    const before = await heldBy();
    expect(before.length).toBeGreaterThan(3);

    const second = await up();
    expect([second.code, said(second)]).toEqual([0, expect.any(String)]);
    expect((await heldBy()).length).toBeGreaterThan(before.length);
    expect(await heldBy()).toEqual(await knownToState());
  });

  test("the next up changes nothing, and the outputs say where everything is", async () => {
    const again = await up();
    expect(again.stdout).toMatch(/\d+ unchanged/);
    expect(again.stdout).not.toMatch(/\d+ (created|updated|deleted|replaced)/);
    const outputs = JSON.parse((await project.run("stack", "output", "--json")).stdout) as unknown;
    expect(outputs).toMatchObject({
      url: "https://localhost:8443",
      urls: expect.arrayContaining(["https://localhost:8443/rest/v1"]) as unknown,
      endpoints: { "db:sql": { host: "db.baas-dev.svc", port: 5432, mutualTls: true } },
      namespaces: { baas: "baas-dev" },
    });
  });

  test("no secret stands in the state in plain text", () => {
    const state = project.state();
    expect(state).toContain("random:index/randomPassword:RandomPassword");
    expect(random.values.length).toBeGreaterThan(0);
    const told = random.values.filter((value) => state.includes(value) || state.includes(base64(value)));
    expect(told).toEqual([]);
  });

  test("destroy leaves nothing", async () => {
    expect(await project.run("destroy", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    expect(await heldBy()).toEqual([]);
  });

  test("what holds data in prod is protected: the environment's own file says so", async () => {
    copyFileSync(join(ROOT, "Pulumi.prod.yaml"), project.path("Pulumi.prod.yaml"));
    expect(await project.run("stack", "init", "prod", "--no-select")).toMatchObject({ code: 0 });
    const { stdout, stderr } = await project.run("preview", "--stack", "prod", "--json");
    const { steps = [] } = JSON.parse(stdout || `{"stderr": ${JSON.stringify(stderr)}}`) as {
      readonly steps?: readonly { readonly urn: string; readonly newState?: { readonly protect?: boolean } }[];
    };
    const held = steps.filter(({ newState }) => newState?.protect === true).map(({ urn }) => urn.split("::").at(-1));
    expect(held.sort()).toEqual(["baas/Namespace", "baas/db/StatefulSet"]);
  });

  test("an up that is killed is finished by the next one, once its lock is lifted", async () => {
    expect(await interruptedBy("SIGKILL")).toBe("SIGKILL");
    const locked = await up();
    expect(locked.code).not.toBe(0);
    expect(said(locked)).toContain("pulumi cancel");

    expect(await project.run("cancel", "--yes")).toMatchObject({ code: 0 });
    const second = await up();
    expect([second.code, said(second)]).toEqual([0, expect.any(String)]);
    expect(await heldBy()).toEqual(await knownToState());

    const third = await up();
    expect(third.stdout).not.toMatch(/\d+ (created|updated|deleted|replaced)/);
  });
});

/** The YAML block of a document that has some words. */
function blockOf(document: string, words: string): string {
  const blocks = [...document.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);
  const found = blocks.find((text) => text.includes(words));
  if (found === undefined) throw new Error(`no block has ${words}`);
  return found;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
