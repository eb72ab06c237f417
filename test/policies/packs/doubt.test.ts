import { knownPart } from "../../../policies/packs/known";
import type { PackName } from "../../../policies/packs/pack";
import { edited, plus, type Document, type Edit } from "../fixtures/edit";
import { kubernetesPlatform } from "../fixtures/kubernetes";
import { baasObjects, BREACHES, broken } from "./breaches";
import { ServedPack, stoppedBy, UNKNOWN } from "./served-pack";

const HERE = "baas-prod";

function object(
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string | undefined,
  rest: Document,
): Document {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, ...rest };
}

const elsewhere = object("v1", "Namespace", "other", undefined, {});
elsewhere["metadata"] = { name: "other", labels: { team: UNKNOWN } };

/** What a stack may leave open, and what decides about no breach. */
const UNRELATED: readonly Document[] = [
  elsewhere,
  object("v1", "Service", "warehouse", HERE, { spec: { type: "ExternalName", externalName: UNKNOWN } }),
  object("policy/v1", "PodDisruptionBudget", "any", HERE, {
    spec: { minAvailable: UNKNOWN, selector: { matchLabels: { z: "y" } } },
  }),
  object("v1", "ServiceAccount", "nobody", HERE, { automountServiceAccountToken: UNKNOWN }),
  object("v1", "ConfigMap", "unread", HERE, { data: { text: UNKNOWN } }),
  object("v1", "ConfigMap", "db-config", "other", { data: UNKNOWN }),
  object("v1", "ResourceQuota", "budget", "other", { spec: { hard: UNKNOWN } }),
  object("rbac.authorization.k8s.io/v1", "Role", "reader", HERE, {
    rules: [{ apiGroups: [""], resources: ["configmaps"], resourceNames: [UNKNOWN], verbs: ["get"] }],
  }),
  object("networking.k8s.io/v1", "NetworkPolicy", "other", "other", {
    spec: { podSelector: {}, policyTypes: UNKNOWN, ingress: [{ from: UNKNOWN }] },
  }),
  object("networking.k8s.io/v1", "NetworkPolicy", "nobody", HERE, {
    spec: { podSelector: { matchLabels: { z: "y" } }, policyTypes: ["Ingress"], ingress: [{ from: UNKNOWN }] },
  }),
];

/** The same within the stack's own workloads. */
const OPEN: readonly Edit[] = [
  ["Deployment/auth.metadata.labels", (labels: unknown) => ({ ...(labels as Document), team: UNKNOWN })],
  [
    "StatefulSet/db.spec.template.spec.containers[postgres].env",
    plus({ name: "REPLICATION_PASSWORD", value: UNKNOWN }),
  ],
];

const good = baasObjects("prod");

describe.each(["quotas", "mtls", "baseline"] as const)(
  "beside values that nobody knows yet, the pack %s",
  (name: PackName) => {
    const pack = ServedPack.of(name);

    it("stops nothing of what is right", async () => {
      expect(stoppedBy(await pack.ofAll([...Object.values(edited(good, OPEN)), ...UNRELATED]))).toEqual([]);
    });

    it.each(BREACHES[name].map((breach) => [breach.what, breach] as const))("stops %s", async (_, breach) => {
      const answers = await pack.judge([...broken(edited(good, OPEN), breach), ...UNRELATED]);
      expect(stoppedBy(answers)).toEqual([breach.policy]);
    });
  },
);

/** The small platform after edits, as one pack judges it whole. */
async function stops(name: PackName, edits: readonly Edit[], ...more: readonly Document[]): Promise<readonly string[]> {
  return stoppedBy(await ServedPack.of(name).judge([...Object.values(edited(kubernetesPlatform(), edits)), ...more]));
}

const rest = "Deployment/rest.spec.template.spec";
const web = "Deployment/web.spec.template.spec";
const PLAIN: readonly Edit[] = [
  [`${rest}.containers[postgrest].env[PGRST_SERVER_HOST].value`, "0.0.0.0"],
  ["NetworkPolicy/rest.spec.ingress", [{}]],
];
const team = { namespaceSelector: { matchLabels: { team: "a" } } };
const namespace = (labels: Document): Document => ({
  ...elsewhere,
  metadata: { name: "other", labels },
});

