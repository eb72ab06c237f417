import { INGRESS_CONTROLLERS } from "../../model/exposure-via";
import { annotated, byHost, type ExposureBy, hostSlug } from "./exposure-group";
import { ingressAnnotations, isUntold } from "./ingress-controller";
import type { KubernetesResource, ObjectOf } from "./kubernetes-object";
import { partName, type Place } from "./place";
import { publicCertificate } from "./public-certificate";
import type { RenderContext } from "./render-context";

type Exposures = readonly [ExposureBy<"ingress">, ...ExposureBy<"ingress">[]];

/**
 * An Ingress for each host. It ends the public TLS with a Secret that the named issuer, or people, put there, and speaks
 * TLS to the gateway; a controller is told so by an annotation of its own.
 */
export function ingressResources(
  exposures: readonly ExposureBy<"ingress">[],
  place: Place,
  context: RenderContext,
): readonly KubernetesResource[] {
  const { path } = place;
  return byHost(exposures).flatMap(([host, ways]) => {
    const suffix = host === undefined ? "" : `.${host}`;
    const secret = publicSecret(place, host);
    const { issuer } = ways[0].via;
    if (isUntold(ways[0].via)) {
      context.problems.add("ASH-ENV-001", {
        path: ways[0].gateway.path,
        message: `nothing tells the controller of ${host === undefined ? "any host" : host} that the gateway speaks TLS`,
        allowed: `controller: ${INGRESS_CONTROLLERS.join(" | ")}, or annotations`,
        cure: "name the controller in `via`, or give the annotation that it reads",
      });
    }
    const ingress = { path, id: `Ingress${suffix}`, object: ingressOf(host, ways, place) };
    // A host is always there beside an issuer: `expose` sees to that.
    if (issuer !== undefined && host !== undefined) {
      const object = publicCertificate(secret, [host], issuer, place);
      return [ingress, { path, id: `Certificate.public${suffix}`, object }];
    }
    context.problems.add("ASH-ENV-001", {
      path: ways[0].gateway.path,
      message: `the Ingress of ${host === undefined ? "any host" : host} reads its certificate from a Secret that nothing here makes`,
      value: `${place.namespace}/${secret}`,
      cure: "put a Secret of type kubernetes.io/tls there, or name an issuer in `via`",
    });
    return [ingress];
  });
}

function ingressOf(host: string | undefined, exposures: Exposures, place: Place): ObjectOf<"Ingress"> {
  const ports = new Map(exposures.map(({ path, gateway }) => [path, gateway.props.port]));
  const { via } = exposures[0];
  const { className } = via;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: host === undefined ? place.name : partName(place, hostSlug(host)),
      namespace: place.namespace,
      labels: place.labels,
      ...annotated(ingressAnnotations(via)),
    },
    spec: {
      ...(className === undefined ? {} : { ingressClassName: className }),
      tls: [{ ...(host === undefined ? {} : { hosts: [host] }), secretName: publicSecret(place, host) }],
      rules: [
        {
          ...(host === undefined ? {} : { host }),
          http: {
            paths: [...ports]
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([path, number]) => ({
                path,
                pathType: "Prefix",
                backend: { service: { name: place.name, port: { number } } },
              })),
          },
        },
      ],
    },
  };
}

function publicSecret(place: Place, host: string | undefined): string {
  return partName(place, host === undefined ? "public-tls" : `${hostSlug(host)}-public-tls`);
}
