import { kubernetesFacts } from "../../../policies/facts/kubernetes";
import { factsAfter } from "../rules/judge";

type Part = Record<string, unknown>;
const pod = (spec: Part, labels: Part = {}): Part => ({ template: { metadata: { labels }, spec } });
const object = (apiVersion: string, kind: string, name: string, spec: Part, namespace = "n"): Part => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  spec,
});
const app = (name: string, port: number, namespace = "n") =>
  object(
    "apps/v1",
    "Deployment",
    name,
    pod({ containers: [{ name, ports: [{ name: "web", containerPort: port }] }] }, { app: name }),
    namespace,
  );
const policy = (name: string, spec: Part, namespace = "n") =>
  object("networking.k8s.io/v1", "NetworkPolicy", name, spec, namespace);
const select = (app: string) => ({ podSelector: { matchLabels: { app } } });
const edges = (...objects: Part[]) =>
  kubernetesFacts(objects).edges.map(({ from, server, port }) => `${from} → ${server.ref.name}:${port}`);

describe("workloads of Kubernetes", () => {
  it("are all kinds that make pods, in lists too; other groups' kinds of the same name are not", () => {
    const spec = pod({ containers: [{ name: "c" }] });
    const facts = kubernetesFacts([
      {
        kind: "List",
        items: [
          object("apps/v1", "DaemonSet", "a", spec),
          { kind: "List", items: [object("batch/v1", "Job", "b", spec)] },
        ],
      },
      object("batch/v1", "CronJob", "c", { jobTemplate: { spec } }),
      object("v1", "Pod", "d", { containers: [{ name: "c" }] }),
      object("v1", "Pod", "e", { containers: [], restartPolicy: "Never" }),
      object("batch.volcano.sh/v1alpha1", "Job", "f", spec),
      {
        apiVersion: "apps/v1",
        kind: "ReplicaSet",
        metadata: { name: "g", namespace: "n", ownerReferences: [{ kind: "Deployment", name: "x" }] },
        spec,
      },
      { apiVersion: "v1", kind: "Thing" },
    ]);
    expect(facts.workloads.map(({ ref, kind }) => `${ref.kind}/${ref.name} ${kind}`)).toEqual([
      "CronJob/c cron",
      "DaemonSet/a daemon",
      "Job/b job",
      "Pod/d service",
      "Pod/e job",
    ]);
  });

  it.each([
    ["a quarter more while they roll out, rounded up", { replicas: 5 }, 5, 2],
    ["as many more as they say", { replicas: 4, strategy: { rollingUpdate: { maxSurge: 3 } } }, 4, 3],
    ["parts more", { replicas: 4, strategy: { rollingUpdate: { maxSurge: "50%" } } }, 4, 2],
    ["none more when old ones go first", { replicas: 4, strategy: { type: "Recreate" } }, 4, 0],
    ["one and one more when nothing is said", {}, 1, 1],
    ["none at all", { replicas: 0 }, 0, 0],
  ])("of a deployment are %s", (_, spec, replicas, surge) => {
    const [workload] = kubernetesFacts([object("apps/v1", "Deployment", "a", { ...spec, ...pod({}) })]).workloads;
    expect(workload).toMatchObject({ replicas, surge });
  });

  it.each([
    ["side by side", "Job", { parallelism: 3 }, 3, 0],
    ["never more than are left to do", "Job", { parallelism: 3, completions: 2 }, 2, 0],
    ["twice, when one run may meet the next", "CronJob", { jobTemplate: { spec: { parallelism: 2 } } }, 2, 2],
    ["once, when it may not", "CronJob", { concurrencyPolicy: "Forbid", jobTemplate: { spec: {} } }, 1, 0],
  ])("of a job run %s", (_, kind, spec, replicas, surge) => {
    const [workload] = kubernetesFacts([object("batch/v1", kind, "a", spec)]).workloads;
    expect(workload).toMatchObject({ replicas, surge });
  });

  it("know their config's text, in any kind of volume, and a variable's value", () => {
    const facts = kubernetesFacts([
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m", namespace: "n" }, data: { a: "A", b: "B" } },
      object(
        "apps/v1",
        "Deployment",
        "d",
        pod({
          volumes: [
            { name: "whole", configMap: { name: "m" } },
            {
              name: "items",
              projected: {
                sources: [
                  { configMap: { name: "m", items: [{ key: "a", path: "x/a.conf" }] } },
                  { secret: { name: "s" } },
                ],
              },
            },
          ],
          containers: [
            {
              name: "c",
              envFrom: [{ prefix: "P_", configMapRef: { name: "m" } }, { secretRef: { name: "s" } }],
              env: [{ name: "HOST", value: "h" }],
              args: ["--host=$(HOST)", "--other=$(P_a)", "--keep=$$(HOST)", "--none=$(NONE)"],
              volumeMounts: [
                { name: "whole", mountPath: "/etc/w" },
                { name: "items", mountPath: "/etc/i" },
                { name: "whole", mountPath: "/etc/one.conf", subPath: "b" },
                { name: "claimed", mountPath: "/data" },
              ],
            },
          ],
        }),
      ),
    ]);
    const [container] = facts.workloads[0]?.containers ?? [];
    expect(container?.args).toEqual(["--host=h", "--other=A", "--keep=$(HOST)", "--none=$(NONE)"]);
    expect(
      container?.mounts.map(({ path, kind, files }) => [
        path,
        kind,
        files.map((file) => `${file.path}=${file.text ?? ""}`),
      ]),
    ).toEqual([
      ["/etc/w", "config", ["/etc/w/a=A", "/etc/w/b=B"]],
      ["/etc/i", "config", ["/etc/i/x/a.conf=A"]],
      ["/etc/i", "secret", []],
      ["/etc/one.conf", "config", ["/etc/one.conf=B"]],
      ["/data", "volume", []],
    ]);
  });
});

