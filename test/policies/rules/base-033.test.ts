import { describeRule } from "./judge";

const rules = (...hosts: string[]) =>
  hosts.map((host) => ({
    host,
    http: { paths: [{ path: "/", backend: { service: { name: "rest", port: { number: 8443 } } } }] },
  }));

const ingress = (spec: Record<string, unknown>, annotations: Record<string, string> = {}) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: "web", namespace: "acme", annotations },
  spec,
});

const path = "acme/Ingress/web";

describeRule("BASE-033", {
  kubernetes: {
    "finds hosts without TLS": {
      edits: [["Ingress/web", ingress({ rules: rules("a.example", "b.example"), tls: [{ hosts: ["a.example"] }] })]],
      finds: [`${path}:spec.tls[b.example]`],
    },
    "finds one that has no TLS at all, and no host either": {
      edits: [["Ingress/web", ingress({ defaultBackend: { service: { name: "rest", port: { number: 8443 } } } })]],
      finds: [`${path}:spec.tls[]`],
    },
    "finds configuration of the controller": {
      edits: [
        [
          "Ingress/web",
          ingress(
            { rules: rules("a.example"), tls: [{ hosts: ["a.example"] }] },
            { "nginx.ingress.kubernetes.io/configuration-snippet": "more_set_headers 'X: y';" },
          ),
        ],
      ],
      finds: [`${path}:metadata.annotations[nginx.ingress.kubernetes.io/configuration-snippet]`],
    },
    "accepts a wildcard, a certificate for every host, and one of a cloud": {
      edits: [
        ["Ingress/web", ingress({ rules: rules("a.example.com"), tls: [{ hosts: ["*.example.com"] }] })],
        [
          "Ingress/more",
          {
            ...ingress({ rules: rules("a.example"), tls: [{ secretName: "all" }] }),
            metadata: { name: "more", namespace: "acme" },
          },
        ],
        [
          "Ingress/cloud",
          {
            ...ingress({ rules: rules("a.example") }),
            metadata: {
              name: "cloud",
              namespace: "acme",
              annotations: { "alb.ingress.kubernetes.io/certificate-arn": "arn:of:a:certificate" },
            },
          },
        ],
      ],
      finds: [],
    },
    "does not take a wildcard for deeper names": {
      edits: [["Ingress/web", ingress({ rules: rules("a.b.example.com"), tls: [{ hosts: ["*.example.com"] }] })]],
      finds: [`${path}:spec.tls[a.b.example.com]`],
    },
    "accepts a host whose TLS ends before the cluster": {
      edits: [["Ingress/web", ingress({ rules: rules("a.example") })]],
      config: { "BASE-033": { plain: ["a.example"] } },
      finds: [],
    },
  },
});
