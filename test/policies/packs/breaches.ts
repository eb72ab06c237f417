import { loadAll } from "js-yaml";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { capacityOf } from "../../../policies/capacity";
import type { QuotaKey } from "../../../policies/facts/facts";
import { kubernetesFacts } from "../../../policies/facts/kubernetes";
import type { PackName } from "../../../policies/packs/pack";
import { baasIn } from "../../support/baas";
import { edited, reword, type Document, type Edit } from "../fixtures/edit";

/** One way to break a good program, and who has to stop it. */
export interface Breach {
  readonly what: string;
  /** The policy that stops it, and no other one. */
  readonly policy: string;
  /** How a Kubernetes admission policy would meet the same, if the cluster can: the object that it refuses. */
  readonly refused?: string;
  readonly edits: (names: Names) => readonly Edit[];
}

/** What a breach has to know of the stack: names that carry a hash, and sums. */
export interface Names {
  readonly dbConfig: string;
  /** What the stack takes of its budget, in the budget's units: whole pods, millicores. */
  readonly used: (key: QuotaKey) => number;
}

/** The stack `baas` as it is rendered, by `Kind/name`, as a parsed manifest. */
export function baasObjects(environment: "dev" | "prod"): Record<string, Document> {
  const objects = renderKubernetes(baasIn(environment)).files.flatMap(({ text }) => loadAll(text) as Document[]);
  return Object.fromEntries(
    objects.map((item) => [`${String(item["kind"])}/${String((item["metadata"] as Document)["name"])}`, item]),
  );
}

/** The objects after a breach. */
export function broken(objects: Record<string, Document>, { edits }: Pick<Breach, "edits">): readonly Document[] {
  const dbConfig = Object.keys(objects).find((key) => key.startsWith("ConfigMap/db-config"));
  if (dbConfig === undefined) throw new Error("the database has no configuration");
  const scopes = capacityOf(kubernetesFacts(Object.values(objects)));
  const used = (key: QuotaKey): number => Math.max(...scopes.map(({ sums }) => sums[key]));
  return Object.values(edited(objects, edits({ dbConfig, used })));
}

const pod = "Deployment/rest.spec.template.spec";
const rest = `${pod}.containers[postgrest]`;
const sidecar = `${pod}.initContainers[tls-api]`;
const hard = "ResourceQuota/budget.spec.hard";

/** At least five ways for each pack. */
export const BREACHES: Readonly<Record<PackName, readonly Breach[]>> = {
  quotas: [
    {
      what: "a millicore more than the budget has",
      policy: "quota-001",
      edits: ({ used }) => [[`${hard}['limits.cpu']`, `${used("limits.cpu") - 1}m`]],
    },
    {
      what: "more memory than the budget has",
      policy: "quota-002",
      edits: () => [[`${hard}['limits.memory']`, "64Mi"]],
    },
    {
      what: "more storage than the budget has",
      policy: "quota-003",
      edits: () => [[`${hard}['requests.storage']`, "1Gi"]],
    },
    {
      what: "one pod more than the budget has",
      policy: "quota-004",
      edits: ({ used }) => [[`${hard}.pods`, String(used("pods") - 1)]],
    },
    {
      what: "a container without limits",
      policy: "quota-005",
      refused: "Deployment/rest",
      edits: () => [[`${rest}.resources.limits`, undefined]],
    },
    {
      what: "a request above its limit",
      policy: "quota-007",
      edits: () => [[`${rest}.resources.limits.memory`, "1Mi"]],
    },
  ],
  mtls: [
    {
      what: "a dropped client-certificate check",
      policy: "mtls-001",
      edits: ({ dbConfig }) => [
        [
          `${dbConfig}.data['pg_hba.conf']`,
          (text: unknown) => String(text).replace(/\tcert\tmap=\S+/g, "\tscram-sha-256"),
        ],
      ],
    },
    {
      what: "a plain port",
      policy: "mtls-003",
      edits: ({ dbConfig }) => [
        [`${dbConfig}.data['pg_hba.conf']`, (text: unknown) => String(text).replaceAll("hostssl", "host")],
        [`${dbConfig}.data['postgresql.conf']`, (text: unknown) => String(text).replace(/^ssl = .*$/m, "ssl = 'off'")],
      ],
    },
    {
      what: "a sidecar that lets in everybody",
      policy: "mtls-004",
      edits: () => [
        [
          `${sidecar}.args`,
          (args: unknown) => (args as string[]).map((arg) => (arg.startsWith("--allow-") ? "--allow-all" : arg)),
        ],
      ],
    },
    {
      what: "a row that trusts whoever comes",
      policy: "mtls-006",
      edits: ({ dbConfig }) => [
        [`${dbConfig}.data['pg_hba.conf']`, (text: unknown) => `host all all all trust\n${String(text)}`],
      ],
    },
    {
      what: "a private key in a ConfigMap",
      policy: "mtls-008",
      edits: ({ dbConfig }) => [[`${dbConfig}.data['db.key']`, "-----BEGIN PRIVATE KEY-----\nMC4=\n"]],
    },
    {
      what: "a client that does not check its server",
      policy: "mtls-009",
      edits: () => [[`${rest}.env[PGRST_DB_URI].value`, reword("verify-full", "require")]],
    },
  ],
  baseline: [
    {
      what: "a root container",
      policy: "base-001",
      refused: "Deployment/rest",
      edits: () => [[`${sidecar}.securityContext.runAsUser`, 0]],
    },
    {
      what: "a program that may gain rights",
      policy: "base-002",
      refused: "Deployment/rest",
      edits: () => [[`${rest}.securityContext.allowPrivilegeEscalation`, undefined]],
    },
    {
      what: "a privileged container",
      policy: "base-003",
      edits: () => [[`${rest}.securityContext.privileged`, true]],
    },
    {
      what: "a container with a capability of the host's administrator",
      policy: "base-004",
      refused: "Deployment/rest",
      edits: () => [[`${rest}.securityContext.capabilities.add`, ["SYS_ADMIN"]]],
    },
    {
      what: "the network of the node",
      policy: "base-007",
      refused: "Deployment/rest",
      edits: () => [[`${pod}.hostNetwork`, true]],
    },
    {
      what: "a path of the node",
      policy: "base-008",
      refused: "Deployment/rest",
      edits: () => [
        [`${pod}.volumes`, (list: unknown) => [...(list as Document[]), { name: "etc", hostPath: { path: "/etc" } }]],
        [
          `${rest}.volumeMounts`,
          (list: unknown) => [...((list ?? []) as Document[]), { name: "etc", mountPath: "/host" }],
        ],
      ],
    },
    {
      what: "a latest tag",
      policy: "base-009",
      refused: "Deployment/rest",
      edits: () => [[`${rest}.image`, "docker.io/postgrest/postgrest:latest"]],
    },
    {
      what: "a token of the Kubernetes API",
      policy: "base-011",
      refused: "Deployment/rest",
      edits: () => [[`${pod}.automountServiceAccountToken`, true]],
    },
    {
      what: "a port on every node",
      policy: "base-015",
      refused: "Service/rest",
      edits: () => [
        ["Service/rest.spec.type", "NodePort"],
        [
          "Service/rest.spec.ports",
          (ports: unknown) => (ports as Document[]).map((port) => ({ ...port, nodePort: 30443 })),
        ],
      ],
    },
  ],
};