describe("what an unknown value decides is not stopped", () => {
  it("an account that may say that its token is not mounted, unless the pod says that it is", async () => {
    const account = object("v1", "ServiceAccount", "web", "acme", { automountServiceAccountToken: UNKNOWN });
    const named: readonly Edit[] = [
      [`${web}.automountServiceAccountToken`, undefined],
      [`${web}.serviceAccountName`, "web"],
    ];
    expect(await stops("baseline", named)).toEqual(["base-011"]);
    expect(await stops("baseline", named, account)).toEqual([]);
    expect(
      await stops("baseline", [[`${web}.automountServiceAccountToken`, true], ...named.slice(1)], account),
    ).toEqual(["base-011"]);
  });

  it.each(["Deployment/web.spec", "Deployment/web.spec.template", web])("a pod, where %s is open", async (path) => {
    expect(await stops("baseline", [[path, UNKNOWN]])).toEqual([]);
  });

  it("a policy that may close a network, and none of pods that it does not choose", async () => {
    const policy = (podSelector: unknown): Document =>
      object("networking.k8s.io/v1", "NetworkPolicy", "more", "acme", { spec: { podSelector, policyTypes: UNKNOWN } });
    const bare: readonly Edit[] = Object.entries(kubernetesPlatform())
      .filter(([, { kind }]) => kind === "NetworkPolicy")
      .map(([key]) => [key, undefined]);
    expect(await stops("baseline", bare)).toEqual(["base-014"]);
    expect(await stops("baseline", bare, policy({}))).toEqual([]);
    expect(await stops("baseline", bare, policy(UNKNOWN))).toEqual([]);
    expect(await stops("baseline", bare, policy({ matchLabels: { z: "y" } }))).toEqual(["base-014"]);
  });

  it("a plain port that an unknown rule opens; one that a known rule opens is stopped", async () => {
    expect(await stops("mtls", PLAIN)).toEqual(["mtls-003"]);
    const opened = (ingress: unknown): readonly Edit[] => [
      ...PLAIN.slice(0, 1),
      ["NetworkPolicy/rest.spec.ingress", ingress],
    ];
    expect(await stops("mtls", opened([{ from: UNKNOWN }]))).toEqual([]);
    expect(await stops("mtls", opened([{ from: UNKNOWN }, {}]))).toEqual(["mtls-003"]);
    expect(
      await stops("mtls", [
        ...opened([{ ports: [{ port: 3000 }] }]),
        [`${rest}.containers[postgrest].env[PGRST_SERVER_HOST].value`, UNKNOWN],
      ]),
    ).toEqual([]);
  });

  it("a caller by the label of a namespace, where a policy asks for that label", async () => {
    const byTeam: readonly Edit[] = [...PLAIN.slice(0, 1), ["NetworkPolicy/rest.spec.ingress", [{ from: [team] }]]];
    expect(await stops("mtls", byTeam, namespace({ team: UNKNOWN }))).toEqual([]);
    expect(await stops("mtls", byTeam, namespace({ team: "a", cost: UNKNOWN }))).toEqual(["mtls-003"]);
    expect(await stops("mtls", PLAIN, namespace({ team: UNKNOWN }))).toEqual(["mtls-003"]);
  });

  it("a sum that is too much by what is open; one that is too much without it is stopped", async () => {
    const budget = (cpu: string): Edit => ["ResourceQuota/budget.spec.hard['limits.cpu']", cpu];
    const open: Edit = [`${web}.containers[web].resources`, UNKNOWN];
    expect(await stops("quotas", [budget("100m"), open])).toEqual(["quota-001"]);
    expect(await stops("quotas", [budget("100m"), ["Deployment/web.spec.replicas", UNKNOWN]])).toEqual(["quota-001"]);
    expect(await stops("quotas", [budget("100m"), ["ResourceQuota/budget.spec.scopes", UNKNOWN]])).toEqual([]);
    const all = ["Deployment/web", "Deployment/rest", "StatefulSet/db"].map((key): Edit => [`${key}.spec`, UNKNOWN]);
    expect(await stops("quotas", [["ResourceQuota/budget.spec.hard.pods", "1"]])).toEqual(["quota-004"]);
    expect(await stops("quotas", [["ResourceQuota/budget.spec.hard.pods", "1"], ...all])).toEqual([]);
  });
});

describe("what is broken whatever an unknown value will be", () => {
  it("is stopped: a port of every node without its number", async () => {
    const edits: readonly Edit[] = [
      ["Service/rest.spec.type", "NodePort"],
      [
        "Service/rest.spec.ports",
        (ports: unknown) => (ports as Document[]).map((port) => ({ ...port, nodePort: UNKNOWN })),
      ],
    ];
    expect(await stops("baseline", edits)).toEqual(["base-015"]);
  });
});

describe("a secret", () => {
  const MARK = "4dabf18193072939515e22adb298388d";
  const secret = { [MARK]: "1b47061264138c4ac30d75fd1eb44270" };

  it("that the engine hands over is known; one that it keeps is not", () => {
    expect(knownPart({ a: { ...secret, value: { b: 1 } } })).toEqual({ value: { a: { b: 1 } }, unknown: [] });
    expect(knownPart({ a: { ...secret, ciphertext: "x" }, c: "[secret]" })).toEqual({
      value: {},
      unknown: [["a"], ["c"]],
    });
  });

  it("hides no broken rule", async () => {
    expect(await stops("baseline", [[`${web}.hostPID`, { ...secret, value: true }]])).toEqual(["base-007"]);
  });
});
