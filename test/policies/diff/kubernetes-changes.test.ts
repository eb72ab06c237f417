import { edited, plus, type Document, type Edit } from "../fixtures/edit";
import { kubernetesPlatform } from "../fixtures/kubernetes";
import { changesOf, dangersOf, ofManifests } from "./sides";

const before = kubernetesPlatform();

const difference = (after: Record<string, Document>) => ofManifests(Object.values(before), Object.values(after));

/** One edit of a valid platform, the fields that it is told as, and the dangers that a reviewer must see. */
const CHANGES: readonly (readonly [
  what: string,
  edits: readonly Edit[],
  changes: readonly string[],
  dangers: readonly string[],
])[] = [
  [
    "a number of replicas: no danger",
    [["Deployment/rest.spec.replicas", 3]],
    ["changed acme/Deployment/rest spec.replicas 2 -> 3"],
    [],
  ],
  [
    "a variable of one container, by its name and not by its place",
    [
      [
        "Deployment/rest.spec.template.spec.containers[postgrest].env",
        (env: unknown) => [{ name: "PGRST_LOG_LEVEL", value: "warn" }, ...(env as Document[])],
      ],
    ],
    [
      'changed acme/Deployment/rest spec.template.spec.containers[postgrest].env[PGRST_LOG_LEVEL] added  -> {"name":"PGRST_LOG_LEVEL","value":"warn"}',
    ],
    [],
  ],
  [
    "another image",
    [["Deployment/web.spec.template.spec.containers[web].image", "docker.io/acme/web:9.9"]],
    [
      expect.stringMatching(
        /^changed acme\/Deployment\/web spec\.template\.spec\.containers\[web\]\.image .* -> docker\.io\/acme\/web:9\.9$/,
      ),
    ],
    [
      expect.stringMatching(
        /^image acme\/Deployment\/web:containers\[web\]: the image changes from .* to docker\.io\/acme\/web:9\.9$/,
      ),
    ],
  ],
  [
    "a disk that shrinks: the template cannot be changed, and what it holds does not fit",
    [["StatefulSet/db.spec.volumeClaimTemplates[0].spec.resources.requests.storage", "10Gi"]],
    ["replaced acme/StatefulSet/db spec.volumeClaimTemplates[data].spec.resources.requests.storage 20Gi -> 10Gi"],
    [
      "data acme/StatefulSet/db: spec.volumeClaimTemplates cannot be changed: the StatefulSet must be deleted and made anew",
      "data acme/StatefulSet/db:volumeClaimTemplates[data]: the disk shrinks from 20Gi to 10Gi: disks only ever grow, so it must be made anew",
    ],
  ],
  [
    "the same amounts in other units: nothing",
    [
      ["ResourceQuota/budget.spec.hard['limits.memory']", "16384Mi"],
      ["ResourceQuota/budget.spec.hard['requests.cpu']", "4000m"],
    ],
    [],
    [],
  ],
  [
    "a selector",
    [["Deployment/web.spec.selector.matchLabels.tier", "front"]],
    ["replaced acme/Deployment/web spec.selector.matchLabels.tier added  -> front"],
    ["immutable acme/Deployment/web: spec.selector cannot be changed: the Deployment must be deleted and made anew"],
  ],
  [
    "the pods of a job that keeps its name",
    [["Job/provision.spec.template.spec.restartPolicy", "OnFailure"]],
    [expect.stringContaining("replaced acme/Job/provision spec.template.spec.restartPolicy")],
    ["immutable acme/Job/provision: spec.template cannot be changed: the Job must be deleted and made anew"],
  ],
  [
    "a network policy that lets in one more",
    [["NetworkPolicy/db.spec.ingress[0].from", plus({ podSelector: { matchLabels: { app: "web" } } })]],
    [expect.stringContaining("changed acme/NetworkPolicy/db spec.ingress[0].from added")],
    ["network acme/StatefulSet/db: it may be called by pods with app=web of acme, port 5432"],
  ],
  [
    "a network policy that lets in fewer: no danger",
    [["NetworkPolicy/db.spec.ingress[0].from", (from: unknown) => (from as unknown[]).slice(0, 1)]],
    [expect.stringContaining("changed acme/NetworkPolicy/db spec.ingress[0].from removed")],
    [],
  ],
  [
    "a policy that is removed while another one still denies everything: no danger",
    [["NetworkPolicy/rest", undefined]],
    ["removed acme/NetworkPolicy/rest"],
    [],
  ],
  [
    "the policy that denies everything, and the program's own",
    [
      ["NetworkPolicy/default-deny", undefined],
      ["NetworkPolicy/db", undefined],
    ],
    ["removed acme/NetworkPolicy/db", "removed acme/NetworkPolicy/default-deny"],
    expect.arrayContaining([
      expect.stringContaining("network acme/StatefulSet/db: no network policy limits any more who it may be called by"),
    ]),
  ],
  [
    "a sidecar that no longer asks for a certificate",
    [
      [
        "Deployment/rest.spec.template.spec.initContainers[tls].args",
        (args: unknown) => [
          ...(args as string[]).filter((arg) => !arg.startsWith("--allow")),
          "--disable-authentication",
        ],
      ],
    ],
    expect.arrayContaining([expect.stringContaining("initContainers[tls].args")]),
    ["tls acme/Deployment/rest: port 8443 demands no client certificate; before: a client certificate and its name"],
  ],
  [
    "a Service that becomes a load balancer",
    [
      [
        "Service/rest-public",
        () =>
          service("rest-public", {
            type: "LoadBalancer",
            selector: { app: "rest" },
            ports: [{ port: 443, targetPort: 8443 }],
          }),
      ],
    ],
    ["added acme/Service/rest-public"],
    ["exposure acme/Service/rest-public: port 8443 is open to every address (a load balancer)"],
  ],
  [
    "an Ingress",
    [
      [
        "Ingress/web",
        () => ({
          apiVersion: "networking.k8s.io/v1",
          kind: "Ingress",
          metadata: { name: "web", namespace: "acme" },
          spec: {
            rules: [
              {
                host: "acme.example",
                http: {
                  paths: [
                    { path: "/admin", pathType: "Prefix", backend: { service: { name: "web", port: { number: 80 } } } },
                  ],
                },
              },
            ],
          },
        }),
      ],
    ],
    ["added acme/Ingress/web"],
    ["exposure acme/Ingress/web: a new way in: acme.example/admin to web:80"],
  ],
  [
    "a program that reads a secret",
    [
      [
        "Deployment/web.spec.template.spec.containers[web].env",
        plus({ name: "KEY", valueFrom: { secretKeyRef: { name: "rest-keys", key: "tls.key" } } }),
      ],
    ],
    [expect.stringContaining("env[KEY] added")],
    ["secret acme/Deployment/web: it reads the secret rest-keys, key tls.key"],
  ],
  [
    "a program that gains rights over its machine",
    [
      ["Deployment/web.spec.template.spec.containers[web].securityContext.privileged", true],
      ["Deployment/web.spec.template.spec.hostNetwork", true],
    ],
    expect.arrayContaining([expect.stringContaining("spec.template.spec.hostNetwork added")]),
    [
      "network acme/Deployment/web: it shares the network namespace of its machine",
      "rights acme/Deployment/web:containers[web]: it is privileged",
    ],
  ],
  [
    "a program that is removed, and a quota",
    [
      ["Deployment/web", undefined],
      ["ResourceQuota/budget", undefined],
    ],
    ["removed acme/Deployment/web", "removed acme/ResourceQuota/budget"],
    [
      "removed acme/Deployment/web: the program is removed",
      expect.stringMatching(
        /^budget acme\/ResourceQuota\/budget: there is no ceiling any more of requests\.cpu \(4\), limits\.cpu \(16\), /,
      ),
    ],
  ],
  [
    "a whole namespace",
    [["Namespace/acme", undefined]],
    ["removed Namespace/acme"],
    ["data Namespace/acme: the Namespace is removed, with everything that is in it"],
  ],
  [
    "data that nobody keeps any more",
    [
      [
        "StatefulSet/db.spec.template.spec.containers[postgres].volumeMounts",
        (list: unknown) => (list as Document[]).filter(({ name }) => name !== "data"),
      ],
    ],
    [expect.stringContaining("volumeMounts[/data] removed")],
    ["data acme/StatefulSet/db:containers[postgres]: nothing keeps what is written below /data any more"],
  ],
  [
    "the words of a command, where order counts",
    [
      [
        "Deployment/web.spec.template.spec.initContainers[tunnel].args",
        (args: unknown) => [...(args as string[]), "--more"],
      ],
    ],
    [expect.stringMatching(/initContainers\[tunnel\]\.args\[\d+\] added {2}-> --more$/)],
    [],
  ],
  [
    "the members of a set in another order: nothing",
    [["NetworkPolicy/db.spec.ingress[0].from", (from: unknown) => [...(from as unknown[])].reverse()]],
    [],
    [],
  ],
];

