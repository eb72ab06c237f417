import type { Exposure } from "../../model/exposure";
import type { Peer } from "../../model/peer";
import { exposuresBy, isPublished } from "./exposure-group";
import { ingressResources } from "./ingress";
import type { KubernetesResource } from "./kubernetes-object";
import { publicService } from "./public-service";
import type { RenderContext } from "./render-context";
import { tlsRouteResources } from "./tls-route";

/** How the outside reaches a gateway: one Service of type LoadBalancer, an Ingress or a TLSRoute for each host. */
export function exposureResources(gateway: Peer, context: RenderContext): readonly KubernetesResource[] {
  const place = context.place(gateway);
  const exposures = gateway.endpoints.flatMap((endpoint) => context.exposuresOf(endpoint));
  const published = exposures.filter(isPublished);
  noteRedirects(
    exposures.filter((exposure) => !isPublished(exposure)),
    context,
  );
  const balanced = exposuresBy("load-balancer", published);
  return [
    ...(balanced.length === 0
      ? []
      : [{ path: place.path, id: "Service.public", object: publicService(balanced, place) }]),
    ...ingressResources(exposuresBy("ingress", published), place, context),
    ...tlsRouteResources(exposuresBy("gateway-api", published), place, context),
  ];
}

/** What is declared and not rendered is told. */
function noteRedirects(exposures: readonly Exposure[], { problems }: RenderContext): void {
  for (const { gateway, via } of exposures) {
    problems.add("ASH-TARGET-003", {
      path: gateway.path,
      severity: "info",
      message: `endpoint.redirect is not published by ${via.kind}: what stands in front of the gateway redirects plain HTTP`,
      cure: "nothing, where the Ingress controller or the Gateway does so; most controllers do for a host with TLS",
    });
  }
}
