import type { EndpointProps } from "../../constructs/model/endpoint";
import { expose } from "../../constructs/model/exposure";
import { issuedFile } from "../../constructs/model/expression";
import { issuedCertificate } from "../../constructs/model/issued-certificate";
import { Platform } from "../../constructs/model/platform";
import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import { BEHIND_SIDECAR, Sample } from "../support/sample";
import { describeLive } from "./support/engines";
import { clusterEngines, startCluster, type Cluster } from "./support/kubernetes";
import type { KubernetesObject } from "./support/kubernetes-client";
import { waitUntil } from "./support/process";

const PUBLIC: EndpointProps = {
  port: 8443,
  protocol: "http",
  tls: { mode: "tls" },
  hostnames: ["acme.example", "*.acme.example"],
};

/** An API behind a gateway that is reached in every way there is. */
function reachable(): Platform {
  const platform = new Platform("acme", { environment: "prod", cluster: { ingressFrom: { namespace: "ingress" } } });
  const issuer = { name: "letsencrypt", kind: "ClusterIssuer" } as const;
  const certificate = issuedCertificate({ id: "public", hostnames: ["acme.example", "*.acme.example"], issuer });
  const api = new Sample(platform, "api", { serve: BEHIND_SIDECAR });
  const gateway = new Sample(platform, "gateway", {
    serve: PUBLIC,
    container: {
      env: { CERT: issuedFile(certificate, "cert"), KEY: issuedFile(certificate, "key") },
      material: [
        { kind: "identity", forms: ["cert", "key", "ca"] },
        { kind: "issued", certificate },
      ],
    },
  });
  gateway.peer.connect(api.server);
  const plain = gateway.peer.serve("plain", { port: 8080, protocol: "http", tls: { mode: "redirect" } });
  const balanced = { kind: "load-balancer", annotations: { "acme.example/scheme": "internal" } } as const;
  const way = { gateway: gateway.server, to: api.server, publishedPort: 443 };
  expose({ ...way, path: "/", via: balanced });
  expose({ gateway: plain, to: gateway.server, path: "/", publishedPort: 80, via: balanced });
  const ingress = { kind: "ingress", className: "nginx", annotations: { "acme.example/tls": "on" }, issuer } as const;
  expose({ ...way, host: "acme.example", path: "/rest", via: ingress });
  expose({ ...way, host: "acme.example", path: "/", via: ingress });
  for (const sectionName of ["tls", "office"]) {
    const parent = { name: "public", namespace: "gateways", sectionName };
    expose({ ...way, host: "*.acme.example", path: "/", via: { kind: "gateway-api", gateway: parent } });
  }
  return platform;
}

describeLive(
  [...clusterEngines, "cert-manager-crds", "gateway-api-crds"],
  "Kubernetes takes every way in to a gateway",
  () => {
    let cluster: Cluster;
    const artifact = renderKubernetes(reachable());
    const objects = artifact.objects as unknown as readonly KubernetesObject[];
    const named = (kind: string): KubernetesObject => {
      const [object] = objects.filter((item) => item.kind === kind);
      if (object === undefined) throw new Error(`no ${kind} was rendered`);
      return object;
    };

    beforeAll(async () => {
      cluster = await startCluster({ nodes: 1 });
      await cluster.installCrds("cert-manager-crds");
      await cluster.installCrds("gateway-api-crds");
    });

    afterAll(async () => {
      await cluster?.stop();
    });

    test("every object is applied without a warning, and a second time without a change", async () => {
      for (const object of objects) {
        const { warnings } = await cluster.client.apply(object);
        expect({ object: `${object.kind}/${object.metadata.name}`, warnings }).toMatchObject({ warnings: [] });
      }
      for (const object of objects) {
        const { apiVersion, kind, metadata } = object;
        await waitUntil(async () => {
          const before = await cluster.client.get(apiVersion, kind, metadata.name, metadata.namespace);
          const { object: after } = await cluster.client.apply(object);
          return before !== undefined && before.metadata.resourceVersion === after.metadata.resourceVersion;
        }, `a second apply of ${kind}/${metadata.name} changes nothing`);
      }
    });

    test("the prerequisites that the artifact tells are those whose kinds it uses", () => {
      expect(artifact.prerequisites.map(({ name }) => name)).toEqual(["cert-manager", "gateway-api"]);
    });

    test("the balancer is told where a pod of the gateway is, so that clients keep their addresses", async () => {
      const service = await cluster.client.get("v1", "Service", "gateway-public", artifact.name);
      expect(service?.["spec"]).toMatchObject({
        type: "LoadBalancer",
        externalTrafficPolicy: "Local",
        healthCheckNodePort: expect.any(Number),
      });
    });

    test("the route is stored in the version that it is written in", async () => {
      const definition = await cluster.client.get(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "tlsroutes.gateway.networking.k8s.io",
      );
      const { versions } = definition?.["spec"] as {
        readonly versions: readonly { readonly name: string; readonly served: boolean; readonly storage: boolean }[];
      };
      expect(versions.filter(({ storage }) => storage)).toMatchObject([{ name: "v1", served: true }]);
      expect(named("TLSRoute").apiVersion).toBe("gateway.networking.k8s.io/v1");
    });

    test.each<[string, object]>([
      ["no host", { hostnames: [] }],
      ["an address for a host", { hostnames: ["203.0.113.7"] }],
      ["a star within a label", { hostnames: ["a*.acme.example"] }],
    ])("a route with %s, which is refused here before it is rendered, is refused there too", async (_what, change) => {
      const route = named("TLSRoute");
      const spec = { ...(route["spec"] as object), ...change };
      await expect(cluster.client.apply({ ...route, spec }, { dryRun: true })).rejects.toThrow(/is invalid/);
    });
  },
);
