import { z } from "zod";
import { TARGETS } from "../../constructs/model/target";
import { EDGE_SECURITY } from "../../constructs/render/topology/topology";
import { failureSchema } from "./problem";

const securitySchema = z
  .enum(EDGE_SECURITY)
  .describe(
    "How it is closed: `mtls-name` demands a certificate and checks its name, `mtls-ca` checks only who signed it, with " +
      "`tls` the server alone proves itself, `redirect` is plain and leads to TLS, with `plain` nobody proves anything.",
  );

const scopeSchema = z.strictObject({
  path: z.string().describe("Construct path."),
  name: z.string(),
  parent: z.string().optional().describe("Path of the scope around it; absent for the platform's own."),
});

const componentSchema = z.strictObject({
  path: z.string().describe("Construct path."),
  name: z.string(),
  type: z.string().describe("What it is, as a program writes it."),
  scope: z.string().describe("Path of its scope."),
});

const workloadSchema = z.strictObject({
  path: z.string().describe("Unique; the main part of a component has the component's path."),
  name: z.string(),
  component: z.string().describe("Path of its component."),
  kind: z.enum(["service", "stateful", "job", "cron", "claim"]).describe("A claim is fulfilled by an operator."),
  replicas: z.int(),
  schedule: z.string().optional().describe("When a cron workload runs."),
  sidecars: z.array(z.string()).describe("Containers beside the program."),
  after: z.array(z.string()).describe("Paths of the jobs that it starts after, without an edge to them."),
});

const edgeSchema = z.strictObject({
  from: z.string().describe("Path of the calling workload."),
  to: z.string().describe("Path of the called workload or external."),
  endpoint: z.string().optional().describe("Id of the endpoint; absent for an external."),
  port: z.int(),
  protocol: z.enum(["http", "postgresql", "tcp"]),
  security: securitySchema,
  negotiated: z
    .literal(true)
    .optional()
    .describe("TLS begins after a greeting in plain text, as PostgreSQL's and STARTTLS do. Absent: it does not."),
  client: z.enum(["native", "sidecar", "tunnel", "none"]).describe("Who presents the client's certificate."),
  server: z.enum(["native", "sidecar", "tunnel", "none"]).describe("Who ends the TLS on the server's side."),
});

const exposureSchema = z.strictObject({
  path: z.string(),
  host: z.string().optional().describe("Public host name; absent: any."),
  port: z.int().describe("Port on the outer side."),
  via: z.enum(["load-balancer", "ingress", "gateway-api"]).describe("What leads to the gateway on Kubernetes."),
  gateway: z.string().describe("Path of the gateway's workload."),
  security: securitySchema,
  routes: z.array(
    z.strictObject({
      path: z.string().describe("Public path."),
      to: z.string().describe("Path of the workload that it leads to."),
    }),
  ),
});

const externalSchema = z.strictObject({
  path: z.string(),
  name: z.string(),
  host: z.string(),
  port: z.int(),
});

/** What `ashlar graph --json` prints. */
export const graphSchema = z.discriminatedUnion("ok", [
  z.strictObject({
    command: z.literal("graph"),
    ok: z.literal(true),
    file: z.string().optional().describe("Absolute path of the drawing, when --out asks for one."),
    topology: z.strictObject({
      platform: z.string(),
      environment: z.string(),
      target: z.enum(TARGETS),
      scopes: z.array(scopeSchema).describe("The platform's own first."),
      components: z.array(componentSchema),
      workloads: z.array(workloadSchema),
      edges: z.array(edgeSchema),
      exposures: z.array(exposureSchema).describe("What is public."),
      externals: z.array(externalSchema).describe("Servers outside, each with one way out to it."),
    }),
  }),
  failureSchema("graph"),
]);

/** What a successful graph tells. */
export type GraphResult = Extract<z.output<typeof graphSchema>, { readonly ok: true }>;
