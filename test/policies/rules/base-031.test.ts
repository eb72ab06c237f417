import { describeRule } from "./judge";
import { binding } from "./role";

const scaler = (kind: string, name: string) => ({
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "web", namespace: "acme" },
  spec: { scaleTargetRef: { kind, name }, maxReplicas: 1 },
});

const ingress = (service: string, port: Record<string, unknown>) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: "web", namespace: "acme" },
  spec: {
    tls: [{ secretName: "web" }],
    rules: [{ http: { paths: [{ path: "/", backend: { service: { name: service, port } } }] } }],
  },
});
const backend = "acme/Ingress/web:spec.rules[0].http.paths[0].backend";

describeRule("BASE-031", {
  kubernetes: {
    "finds a service without a server": {
      edits: [["Service/rest.spec.selector", { app: "reset" }]],
      finds: ["acme/Service/rest:spec.selector"],
      says: /pods with app=reset/,
    },
    "finds a service that leads to a port by a name that nobody has": {
      edits: [["Service/rest.spec.ports[0].targetPort", "http"]],
      finds: ["acme/Service/rest:spec.ports[0].targetPort"],
    },
    "finds a policy that closes nothing, and one that lets in nobody": {
      edits: [["NetworkPolicy/db.spec.ingress[0].from[0].podSelector.matchLabels.app", "reset"]],
      finds: ["acme/NetworkPolicy/db:spec.ingress[0].from[0].podSelector"],
      // Whoever has that label one day is let in, so the edge stays, towards somebody unknown.
    },
    "finds a budget, a scaler and a role for nobody": {
      edits: [
        ["PodDisruptionBudget/db.spec.selector.matchLabels.app", "database"],
        ["HorizontalPodAutoscaler/web", scaler("Deployment", "wep")],
        ["RoleBinding/web", binding("RoleBinding", { kind: "Role", name: "reader" })],
      ],
      finds: [
        "acme/HorizontalPodAutoscaler/web:spec.scaleTargetRef",
        "acme/PodDisruptionBudget/db:spec.selector",
        "acme/RoleBinding/web:roleRef",
      ],
    },
    "finds an account that is not there": {
      edits: [["ServiceAccount/web", undefined]],
      finds: ["acme/Deployment/web:serviceAccountName"],
    },
    "finds an Ingress to a service, or a port of it, that is not there": {
      edits: [["Ingress/web", ingress("reset", { number: 8443 })]],
      finds: [backend],
    },
    "finds an Ingress to a port that its service does not have": {
      edits: [["Ingress/web", ingress("rest", { name: "https" })]],
      finds: [backend],
      says: /a port https/,
    },
    "accepts references that lead somewhere": {
      edits: [
        ["Ingress/web", ingress("rest", { number: 8443 })],
        ["HorizontalPodAutoscaler/web", scaler("Deployment", "web")],
        ["Service/rest.spec.ports[0].targetPort", 8443],
      ],
      finds: [],
    },
    "says nothing about what an operator may start": {
      edits: [
        [
          "Cluster/db",
          { apiVersion: "postgresql.example/v1", kind: "Cluster", metadata: { name: "x", namespace: "acme" } },
        ],
        ["Service/rest.spec.selector", { cluster: "x" }],
        ["HorizontalPodAutoscaler/web", scaler("Rollout", "web")],
      ],
      finds: [],
    },
    "says nothing about what a cluster brings": {
      edits: [["RoleBinding/web", binding("RoleBinding", { kind: "ClusterRole", name: "view" })]],
      finds: [],
    },
    "accepts what is known to be installed elsewhere": {
      edits: [["Service/rest.spec.selector", { app: "reset" }]],
      config: { "BASE-031": { allowed: ["acme/Service/rest"] } },
      finds: [],
    },
  },
});