describe("edges of Kubernetes", () => {
  const a = app("a", 80);
  const b = app("b", 81);
  const deny = policy("deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  const intoA = policy("a", { ...select("a"), ingress: [{ from: [select("b")], ports: [{ port: 80 }] }] });
  const outOfB = policy("b", {
    ...select("b"),
    policyTypes: ["Egress"],
    egress: [{ to: [select("a")], ports: [{ port: "web" }] }],
  });

  it("need the leave of both sides", () => {
    expect(edges(a, b, deny, intoA, outOfB)).toEqual(["n/Deployment/b → a:80"]);
    expect(edges(a, b, deny, intoA)).toEqual([]);
    expect(edges(a, b, deny, outOfB)).toEqual([]);
  });

  it("need the server's leave alone where nothing limits what goes out", () => {
    expect(edges(a, b, intoA, policy("b", { ...select("b"), policyTypes: ["Ingress"] }))).toEqual([
      "n/Deployment/b → a:80",
    ]);
  });

  it("come from anybody where nothing limits what comes in", () => {
    expect(edges(a)).toEqual(["any pod, as no network policy limits who calls → a:80"]);
    expect(edges(a, policy("x", { ...select("a"), policyTypes: ["Egress"], egress: [] }))).toHaveLength(1);
  });

  it("come from everybody where a rule names nobody", () => {
    const everybody = ["everybody, inside and outside → a:80"];
    expect(edges(a, policy("x", { ...select("a"), ingress: [{ ports: [{ port: 80 }] }] }))).toEqual(everybody);
    expect(edges(a, policy("x", { ...select("a"), ingress: [{ from: [] }] }))).toEqual(everybody);
    expect(
      edges(a, policy("x", { ...select("a"), ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] })),
    ).toEqual(everybody);
  });

  it("come from outside where a rule names addresses, or pods that somebody else starts", () => {
    expect(
      edges(a, policy("x", { ...select("a"), ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }] })),
    ).toEqual(["addresses of 10.0.0.0/8 → a:80"]);
    const controller = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress-nginx" } } };
    expect(edges(a, policy("x", { ...select("a"), ingress: [{ from: [controller] }] }))).toEqual([
      "every pod of namespaces with kubernetes.io/metadata.name=ingress-nginx, which the artifact does not hold → a:80",
    ]);
  });

  it("stay in their namespace unless a rule names another, by its labels or by its name", () => {
    const far = app("b", 81, "m");
    const labelled = { apiVersion: "v1", kind: "Namespace", metadata: { name: "m", labels: { team: "x" } } };
    const from = (peer: Part) =>
      edges(
        a,
        far,
        labelled,
        policy("x", { ...select("a"), ingress: [{ from: [peer] }] }),
        policy("y", { podSelector: {} }, "m"),
      );
    const edge = ["m/Deployment/b → a:80"];
    expect(from({ ...select("b"), namespaceSelector: { matchLabels: { team: "x" } } })).toEqual(edge);
    expect(from({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "m" } } })).toEqual(edge);
    expect(from({ namespaceSelector: {}, ...select("b") })).toEqual(edge);
    expect(from(select("b"))).toEqual(["pods with app=b of n, which the artifact does not hold → a:80"]);
    expect(from({ ...select("c"), namespaceSelector: { matchLabels: { team: "x" } } })).toEqual([
      "pods with app=c of namespaces with team=x, which the artifact does not hold → a:80",
    ]);
  });

  it("add up over policies", () => {
    const more = policy("more", { ...select("a"), ingress: [{ from: [select("c")] }] });
    expect(
      edges(
        a,
        app("c", 82),
        b,
        intoA,
        more,
        policy("bc", { podSelector: { matchExpressions: [{ key: "app", operator: "In", values: ["b", "c"] }] } }),
      ),
    ).toEqual(["n/Deployment/b → a:80", "n/Deployment/c → a:80"]);
  });

  it("lead to one port by its number, its name, or a range, of one protocol", () => {
    const through = (ports: Part[]) => edges(a, policy("x", { ...select("a"), ingress: [{ ports }] })).length;
    expect([{ port: 80 }, { port: "web" }, { port: 70, endPort: 90 }, {}].map((port) => through([port]))).toEqual([
      1, 1, 1, 1,
    ]);
    expect(
      [{ port: "other" }, { port: 80, protocol: "UDP" }, { port: 81, endPort: 90 }].map((port) => through([port])),
    ).toEqual([0, 0, 0]);
  });

  it("are told as one when very many may call", () => {
    const crowd = Array.from({ length: 50 }, (_, index) => app(`c${index}`, 9000));
    expect(
      edges(
        a,
        ...crowd,
        policy("x", { ...select("a"), ingress: [{ from: [{ podSelector: {} }] }] }),
        policy("y", {
          podSelector: { matchExpressions: [{ key: "app", operator: "NotIn", values: ["a"] }] },
          policyTypes: ["Ingress"],
        }),
      ),
    ).toEqual(["every pod of n → a:80"]);
  });
});

