import { z } from "zod";
import { certificateIssuer } from "./certificate-issuer";
import { dnsLabel, dnsName, labelKey } from "./dns-name";

/** Ingress controllers whose annotations are known. */
export const INGRESS_CONTROLLERS = ["nginx", "traefik"] as const;

const annotations = () =>
  z
    .record(labelKey(), z.string())
    .optional()
    .describe("Annotations of the object, for the controller that reads it. Default: none.");

/** Schema of how the outside reaches a gateway on Kubernetes. Compose publishes its ports, whatever this says. */
export const exposureViaSchema = () =>
  z.discriminatedUnion("kind", [
    z
      .strictObject({ kind: z.literal("load-balancer"), annotations: annotations() })
      .describe("A Service of type LoadBalancer: clients reach the gateway itself, which sees their addresses."),
    z
      .strictObject({
        kind: z.literal("ingress"),
        className: dnsName().optional().describe("IngressClass. Default: the cluster's."),
        controller: z
          .enum(INGRESS_CONTROLLERS)
          .optional()
          .describe(
            "Whose annotation says that the gateway speaks TLS: ingress-nginx's or Traefik's. Default: none is written; `annotations` say so to any other controller.",
          ),
        serversTransport: z
          .string()
          .regex(/^[a-z0-9][a-z0-9._-]*@[a-z]+$/)
          .optional()
          .describe(
            "Of Traefik, which checks the gateway's certificate: the ServersTransport that names its authority, for example `acme-prod-gateway@kubernetescrd`. Default: the public authorities.",
          ),
        annotations: annotations(),
        issuer: certificateIssuer()
          .optional()
          .describe("Who issues the public certificate. Not set: people put it into the Secret that the report names."),
      })
      .refine(({ controller, serversTransport }) => serversTransport === undefined || controller === "traefik", {
        path: ["serversTransport"],
        error: "no other controller than Traefik reads it",
        params: { allowed: 'controller: "traefik"' },
      })
      .describe("An Ingress for each host: its controller ends the public TLS and speaks TLS to the gateway."),
    z
      .strictObject({
        kind: z.literal("gateway-api"),
        gateway: z
          .strictObject({
            name: dnsName().describe("Name of the Gateway."),
            namespace: dnsLabel().describe("Namespace of the Gateway."),
            sectionName: dnsName().optional().describe("Its listener. Not set: every listener that takes the route."),
          })
          .describe("A Gateway that is there, with a listener of TLS mode Passthrough that takes routes from here."),
      })
      .describe("A TLSRoute for each host: connections pass through by the name they ask for, and TLS ends here."),
  ]);

/** How the outside reaches a gateway on Kubernetes; Compose publishes the port. */
export type ExposureVia = z.output<ReturnType<typeof exposureViaSchema>>;
