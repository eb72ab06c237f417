import type { Exposure } from "../../model/exposure";
import type { ExposureBy } from "./exposure-group";

type Via = ExposureBy<"ingress">["via"];
type Annotations = Readonly<Record<string, string>>;

/** What tells a controller, on the Ingress, that the gateway speaks TLS. What a user writes there goes before it. */
export function ingressAnnotations({ controller, annotations }: Via): Annotations {
  return controller === "nginx"
    ? { "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS", ...annotations }
    : { ...annotations };
}

/** What tells it on the Service: Traefik looks for how a server is called there. */
export function serviceAnnotations(exposures: readonly Exposure[]): Annotations {
  const via = exposures
    .map((exposure) => exposure.via)
    .find((it): it is Via => it.kind === "ingress" && it.controller === "traefik");
  if (via === undefined) return {};
  const { serversTransport } = via;
  return {
    "traefik.ingress.kubernetes.io/service.serversscheme": "https",
    ...(serversTransport === undefined
      ? {}
      : { "traefik.ingress.kubernetes.io/service.serverstransport": serversTransport }),
  };
}

/** Whether nobody tells the controller that the gateway speaks TLS: it would send plain text to a TLS port. */
export function isUntold({ controller, annotations = {} }: Via): boolean {
  return controller === undefined && Object.keys(annotations).length === 0;
}