it("policies of other kinds are named as not read", () => {
  const { unread } = kubernetesFacts([object("cilium.io/v2", "CiliumNetworkPolicy", "c", {}), policy("p", {})]);
  expect(unread).toEqual([{ path: "n/CiliumNetworkPolicy/c", reason: "a CiliumNetworkPolicy is not read" }]);
});

describe("ways into Kubernetes", () => {
  it("are services that are more than internal, ingresses, and ports of nodes", () => {
    const facts = kubernetesFacts([
      app("a", 80),
      object("v1", "Service", "lb", {
        type: "LoadBalancer",
        selector: { app: "a" },
        ports: [{ port: 443, targetPort: "web" }],
      }),
      object("v1", "Service", "inside", {
        selector: { app: "a" },
        ports: [{ name: "http", port: 8080, targetPort: 80 }],
      }),
      object("networking.k8s.io/v1", "Ingress", "in", {
        rules: [{ http: { paths: [{ backend: { service: { name: "inside", port: { name: "http" } } } }] } }],
      }),
      object("v1", "Service", "elsewhere", { type: "NodePort", ports: [{ port: 1, nodePort: 30001 }] }),
      object("v1", "Pod", "p", {
        containers: [{ name: "c", ports: [{ containerPort: 9, hostPort: 90, hostIP: "127.0.0.1" }] }],
      }),
    ]);
    expect(facts.exposures.map(({ kind, path, workload, port, text }) => [kind, path, workload, port, text])).toEqual([
      ["load-balancer", "n/Service/lb", "n/Deployment/a", 80, "443:web"],
      ["node-port", "n/Service/elsewhere", undefined, undefined, "30001:1"],
      ["ingress", "n/Ingress/in", "n/Deployment/a", 80, "inside:http"],
      ["host-port", "n/Pod/p:containers[c]", "n/Pod/p", 9, "90:9"],
    ]);
    expect(
      facts.edges
        .filter(({ isPublic }) => isPublic)
        .map(({ from, server, port }) => `${from} → ${server.ref.name}:${port}`),
    ).toEqual([
      "any pod, as no network policy limits who calls → a:80",
      "any pod, as no network policy limits who calls → p:9",
      "whoever reaches the load balancer (n/Service/lb, 443:web) → a:80",
      "whoever comes through n/Ingress/in (inside:http) → a:80",
      "programs of the node (host port 90:9) → p:9",
    ]);
    expect(facts.unread).toEqual([
      { path: "n/Service/elsewhere", reason: "no pod of the artifact stands behind 30001:1" },
    ]);
  });
});

