import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { baas } from "../../../stacks/baas/baas";
import { loadConfig } from "../../../stacks/config/load-config";
import { settingsOf } from "../../../stacks/config/setting";
import { PRESETS } from "../../../stacks/config/stack";
import { writeText } from "../../../stacks/config/text-value";
import { temporaryFolders } from "../../constructs/state/temporary-folder";

const folder = temporaryFolders();

/** Where users reach staging and prod, nobody can guess. */
const PUBLIC = "publicUrl=https://acme.example";

const build = (environment: string, ...given: string[]) => {
  const settings = environment === "dev" ? given : [PUBLIC, ...given];
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
  it.each(PRESETS)("renders to both targets from the environment's name and its public url: %s", (environment) => {
    const platform = build(environment);
    const compose = renderCompose(platform);
    const kubernetes = renderKubernetes(platform);
    expect(Object.keys(compose.file.services)).toEqual(expect.arrayContaining(["auth", "db", "gateway", "rest"]));
    const objects = kubernetes.objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(objects).toEqual(
      expect.arrayContaining([
        ...["StatefulSet/db", "Deployment/auth", "Deployment/gateway", "Deployment/rest"],
        `Namespace/baas-${environment}`,
      ]),
    );
  });

  it("has two servers of its API in staging and prod, and one in dev", () => {
    const replicas = PRESETS.map((environment) => {
      const { objects } = renderKubernetes(build(environment));
      const deployment = objects.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === "rest");
      return (deployment as unknown as { spec: { replicas: number } }).spec.replicas;
    });
    expect(replicas).toEqual([1, 2, 2]);
  });

  it("has two gateways in prod on Kubernetes, and one behind the one address of a Docker host, with nothing lost", () => {
    const replicasOf = (...given: string[]) => {
      const { objects } = renderKubernetes(build("prod", ...given));
      const deployment = objects.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === "gateway");
      return (deployment as unknown as { spec: { replicas: number } }).spec.replicas;
    };
    expect(build("prod").spec.allowLoss).toEqual([]);
    expect(replicasOf()).toBe(2);
    expect(replicasOf('gateway.replicas={"compose":1,"kubernetes":3}')).toBe(3);
    expect(replicasOf('gateway.replicas={"kubernetes":3}')).toBe(3);
    const { notes } = renderCompose(build("prod"));
    expect(notes.filter(({ message }) => message.includes("exposure.replicas"))).toEqual([]);
  });

  it("asks its user before it loses replicas that the user asked for", () => {
    expect(() => renderCompose(build("prod", "gateway.replicas=2"))).toThrow(/ASH-TARGET-002.*exposure\.replicas/);
    const accepted = renderCompose(build("prod", "gateway.replicas=2", "allowLoss=exposure.replicas"));
    expect(accepted.notes.map(({ message }) => message)).toContainEqual(expect.stringContaining("exposure.replicas"));
  });

  it.each<[environment: string, given: readonly string[], codes: readonly string[]]>([
    ["prod", [], ["ASH-BAAS-001 baas/gateway:publicTls"]],
    ["prod", ['gateway.publicTls={"kind":"given"}'], []],
    [
      "prod",
      ['gateway.publicTls={"kind":"given"}', 'auth.realm.clients={"web":{"redirectUris":["/*"]}}'],
      ["ASH-KC-005 baas/auth:realm.clients.web"],
    ],
    ["prod", ["preset=staging"], []],
    ["staging", ["preset=prod"], ["ASH-BAAS-001 baas/gateway:publicTls"]],
    ["dev", [], []],
  ])("advises whoever takes %s with %j", (environment, given, codes) => {
    const { notes } = renderKubernetes(build(environment, ...given));
    const advice = notes.filter(({ code }) => /^ASH-(?:BAAS|KC)-/.test(code));
    expect(advice.map(({ code, path }) => `${code} ${path}`).sort()).toEqual(codes);
    expect(advice.every(({ severity }) => severity === "warning")).toBe(true);
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
        "auth.path=/login",
        'auth.realm.roles={"editor":{}}',
        'auth.realm.clients={"app":{"redirectUris":["/app/*"]}}',
        "auth.realm.tokens.access=10m",
        ...[
          "auth.smtp.host=smtp.acme.example",
          "auth.smtp.from=noreply@acme.example",
          "auth.smtp.cidrs=203.0.113.7/32",
        ],
        'auth.identityProviders={"staff":{"displayName":"Staff","issuer":"https://id.example","authorizationUrl":"https://id.example/a","tokenUrl":"https://id.example/t","jwksUrl":"https://id.example/j","clientId":"baas","cidrs":["203.0.113.8/32"]}}',
        'gateway.consumers={"mobile":{"groups":["anon"]}}',
        "gateway.restPath=/api",
        "gateway.restRateLimit=42",
        "gateway.resources.memory=444Mi",
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
      '"value":"/login"',
      "role editor ",
      "role-editor.json",
      "client-app.json",
      '\\"accessTokenLifespan\\": 600',
      '"cidr":"203.0.113.7/32"',
      '"cidr":"203.0.113.8/32"',
      "idp staff ",
      'username: \\"mobile\\"',
      "/api/",
      "minute: 42",
      '"444Mi"',
    ]) {
      expect(text).toContain(trace);
    }
  });

  it("asks for the secrets of servers outside, and for nothing else", () => {
    const smtp = ["auth.smtp.host=smtp.acme.example", "auth.smtp.from=noreply@acme.example", "auth.smtp.user=mailer"];
    const given = renderCompose(build("dev", ...smtp)).material.secrets.filter(({ recipe }) => recipe.kind === "given");
    expect(given.map(({ name }) => name)).toEqual(["smtp-password"]);
  });

  it("hands its API tokens that are meant for it, with the roles of its database", () => {
    const artifact = renderCompose(build("dev"));
    const text = [...artifact.files.map((file) => file.text), JSON.stringify(artifact.material.files)].join("\n");
    for (const role of ["authenticated", "service_role"]) expect(text).toMatch(new RegExp(`claim.value\\W+${role}`));
    expect(text).toMatch(/included\.custom\.audience\W+baas/);
  });

  it("needs a public url in staging and prod", () => {
    for (const environment of ["staging", "prod"] as const) {
      const { value } = loadConfig(baas, {
        ...{
          environment,
          settings: [],
          variables: {},
          folder: folder(),
          environmentFolder: folder(),
          stacks: ["baas"],
        },
      });
      expect(() => baas.build(environment, value).seal()).toThrow("ASH-GATE-002");
    }
  });

  it("declares the platform's own settings", () => {
    const { spec } = build(
      "prod",
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
      typeof tree === "object" && tree !== null && !Array.isArray(tree) && !known.has(path.join("."))
        ? Object.entries(tree).flatMap(([key, inner]) => leaves(inner, [...path, key]))
        : [path.join(".")];
    const set = PRESETS.flatMap((preset) => leaves(baas.presets[preset], []));
    expect(set.filter((path) => !known.has(path))).toEqual([]);
  });

  it("can be set to its own defaults, setting by setting", () => {
    const settings = settingsOf(baas.name, baas.schema).filter(
      // An issuer that exists has a name, a mail relay a host, or they are none.
      ({ path, fallback }) => fallback !== undefined && !/^(?:cluster\.issuer|auth\.smtp)\./.test(path.join(".")),
    );
    expect(settings.length).toBeGreaterThan(15);
    const texts = settings.map(({ path, fallback }) => `${path.join(".")}=${writeText(fallback)}`);
    const plain = renderKubernetes(build("prod")).files;
    // What the preset sets is no default of the schema's.
    const set = texts.filter((text) => !/=$|^database\.audit=|^(?:rest|gateway)\.replicas=|^allowLoss=/.test(text));
    expect(renderKubernetes(build("prod", ...set)).files).toEqual(plain);
  });
});
