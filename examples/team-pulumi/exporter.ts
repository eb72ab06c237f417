// The team's own resources, written as they always were. They take from the platform what they are handed.
import * as kubernetes from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Input, type Resource } from "@pulumi/pulumi";

/** Input of {@link Exporter}. */
export interface ExporterArgs {
  /** Where the platform's REST API is. */
  readonly api: Input<string>;
  /** The key that the gateway asks for, in base64 as a Secret holds it. */
  readonly key: Input<string>;
  readonly replicas: number;
  /** What runs before it can work. */
  readonly after: readonly Resource[];
}

const NAME = { "app.kubernetes.io/name": "exporter" };

/** Asks the REST API what is new, and hands it to the team's warehouse. Nobody calls it. */
export class Exporter extends ComponentResource {
  public readonly deployment: kubernetes.apps.v1.Deployment;

  public constructor(
    name: string,
    { api, key, replicas, after }: ExporterArgs,
    options: ComponentResourceOptions = {},
  ) {
    super("acme:index:Exporter", name, {}, options);
    const below = { parent: this };
    const { metadata: made } = new kubernetes.core.v1.Namespace(name, { metadata: { name } }, below);
    const metadata = { name, namespace: made.name, labels: NAME };
    const walls = [
      new kubernetes.core.v1.ResourceQuota(`${name}-quota`, { metadata, spec: { hard: QUOTA } }, below),
      new kubernetes.core.v1.LimitRange(`${name}-limits`, { metadata, spec: { limits: [LIMITS] } }, below),
      new kubernetes.networking.v1.NetworkPolicy(`${name}-network`, { metadata, spec: NETWORK }, below),
    ];
    const settings = new kubernetes.core.v1.ConfigMap(`${name}-settings`, { metadata, data: { API: api } }, below);
    const secret = new kubernetes.core.v1.Secret(`${name}-key`, { metadata, data: { key } }, below);
    const account = new kubernetes.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: false },
      below,
    );
    const names = { settings: settings.metadata.name, secret: secret.metadata.name, account: account.metadata.name };
    this.deployment = new kubernetes.apps.v1.Deployment(
      name,
      {
        metadata,
        spec: {
          replicas,
          selector: { matchLabels: NAME },
          template: { metadata: { labels: NAME }, spec: podOf(names) },
        },
      },
      { ...below, dependsOn: [...walls, ...after] },
    );
    this.registerOutputs();
  }
}

const QUOTA = { pods: "6", "limits.cpu": "2", "limits.memory": "1Gi", "requests.cpu": "1", "requests.memory": "512Mi" };

const LIMITS = {
  type: "Container",
  default: { cpu: "200m", memory: "64Mi" },
  defaultRequest: { cpu: "20m", memory: "32Mi" },
};

/** Nothing comes in; names and https go out. */
const NETWORK = {
  podSelector: {},
  policyTypes: ["Ingress", "Egress"],
  egress: [
    {
      to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } }],
      ports: [
        { port: 53, protocol: "UDP" },
        { port: 53, protocol: "TCP" },
      ],
    },
    { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 443, protocol: "TCP" }] },
  ],
};

interface Names {
  readonly settings: Input<string>;
  readonly secret: Input<string>;
  readonly account: Input<string>;
}

function podOf({ settings, secret, account }: Names): kubernetes.types.input.core.v1.PodSpec {
  return {
    serviceAccountName: account,
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "exporter",
        image: "registry.acme.example/exporter:1.4.0",
        envFrom: [{ configMapRef: { name: settings } }],
        readinessProbe: { exec: { command: ["/exporter", "--ready"] } },
        resources: {
          requests: { cpu: "20m", memory: "32Mi" },
          limits: { cpu: "200m", memory: "64Mi", "ephemeral-storage": "16Mi" },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [{ name: "key", mountPath: "/run/key", readOnly: true }],
      },
    ],
    volumes: [{ name: "key", secret: { secretName: secret } }],
  };
}
