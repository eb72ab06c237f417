import { edited, type Document, type Edit } from "../fixtures/edit";
import { kubernetesPlatform } from "../fixtures/kubernetes";
import { ServedPack, stoppedBy, tokenOf, UNKNOWN, type Answer } from "./served-pack";

const pod = "Deployment/web.spec.template.spec";
const web = `${pod}.containers[web]`;
const objectsAfter = (edits: readonly Edit[]): readonly Document[] =>
  Object.values(edited(kubernetesPlatform(), edits));
const webAfter = (...edits: Edit[]): readonly Document[] => [
  edited(kubernetesPlatform(), edits)["Deployment/web"] ?? {},
];

const advised = (answers: readonly Answer[], policy: string): readonly string[] =>
  answers.filter((answer) => answer.policy === policy && answer.level === "advisory").map(({ message }) => message);

describe("in a preview, a value that is not known yet", () => {
  const pack = ServedPack.of("baseline");

  it("hides nothing that is broken elsewhere in its object", async () => {
    const answers = await pack.ofEach(
      webAfter([`${web}.image`, UNKNOWN], [`${web}.securityContext.privileged`, true], [`${pod}.hostPID`, true]),
    );
    expect(stoppedBy(answers)).toEqual(["base-003", "base-007"]);
  });

  it("stops nobody by itself, and is told by its field", async () => {
    const answers = await pack.ofEach(webAfter([`${web}.image`, UNKNOWN]));
    expect(stoppedBy(answers)).toEqual([]);
    expect(advised(answers, "baseline-objects").join()).toContain(
      "acme/Deployment/web: cannot be judged by spec.template.spec.containers[web].image",
    );
    expect(advised(answers, "base-009").join()).toContain("unless a value that is not known yet says otherwise");
  });

  it.each([
    ["a security context", [`${web}.securityContext`, UNKNOWN]],
    ["a pod's security context", [`${pod}.securityContext`, UNKNOWN]],
    ["the resources", [`${web}.resources`, UNKNOWN]],
    ["the containers", [`${pod}.containers`, UNKNOWN]],
    ["the pod", [pod, UNKNOWN]],
    ["the whole of the specification", ["Deployment/web.spec", UNKNOWN]],
    ["the metadata", ["Deployment/web.metadata", UNKNOWN]],
  ] as const)("is no violation when it is %s, as it may turn out right", async (_, edit) => {
    for (const name of ["baseline", "quotas", "mtls"] as const) {
      const answers = await ServedPack.of(name).ofEach(webAfter(edit));
      expect(stoppedBy(answers)).toEqual([]);
      expect(advised(answers, `${name}-objects`)).toHaveLength(1);
    }
  });

  it("does not make a namespace the default one, nor hide what is wrong in it", async () => {
    const answers = await pack.ofEach(
      webAfter(["Deployment/web.metadata.namespace", UNKNOWN], [`${web}.securityContext.privileged`, true]),
    );
    expect(stoppedBy(answers)).toEqual(["base-003"]);
    expect(answers.map(({ policy }) => policy)).not.toContain("base-032");
  });

  it("is nobody's business where no rule looks", async () => {
    const answers = await pack.judge(
      objectsAfter([
        ["Deployment/web.spec.template.metadata.annotations", { "checksum/secrets": UNKNOWN }],
        ["Deployment/web.metadata.uid", UNKNOWN],
        ["Deployment/web.status", UNKNOWN],
        ["Service/rest.spec.clusterIP", UNKNOWN],
      ]),
    );
    expect(answers.filter(({ message }) => message.includes("cannot be judged"))).toEqual([]);
  });

  it("in a server's configuration leaves open who may connect to it, and to no other one", async () => {
    const edits: readonly Edit[] = [["ConfigMap/db-config.data['pg_hba.conf']", UNKNOWN]];
    const plain: Edit = [
      "Deployment/rest.spec.template.spec.containers[postgrest].env[PGRST_SERVER_HOST].value",
      "0.0.0.0",
    ];
    const mtls = ServedPack.of("mtls");
    const answers = await mtls.ofAll(objectsAfter(edits));
    expect(stoppedBy(answers)).toEqual([]);
    expect(advised(answers, "mtls-platform").join()).toContain("acme/ConfigMap/db-config");
    const opened = await mtls.ofAll(objectsAfter([...edits, plain, ["NetworkPolicy/rest.spec.ingress", [{}]]]));
    expect(stoppedBy(opened)).toEqual(["mtls-003"]);
  });

  it("in one workload's amounts cannot hide that the others are too much already", async () => {
    const unknown: Edit = [`${web}.resources.limits.cpu`, UNKNOWN];
    const quotas = ServedPack.of("quotas");
    expect(stoppedBy(await quotas.ofAll(objectsAfter([unknown])))).toEqual([]);
    const small: Edit = ["ResourceQuota/budget.spec.hard['limits.cpu']", "100m"];
    expect(stoppedBy(await quotas.ofAll(objectsAfter([unknown, small])))).toEqual(["quota-001"]);
  });
});

