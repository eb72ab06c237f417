import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { baas } from "../../../stacks/baas/baas";
import { loadConfig } from "../../../stacks/config/load-config";
import { settingsOf } from "../../../stacks/config/setting";
import { PRESETS } from "../../../stacks/config/stack";
import { writeText } from "../../../stacks/config/text-value";
import { temporaryFolders } from "../../constructs/state/temporary-folder";

const folder = temporaryFolders();

const build = (environment: string, ...settings: string[]) => {
  const root = folder();
  const { value } = loadConfig(baas, {
    environment,
    settings,
    variables: {},
    folder: root,
    environmentFolder: root,
    stacks: ["baas"],
  });
  return baas.build(environment, value);
};

describe("the stack baas", () => {
  it.each(PRESETS)("renders to both targets from nothing but the environment's name: %s", (environment) => {
    const platform = build(environment);
    const compose = renderCompose(platform);
    const kubernetes = renderKubernetes(platform);
    expect(Object.keys(compose.file.services)).toEqual(expect.arrayContaining(["db", "rest"]));
    const objects = kubernetes.objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(objects).toEqual(
      expect.arrayContaining(["StatefulSet/db", "Deployment/rest", `Namespace/baas-${environment}`]),
    );
  });

  it("has two servers of its API in staging and prod, and one in dev", () => {
    const replicas = PRESETS.map((environment) => {
      const deployment = renderKubernetes(build(environment)).objects.find(({ kind }) => kind === "Deployment");
      return (deployment as unknown as { spec: { replicas: number } }).spec.replicas;
    });
    expect(replicas).toEqual([1, 2, 2]);
  });

  it("can be called otherwise, and its tokens' audience follows", () => {
    const { objects } = renderKubernetes(build("dev", "name=forge"));
    expect(objects.map(({ metadata }) => metadata.namespace ?? metadata.name)).toContain("forge-dev");
    expect(JSON.stringify(objects)).toContain('{"name":"PGRST_JWT_AUD","value":"forge"}');
  });

  it("hands every setting of the database and the API to its component", () => {
    const { objects } = renderKubernetes(
      build(
        "dev",
        "database.version=18",
        "database.storage=7Gi",
        "database.storageClass=fast",
        "database.extensions=vector",
        "database.audit=true",
        'database.settings={"log_min_duration_statement":"1s"}',
        "rest.schemas=shop,public",
        "rest.maxRows=77",
        "rest.resources.memory=300Mi",
        "issuer.algorithm=RS256",
      ),
    );
    const text = JSON.stringify(objects);
    for (const trace of [
      "postgresql:18",
      '"storage":"7Gi"',
      '"storageClassName":"fast"',
      "vector",
      "pgaudit.log",
      "log_min_duration_statement = '1s'",
      '"value":"shop,public"',
      '"value":"77"',
      '"300Mi"',
    ]) {
      expect(text).toContain(trace);
    }
  });

  it("declares the platform's own settings", () => {
    const { spec } = build(
      "prod",
      "publicUrl=https://acme.example",
      "trustDomain=acme.internal",
      "budget.cpu=40",
      "registryMirror=mirror.acme.example",
      "cluster.storageClass=fast",
      "compose.bindAddress=10.0.0.1",
      "pki=local",
      "allowLoss=container.probes.http",
    );
    expect(spec).toMatchObject({
      environment: "prod",
      publicUrl: "https://acme.example",
      trustDomain: "acme.internal",
      registryMirror: "mirror.acme.example",
      cluster: { storageClass: "fast" },
      compose: { bindAddress: "10.0.0.1" },
      pki: "local",
      allowLoss: ["container.probes.http"],
    });
    expect(spec.budget?.cpu.toString()).toBe("40");
  });

  it("has a preset for nothing that is no setting", () => {
    const known = new Set(settingsOf(baas.name, baas.schema).map(({ path }) => path.join(".")));
    const leaves = (tree: unknown, path: readonly string[]): readonly string[] =>
      typeof tree === "object" && tree !== null
        ? Object.entries(tree).flatMap(([key, inner]) => leaves(inner, [...path, key]))
        : [path.join(".")];
    const set = PRESETS.flatMap((preset) => leaves(baas.presets[preset], []));
    expect(set.filter((path) => !known.has(path))).toEqual([]);
  });

  it("can be set to its own defaults, setting by setting", () => {
    const settings = settingsOf(baas.name, baas.schema).filter(
      // An issuer that exists has a name, or it is none.
      ({ path, fallback }) => fallback !== undefined && !path.join(".").startsWith("cluster.issuer."),
    );
    expect(settings.length).toBeGreaterThan(15);
    const texts = settings.map(({ path, fallback }) => `${path.join(".")}=${writeText(fallback)}`);
    const plain = renderKubernetes(build("prod")).files;
    // What the preset sets is no default of the schema's.
    const set = texts.filter((text) => !/=$|^database\.audit=|^rest\.replicas=/.test(text));
    expect(renderKubernetes(build("prod", ...set)).files).toEqual(plain);
  });
});