function service(name: string, spec: Document): Document {
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace: "acme" }, spec };
}

describe("a change of manifests", () => {
  it.each(CHANGES)("is told as what it is: %s", (_what, edits, changes, dangers) => {
    const result = difference(edited(before, edits));
    expect(changesOf(result)).toEqual(changes);
    expect(dangersOf(result)).toEqual(dangers);
  });

  it("that adds rights to a role names each of them", () => {
    const role = (verbs: readonly string[]): Document => ({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name: "reader", namespace: "acme" },
      rules: [{ apiGroups: [""], resources: ["pods"], verbs }],
    });
    const binding = (subjects: readonly Document[]): Document => ({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "readers", namespace: "acme" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
      subjects,
    });
    const subject = (name: string): Document => ({ kind: "ServiceAccount", namespace: "acme", name });
    const result = ofManifests(
      [role(["get", "list"]), binding([subject("rest")])],
      [role(["list", "get", "delete"]), binding([subject("web"), subject("rest")])],
    );
    expect(dangersOf(result)).toEqual([
      "rights acme/Role/reader: it allows to delete pods",
      "rights acme/RoleBinding/readers: it gives Role reader to ServiceAccount/acme/web",
    ]);
  });

  it("that mounts a path of the node is dangerous, each container by itself", () => {
    const program = (path: string | undefined, readOnly: boolean, ...names: readonly string[]): Document => ({
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name: "agent", namespace: "acme" },
      spec: {
        template: {
          spec: {
            containers: ["agent", "other"].map((name) => ({
              name,
              image: "agent:1",
              volumeMounts: names.includes(name) ? [{ name: "host", mountPath: "/host", readOnly }] : [],
            })),
            volumes: path === undefined ? [] : [{ name: "host", hostPath: { path } }],
          },
        },
      },
    });
    const rights = (from: Document | undefined, to: Document): readonly string[] =>
      dangersOf(ofManifests(from === undefined ? [] : [from], [to])).filter((it) => it.startsWith("rights"));
    const of = (name: string): string => `rights acme/DaemonSet/agent:containers[${name}]`;
    expect(rights(program(undefined, true), program("/var/log", true, "agent"))).toEqual([
      `${of("agent")}: it mounts /var/log of its machine, which it may read`,
    ]);
    // No program of a cluster has a folder of its own there.
    expect(rights(undefined, program("./config", true, "agent"))).toHaveLength(1);
    expect(rights(program("/var/log", true, "agent"), program("/var", true, "agent"))).toEqual([
      `${of("agent")}: it mounts /var of its machine, which it may read`,
    ]);
    expect(rights(program("/var", true, "agent"), program("/var", true, "agent", "other"))).toEqual([
      `${of("other")}: it mounts /var of its machine, which it may read`,
    ]);
    expect(rights(program("/var", true, "agent"), program("/var", false, "agent"))).toEqual([
      `${of("agent")}: it may write to /var of its machine, which it could only read before`,
    ]);
    expect(rights(program("/var", false, "agent"), program("/var/log", false, "agent"))).toEqual([]);
    expect(rights(program("/var", true, "agent"), program(undefined, true))).toEqual([]);
  });

  it("that leaves pods of a namespace without limits is dangerous, though today's have policies of their own", () => {
    const policy = (name: string, spec: Document): Document => ({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name, namespace: "acme" },
      spec,
    });
    const space: Document = { apiVersion: "v1", kind: "Namespace", metadata: { name: "acme" } };
    const deny = policy("deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    const own = policy("web", { podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Ingress", "Egress"] });
    const web: Document = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "acme" },
      spec: {
        template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "w:1" }] } },
      },
    };
    const dangers = (after: readonly Document[], before = [space, deny, own, web]): readonly string[] =>
      dangersOf(ofManifests(before, after));
    const gone = (verb: string): string =>
      `network Namespace/acme: no policy for all pods limits any more who a pod of the namespace may ${verb}: one that comes later is open`;
    expect(dangers([space, own, web])).toEqual([gone("be called by"), gone("call")]);
    expect(dangers([space, policy("deny", { podSelector: {}, policyTypes: ["Ingress"] }), own, web])).toEqual([
      gone("call"),
    ]);
    expect(dangers([own], [own, deny])).toEqual([gone("be called by"), gone("call")]);
    const open = policy("open", { podSelector: {}, ingress: [{}], policyTypes: ["Ingress"] });
    expect(dangers([space, deny, own, web, open])).toEqual([
      "network Namespace/acme: a policy for all pods lifts every limit on who a pod of the namespace may be called by",
      "network acme/Deployment/web: no network policy limits any more who it may be called by",
    ]);
    // Another that says the same, one that never limited anything, and a namespace that is given up.
    expect(
      dangers([space, policy("other", { podSelector: {}, policyTypes: ["Egress", "Ingress"] }), own, web]),
    ).toEqual([]);
    expect(dangers([space, own, web], [space, open, own, web])).toEqual([]);
    expect(dangers([]).filter((it) => it.startsWith("network"))).toEqual([]);
  });

  it("that writes the same time otherwise is none, where cert-manager reads it", () => {
    const certificate = (duration: string, renewBefore: string, apiVersion = "cert-manager.io/v1"): Document => ({
      apiVersion,
      kind: "Certificate",
      metadata: { name: "ca", namespace: "acme" },
      spec: { duration, renewBefore },
    });
    const old = certificate("87600h0m0s", "8760h");
    expect(changesOf(ofManifests([old], [certificate("87600h", "525600m0s")]))).toEqual([]);
    expect(changesOf(ofManifests([old], [certificate("87601h", "8760h")]))).toEqual([
      "changed acme/Certificate/ca spec.duration 87600h0m0s -> 87601h",
    ]);
    const [foreign, other] = ["1h", "60m"].map((time) => certificate(time, time, "acme.example/v1"));
    expect(changesOf(ofManifests([foreign], [other]))).toHaveLength(2);
  });

  it("that an API server refuses is told field by field", () => {
    const claim = (storageClassName: string, storage: string): Document => ({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data", namespace: "acme" },
      spec: { storageClassName, resources: { requests: { storage } } },
    });
    expect(dangersOf(ofManifests([claim("fast", "1Gi")], [claim("slow", "2Gi")]))).toEqual([
      "data acme/PersistentVolumeClaim/data: spec cannot be changed: the PersistentVolumeClaim must be deleted and made anew",
    ]);
    // A claim may grow.
    expect(dangersOf(ofManifests([claim("fast", "1Gi")], [claim("fast", "2Gi")]))).toEqual([]);
    const address = (clusterIP?: string): Document =>
      service("db", { ...(clusterIP === undefined ? {} : { clusterIP }), ports: [{ port: 5432 }] });
    expect(dangersOf(ofManifests([address("None")], [address()]))).toEqual([
      "immutable acme/Service/db: spec.clusterIP cannot be changed: the Service must be deleted and made anew",
    ]);
  });

  it("of a resource of an operator is dangerous where its disks are", () => {
    const cluster = (storage: Document): Document => ({
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Cluster",
      metadata: { name: "db", namespace: "acme" },
      spec: { instances: 3, storage },
    });
    const old = cluster({ size: "20Gi", storageClass: "fast" });
    expect(dangersOf(ofManifests([old], [cluster({ size: "10Gi", storageClass: "fast" })]))).toEqual([
      "data acme/Cluster/db: its disks shrink: disks only ever grow, so they must be made anew",
    ]);
    expect(dangersOf(ofManifests([old], [cluster({ size: "20Gi", storageClass: "slow" })]))).toEqual([
      "data acme/Cluster/db: its disks are of another class, and must be made anew",
    ]);
    expect(dangersOf(ofManifests([old], []))).toEqual(["data acme/Cluster/db: the Cluster is removed, with its disks"]);
  });

  it("tells the same at many places once", () => {
    const names = ["a", "b", "c"];
    const programs = (image: string) =>
      names.map((name) => ({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace: "acme" },
        spec: { template: { spec: { containers: [{ name: "app", image }] } } },
      }));
    expect(dangersOf(ofManifests(programs("app:1"), programs("app:2")))).toEqual([
      "image acme/Deployment/a:containers[app] +2: the image changes from app:1 to app:2",
    ]);
  });

  it("says what capacity it takes, and which findings are new and fixed", () => {
    const after = edited(before, [
      ["Deployment/rest.spec.replicas", 3],
      ["Deployment/web.spec.template.spec.containers[web].securityContext.privileged", true],
    ]);
    const there = difference(after);
    expect(there.capacity.map(({ what }) => what)).toEqual(expect.arrayContaining(["limits.memory", "pods"]));
    expect(there.capacity.find(({ what }) => what === "pods")).toMatchObject({
      scope: "acme",
      delta: "+1",
      budget: "10",
      fits: true,
    });
    expect(there.findings.new.filter(({ level }) => level === "mandatory").map(({ path }) => path)).toContainEqual(
      expect.stringContaining("acme/Deployment/web:containers[web]"),
    );
    const back = ofManifests(Object.values(after), Object.values(before));
    expect(back.findings.fixed).toEqual(there.findings.new);
    expect(back.findings.new).toEqual(there.findings.fixed);
    expect(back.capacity.find(({ what }) => what === "pods")).toMatchObject({ delta: "-1" });
  });
});