it("routes of the Gateway API lead in as an Ingress does", () => {
  const inside = object("v1", "Service", "inside", { selector: { app: "a" }, ports: [{ port: 8080, targetPort: 80 }] });
  const route = (backend: Part) =>
    kubernetesFacts([
      app("a", 80),
      inside,
      object("gateway.networking.k8s.io/v1", "HTTPRoute", "way", { rules: [{ backendRefs: [backend] }] }),
    ]).exposures.map(({ kind, path, workload, port }) => [kind, path, workload, port]);
  expect(route({ name: "inside", port: 8080 })).toEqual([["ingress", "n/HTTPRoute/way", "n/Deployment/a", 80]]);
  expect(route({ name: "inside", namespace: "m", port: 8080 })).toEqual([
    ["ingress", "n/HTTPRoute/way", undefined, undefined],
  ]);
  expect(route({ name: "bucket", kind: "Bucket", port: 1 })).toEqual([]);
});

describe("quotas and claims of Kubernetes", () => {
  it("count pods by what a quota's scopes say of them", () => {
    const quota = (spec: Part) =>
      kubernetesFacts([object("v1", "ResourceQuota", "q", { hard: {}, ...spec })]).scopes[0]?.quotas[0]?.conditions;
    expect(quota({ scopes: ["NotTerminating", "BestEffort"] })).toEqual([
      { on: "deadline", operator: "is-not", values: [] },
      { on: "best-effort", operator: "is", values: [] },
    ]);
    expect(
      quota({
        scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: ["high"] }] },
      }),
    ).toEqual([{ on: "priority-class", operator: "in", values: ["high"] }]);
  });

  it("fill in a container's defaults as the cluster does", () => {
    const [limits] =
      kubernetesFacts([
        object("v1", "LimitRange", "l", {
          limits: [
            { type: "Container", max: { cpu: "2" }, default: { memory: "1Gi" } },
            { type: "Pod", max: { cpu: "9" } },
          ],
        }),
      ]).scopes[0]?.limits ?? [];
    expect(limits).toMatchObject({
      max: { cpu: 2000, memory: undefined },
      defaultLimit: { cpu: 2000, memory: 2 ** 30 },
      defaultRequest: { cpu: 2000, memory: 2 ** 30 },
    });
  });

  it("are a disk for each replica", () => {
    expect(factsAfter("kubernetes", [["StatefulSet/db.spec.replicas", 3]]).volumes).toEqual([
      {
        path: "acme/StatefulSet/db:volumeClaimTemplates[data]",
        scope: "acme",
        name: "data",
        size: 20 * 2 ** 30,
        count: 3,
      },
    ]);
  });
});
