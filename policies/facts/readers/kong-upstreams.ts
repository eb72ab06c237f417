import { isLoopback } from "./address";
import type { KongDeclaration, KongServiceFacts } from "./kong-declaration";
import { isOn, type KongSettings } from "./kong-settings";
import type { Upstream } from "./reader";

/** Protocols over TLS that Kong itself begins; `tls_passthrough` is its client's own. */
const TLS = new Set(["https", "grpcs", "tls"]);

/** What a Kong calls: the services of its declarative file, as Kong calls them. */
export function kongUpstreams(declaration: KongDeclaration, settings: KongSettings): readonly Upstream[] {
  if (declaration.kind === "unknown") {
    const { why, source } = declaration;
    const nothing = { presentsCertificate: false, isLocal: false, isVariable: true } as const;
    return [{ ...nothing, target: "its routes", check: "unknown", why, source }];
  }
  return declaration.services
    .filter(({ protocol }) => protocol !== "tls_passthrough")
    .map((service) => ({
      target: `${service.protocol}://${service.host}:${service.port}`,
      presentsCertificate:
        TLS.has(service.protocol) &&
        (service.hasCertificate || (isOn(settings("client_ssl")) && settings("client_ssl_cert") !== undefined)),
      isLocal: isLoopback(service.host),
      source: `${declaration.source}: ${service.name}`,
      isVariable: false,
      ...checkOf(service, settings),
    }));
}

/** Unset, `tls_verify` is what nginx does by itself: nothing, unless a setting of its own says otherwise. */
function checkOf(service: KongServiceFacts, settings: KongSettings): Pick<Upstream, "check" | "why"> {
  const { protocol, tlsVerify, hasAuthorities, routes } = service;
  if (!TLS.has(protocol)) return { check: "plain", why: `its protocol is ${protocol}` };
  const verifies = tlsVerify ?? isOn(settings("nginx_proxy_proxy_ssl_verify"));
  if (!verifies) {
    const why = tlsVerify === undefined ? "tls_verify is not set, which means no" : "tls_verify is false";
    return { check: "none", why };
  }
  if (routes.some(({ preserveHost }) => preserveHost)) {
    return { check: "none", why: "preserve_host compares the certificate with the name that the client sent" };
  }
  if (!hasAuthorities && settings("nginx_proxy_proxy_ssl_trusted_certificate") === undefined) {
    return { check: "unknown", why: "ca_certificates names no authority" };
  }
  return { check: "full", why: "tls_verify is true" };
}