describe("what a pack does not see", () => {
  it("is not applicable: other providers' resources, and components whose objects are resources themselves", async () => {
    const others = [
      "aws:s3/bucket:Bucket",
      "pulumi:pulumi:Stack",
      "kubernetes:yaml/v2:ConfigGroup",
      "kubernetes:helm.sh/v4:Chart",
    ];
    for (const type of others) {
      const object = { apiVersion: "v1", kind: "Any", metadata: { name: "x" }, __type: type };
      expect(await ServedPack.of("baseline").judge([object])).toEqual([]);
    }
  });

  it.each([
    ["a Helm release", "kubernetes:helm.sh/v3:Release", /Helm release/],
    ["a patch", "kubernetes:apps/v1:DeploymentPatch", /DeploymentPatch/],
  ])("is told: %s", async (_, type, message) => {
    const object = { apiVersion: "v1", kind: "Any", metadata: { name: "x" }, __type: type };
    const answers = await ServedPack.of("baseline").ofEach([object]);
    expect(answers.map(({ level }) => level)).toEqual(["advisory"]);
    expect(answers[0]?.message).toMatch(message);
  });

  it("are the values of secrets: neither text nor shape of them is in any message", async () => {
    const value = "hunter2-hunter2-hunter2";
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s", namespace: "acme" },
      stringData: { password: value, [value]: UNKNOWN },
      data: UNKNOWN,
    };
    const planted = objectsAfter([
      [
        `${web}.env`,
        [
          { name: "DB_PASSWORD", value },
          { name: "URL", value: `postgres://u:${value}@db/app` },
        ],
      ],
      [`${web}.args`, [`--api-key=${value}`, `--token`, value]],
      ["ConfigMap/db-config.data['app.properties']", `db.password=${value}\n`],
      [`${web}.securityContext.privileged`, true],
    ]);
    for (const name of ["baseline", "quotas", "mtls"] as const) {
      const answers = await ServedPack.of(name).judge([...planted, secret]);
      expect(JSON.stringify(answers)).not.toContain(value);
    }
    const stopped = stoppedBy(await ServedPack.of("baseline").judge([...planted, secret]));
    expect(stopped).toEqual(expect.arrayContaining(["base-003", "base-012"]));
  });
});

describe("an object of the engine", () => {
  it("is known by its token even when its properties do not say what it is", async () => {
    const [object = {}] = webAfter([`${web}.securityContext.privileged`, true]);
    const { apiVersion: _, kind: __, ...bare } = object;
    const answers = await ServedPack.of("baseline").ofEach([{ ...bare, __type: tokenOf(object) }]);
    expect(stoppedBy(answers)).toEqual(["base-003"]);
  });

  it("is named by its address when all are judged together", async () => {
    const small: Edit = ["ResourceQuota/budget.spec.hard['limits.cpu']", "100m"];
    const [answer] = await ServedPack.of("quotas").ofAll(objectsAfter([small]));
    expect(answer?.urn).toBe("urn:pulumi:dev::acme::kubernetes:core/v1:ResourceQuota::budget");
  });
});
