import { z } from "zod";
import { certificateIssuer } from "./certificate-issuer";
import { dnsLabel, dnsName, labelKey } from "./dns-name";

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
        annotations: annotations(),
        issuer: certificateIssuer()
          .optional()
          .describe("Who issues the public certificate. Not set: people put it into the Secret that the report names."),
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
