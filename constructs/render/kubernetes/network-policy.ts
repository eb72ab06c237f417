import type { ExposureVia } from "../../model/exposure-via";
import type { ExternalEndpoint } from "../../model/external-endpoint";
import type { Peer } from "../../model/peer";
import { isPublished } from "./exposure-group";
import type { ObjectOf } from "./kubernetes-object";
import type { EgressRule, IngressRule, Labels, NetworkPolicyPeer } from "./plain";
import type { RenderContext } from "./render-context";

/** The label that every cluster puts on a namespace. */
const NAMESPACE_NAME = "kubernetes.io/metadata.name";
const API_SERVER_PORTS = [443, 6443];

/**
 * What a peer's pods may hear from and speak to: its edges, and nothing else. Undefined when it has none; then its
 * namespace's denial is all there is.
 */
export function peerPolicy(
  peer: Peer,
  callsApiServer: boolean,
  context: RenderContext,
): ObjectOf<"NetworkPolicy"> | undefined {
  const place = context.place(peer);
  const ingress = ingressRules(peer, context);
  const egress = [...egressRules(peer, context), ...(callsApiServer ? apiServerRules(peer, context) : [])];
  if (ingress.length === 0 && egress.length === 0) return undefined;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: place.name, namespace: place.namespace, labels: place.labels },
    spec: {
      podSelector: { matchLabels: place.selector },
      policyTypes: ["Ingress", "Egress"],
      ...(ingress.length === 0 ? {} : { ingress }),
      ...(egress.length === 0 ? {} : { egress }),
    },
  };
}

/** Nothing in, nothing out, for every pod of a namespace. */
export function defaultDeny(namespace: string, labels: Labels): ObjectOf<"NetworkPolicy"> {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "default-deny", namespace, labels },
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  };
}

/** Every pod may ask the cluster's DNS. Long answers come over TCP. */
export function allowDns(namespace: string, labels: Labels, context: RenderContext): ObjectOf<"NetworkPolicy"> {
  const { dns } = context.platform.spec.cluster;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "allow-dns", namespace, labels },
    spec: {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [podsOf(dns.namespace, dns.podLabels)],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    },
  };
}

function podsOf(namespace: string, selector: Labels): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } },
    podSelector: { matchLabels: selector },
  };
}

/** One rule a port, with everybody who may call it. */
function ingressRules(peer: Peer, context: RenderContext): readonly IngressRule[] {
  const byPort = new Map<number, Map<string, NetworkPolicyPeer> | "anybody">();
  for (const endpoint of peer.endpoints) {
    const { port, tls } = endpoint.props;
    if (tls.mode === "loopback") continue;
    const from = byPort.get(port) ?? new Map<string, NetworkPolicyPeer>();
    if (from === "anybody") continue;
    for (const { caller } of context.lowered.incoming(endpoint)) {
      const { namespace, name, selector } = context.place(caller);
      from.set(`${namespace}/${name}`, podsOf(namespace, selector));
    }
    const outside = context
      .exposuresOf(endpoint)
      .filter(isPublished)
      .map(({ via }) => outsideCaller(via, context));
    for (const caller of outside) if (caller !== "anybody") from.set(JSON.stringify(caller), caller);
    byPort.set(port, outside.includes("anybody") ? "anybody" : from);
  }
  return [...byPort]
    .filter(([, from]) => from === "anybody" || from.size > 0)
    .sort(([a], [b]) => a - b)
    .map(([port, from]) => ({
      ...(from === "anybody" ? {} : { from: sorted(from) }),
      ports: [{ protocol: "TCP", port }],
    }));
}

/** Who calls a gateway from outside the platform. */
function outsideCaller(via: ExposureVia, { platform }: RenderContext): NetworkPolicyPeer | "anybody" {
  const { ingressFrom } = platform.spec.cluster;
  switch (via.kind) {
    case "load-balancer":
      return "anybody";
    case "ingress":
      return ingressFrom === undefined ? "anybody" : namespaceOf(ingressFrom.namespace);
    case "gateway-api":
      // Some controllers run a Gateway's proxies beside it, others in a namespace of their own.
      return namespaceOf(ingressFrom === undefined ? via.gateway.namespace : ingressFrom.namespace);
    default:
      return via satisfies never;
  }
}

function namespaceOf(name: string): NetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: name } } };
}

/** One rule a port of a server. */
function egressRules(peer: Peer, context: RenderContext): readonly EgressRule[] {
  const rules = new Map<string, EgressRule>();
  for (const { endpoint } of peer.connections) {
    if (endpoint.kind === "external") {
      const rule = externalRule(peer, endpoint, context);
      if (rule !== undefined) rules.set(JSON.stringify(rule), rule);
      continue;
    }
    const { port, tls } = endpoint.props;
    if (tls.mode === "loopback") continue;
    const { namespace, selector, name } = context.place(endpoint.peer);
    rules.set(`${namespace}/${name}:${String(port).padStart(5, "0")}`, {
      to: [podsOf(namespace, selector)],
      ports: [{ protocol: "TCP", port }],
    });
  }
  return sorted(rules);
}

/** A way out to named addresses. Without any the way stays closed, and the report says so. */
function externalRule(peer: Peer, endpoint: ExternalEndpoint, context: RenderContext): EgressRule | undefined {
  const { host, port, cidrs } = endpoint.spec;
  if (cidrs.length > 0) {
    return { to: [...cidrs].sort().map((cidr) => ({ ipBlock: { cidr } })), ports: [{ protocol: "TCP", port }] };
  }
  context.problems.add("ASH-ENV-001", {
    path: peer.node.path,
    message: `the addresses of ${endpoint.path} are not known, so the network policy keeps the way to ${host}:${port} closed`,
    cure: "set the cidrs of the external endpoint",
  });
  return undefined;
}

function apiServerRules(peer: Peer, context: RenderContext): readonly EgressRule[] {
  const { apiServerCidrs } = context.platform.spec.cluster;
  if (apiServerCidrs.length > 0) {
    return [
      {
        to: [...apiServerCidrs].sort().map((cidr) => ({ ipBlock: { cidr } })),
        ports: API_SERVER_PORTS.map((port) => ({ protocol: "TCP", port })),
      },
    ];
  }
  context.problems.add("ASH-ENV-001", {
    path: peer.node.path,
    message: "calls the Kubernetes API, whose addresses are not known, so the network policy keeps the way closed",
    cure: "set cluster.apiServerCidrs",
  });
  return [];
}

function sorted<Value>(items: ReadonlyMap<string, Value>): readonly Value[] {
  return [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
