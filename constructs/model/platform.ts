import { RootConstruct } from "constructs";
import type { Construct } from "constructs";
import { z } from "zod";
import { admissionSchema } from "./admission";
import { checkId } from "./check-id";
import { clusterSchema } from "./cluster";
import { dnsName } from "./dns-name";
import { dockerHostSchema } from "./docker-host";
import { Graph, attachGraph, graphOf } from "./graph";
import { digestsSchema, registryMirror } from "./image";
import { ID, ID_LIMITS } from "./names";
import { budgetSchema, type Budget } from "./quota";
import { parseSpec } from "./spec";
import { SUPPORT } from "./support";
import { webUrl } from "./url";
import { validateGraph } from "./validate";

const schema = z.strictObject({
  environment: z
    .string()
    .regex(ID)
    .max(ID_LIMITS.environment)
    .default("dev")
    .describe("Environment, part of every name."),
  publicUrl: webUrl().optional().describe("Where users reach the platform."),
  trustDomain: dnsName()
    .optional()
    .describe("Name under which identities are issued. Default: `<environment>.<id>.internal`."),
  budget: budgetSchema().optional().describe("Ceiling of the whole environment, child scopes included."),
  pki: z
    .enum(["auto", "local", "cert-manager", "existing"])
    .default("auto")
    .describe("Who issues certificates. Default: the local CA on Compose, cert-manager on Kubernetes."),
  registryMirror: registryMirror().optional().describe("Registry that replaces every image's registry host."),
  digests: digestsSchema().default({}).describe("Digest for each `repository:tag`."),
  admission: admissionSchema().describe(
    "What the API server does about an object that breaks a rule. Kubernetes only.",
  ),
  cluster: clusterSchema().prefault({}).describe("Facts of the Kubernetes cluster that no construct can guess."),
  compose: dockerHostSchema().prefault({}).describe("What is said of the Docker host."),
  allowLoss: z
    .array(z.string().refine((field) => field in SUPPORT, "not a field of the conversion matrix"))
    .default([])
    .describe("Support-table fields whose loss on a target is accepted."),
});

/** Input of a {@link Platform}. */
export type PlatformProps = z.input<typeof schema>;

const PLATFORM = Symbol.for("ashlar.Platform");

/**
 * One environment of one platform: the root of the tree. It is inert; building it renders nothing, and rendering it
 * changes nothing.
 *
 * @example
 * const platform = new Platform("acme", { environment: "prod", budget: { cpu: "16", memory: "64Gi" } });
 */
export class Platform extends RootConstruct {
  /** The platform that a construct stands in. */
  public static of(construct: Construct): Platform {
    const root = construct.node.root;
    if (!Platform.isPlatform(root)) throw new TypeError(`${construct.node.path} stands outside a platform`);
    return root;
  }

  /** Whether a value is a platform, also one of another copy of this package. */
  public static isPlatform(value: unknown): value is Platform {
    return typeof value === "object" && value !== null && PLATFORM in value;
  }

  public readonly spec: Readonly<z.output<typeof schema>>;

  public constructor(id: string, props: PlatformProps = {}) {
    super(id);
    Object.defineProperty(this, PLATFORM, { value: true });
    const graph = new Graph(id);
    attachGraph(this, graph);
    checkId(this, "platform");
    this.spec = parseSpec(this, schema, props);
    this.#checkPublicUrl();
    graph.trustDomain = this.spec.trustDomain ?? `${this.spec.environment}.${id}.internal`;
  }

  /** Passwords and tokens pass there. On the machine of a developer nothing is passed on. */
  #checkPublicUrl(): void {
    const { publicUrl, environment } = this.spec;
    if (publicUrl === undefined || environment === "dev" || !publicUrl.startsWith("http://")) return;
    this.graph.diagnostics.add("ASH-GRAPH-010", {
      path: `${this.node.id}:publicUrl`,
      message: `users of ${environment} would be reached without TLS`,
      value: publicUrl,
      allowed: "https://host",
    });
  }

  /** Everything that was appended to the tree. */
  public get graph(): Graph {
    return graphOf(this);
  }

  /** `<id>-<environment>`: the Compose project, and the namespace of the platform's own scope. */
  public get qualifiedName(): string {
    return `${this.node.id}-${this.spec.environment}`;
  }

  public get trustDomain(): string {
    return this.graph.trustDomain;
  }

  public get budget(): Budget | undefined {
    return this.spec.budget;
  }

  /**
   * Closes the graph and validates it. Later additions are errors. Sealing twice changes nothing.
   *
   * @throws AshlarError with every problem that the tree has
   */
  public seal(): void {
    if (!this.graph.isSealed) {
      this.graph.close();
      validateGraph(this.graph);
    }
    this.graph.diagnostics.throwIfErrors();
  }
}
