import { Construct } from "constructs";
import { z } from "zod";
import { checkId } from "./check-id";
import { freeId } from "./free-id";
import { parseSpec } from "./spec";
import { textForm } from "./text-form";

/** What a host may be called: a DNS name, or an address. */
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

/** Certificates as PEM. */
const CERTIFICATE = /^(?:-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n?)+$/;

const hostName = () =>
  textForm({
    pattern: HOST,
    message: "not a host",
    allowed: "a DNS name or an address, for example db.acme.example",
    fits: (text) => text.length <= 253,
  });

/** Schema of certificates that sign a server's. */
export const authorities = () =>
  textForm({
    pattern: CERTIFICATE,
    message: "not certificates in PEM",
    allowed: "-----BEGIN CERTIFICATE----- and so on, with line breaks, nothing before or behind",
  });

const schema = z.strictObject({
  host: z
    .union([hostName(), z.ipv6()])
    .describe("DNS name or address, for example `db.acme.example`. Certificates are checked against it."),
  port: z.int().min(1).max(65535).describe("TCP port."),
  protocol: z.enum(["http", "postgresql", "tcp"]).default("tcp").describe("What is spoken inside the TLS."),
  cidrs: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .default([])
    .describe("Addresses of the host, for network policies. Without any, a cluster keeps the way closed."),
  tls: z.enum(["tls", "plain"]).default("tls").describe("Whether the server speaks TLS. `plain` is a finding."),
  ca: authorities()
    .optional()
    .describe("Certificates that sign the server's, as PEM. Default: those that the caller's image trusts."),
});

/** Input of an {@link ExternalEndpoint}. */
export type ExternalEndpointProps = z.input<typeof schema>;

/**
 * A server outside the platform. A connection to it opens exactly one way out.
 *
 * @example
 * const relay = new ExternalEndpoint(platform, "relay", { host: "mail.acme.example", port: 465, cidrs: ["203.0.113.7/32"] });
 */
export class ExternalEndpoint extends Construct {
  public readonly kind = "external";
  public readonly spec: Readonly<z.output<typeof schema>>;

  public constructor(scope: Construct, id: string, props: ExternalEndpointProps) {
    super(scope, freeId(scope, id));
    checkId(this, "component");
    this.spec = parseSpec(this, schema, props);
  }

  public get path(): string {
    return this.node.path;
  }
}
