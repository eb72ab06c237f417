import type { ExposureFacts, Facts } from "../../facts/facts";
import { listOf, objectOf, scalarText, textsOf, type Json } from "../../facts/json";
import type { KubernetesObject } from "../../facts/kubernetes/object";
import type { FoundDanger } from "../danger";
import { gatewayDangers } from "./gateway-routes";
import type { Comparison } from "./pairs";

/** New ways in from outside, and old ones that are open to more people. */
export function exposureDangers(comparison: Comparison): readonly FoundDanger[] {
  return [...published(comparison), ...routes(comparison), ...sources(comparison), ...gatewayDangers(comparison)];
}

const exposed = (path: string, message: string): FoundDanger => ({ kind: "exposure", path, message });

const LOOPBACK = /^(?:127\.|::1$|localhost$)/;
const EVERY = new Set(["0.0.0.0", "::", "*"]);

/** Ports of machines and of load balancers. */
function published({ pair, plain }: Comparison): readonly FoundDanger[] {
  const olds = byPort(pair.before.facts, plain);
  return pair.after.facts.exposures.flatMap((way) => {
    // Of an Ingress its hosts and paths are told, below.
    if (way.kind === "ingress") return [];
    const path = plain(way.path);
    const before = olds.get(portKey(way, plain)) ?? [];
    const [address, port] = [reach(way), way.port === undefined ? way.text : String(way.port)];
    if (before.length === 0) return [exposed(path, `port ${port} is open to ${address} (${KINDS[way.kind]})`)];
    if (before.some((old) => old.kind === way.kind && width(old) >= width(way) && sameAddress(old, way))) return [];
    const widest = before.reduce((best, old) => (width(old) > width(best) ? old : best));
    if (width(way) < width(widest)) return [];
    return [exposed(path, `port ${port}, open to ${reach(widest)} before, is open to ${address} (${KINDS[way.kind]})`)];
  });
}

const KINDS: Readonly<Record<ExposureFacts["kind"], string>> = {
  published: "a published port",
  "host-port": "a port of the machine",
  "node-port": "a port of every node",
  "load-balancer": "a load balancer",
  "external-address": "an external address",
  ingress: "an ingress",
};

const portKey = ({ path, workload, port, text }: ExposureFacts, plain: Comparison["plain"]): string =>
  `${plain(workload ?? path)}|${port ?? text}`;

function byPort(facts: Facts, plain: Comparison["plain"]): ReadonlyMap<string, readonly ExposureFacts[]> {
  const map = new Map<string, ExposureFacts[]>();
  for (const way of facts.exposures) {
    if (way.kind === "ingress") continue;
    const key = portKey(way, plain);
    map.set(key, [...(map.get(key) ?? []), way]);
  }
  return map;
}

/** How many can come in: this machine alone, one address's network, everybody. */
function width({ kind, address }: ExposureFacts): number {
  if (kind === "load-balancer" || kind === "external-address") return 4;
  if (address === undefined || EVERY.has(address)) return 3;
  return LOOPBACK.test(address) ? 1 : 2;
}

const sameAddress = (a: ExposureFacts, b: ExposureFacts): boolean => width(a) !== 2 || a.address === b.address;

function reach(way: ExposureFacts): string {
  switch (width(way)) {
    case 1:
      return "this machine alone";
    case 2:
      return `whoever reaches ${way.address ?? ""}`;
    default:
      return "every address";
  }
}

/** Hosts and paths of Ingresses and of the Gateway API's routes, and the ports of Gateways. */
function routes(comparison: Comparison): readonly FoundDanger[] {
  return comparison.objects.flatMap(({ path, before, after }) => {
    if (after === undefined) return [];
    const olds = new Set(before === undefined ? [] : waysOf(before));
    return waysOf(after)
      .filter((way) => !olds.has(way))
      .map((way) => exposed(path, `a new way in: ${way}`));
  });
}

function waysOf({ kind, spec }: KubernetesObject): readonly string[] {
  if (kind === "Ingress") {
    const fallback =
      spec["defaultBackend"] === undefined ? [] : [`every host and path to ${backendOf(spec["defaultBackend"])}`];
    return [
      ...fallback,
      ...listOf(spec["rules"]).flatMap((item) => {
        const { host, http } = objectOf(item);
        return listOf(objectOf(http)["paths"]).map((way) => {
          const { path, backend } = objectOf(way);
          return `${scalarText(host) ?? "every host"}${scalarText(path) ?? "/"} to ${backendOf(backend)}`;
        });
      }),
    ];
  }
  if (kind === "Gateway")
    return listOf(spec["listeners"]).map((item) => {
      const { hostname, port, protocol } = objectOf(item);
      return `${scalarText(protocol) ?? "a port"} ${scalarText(port) ?? ""} of ${scalarText(hostname) ?? "every host"}`;
    });
  if (!/^(?:HTTP|GRPC|TLS|TCP|UDP)Route$/.test(kind)) return [];
  const hosts = textsOf(spec["hostnames"]);
  return (hosts.length === 0 ? ["every host"] : hosts).flatMap((host) =>
    listOf(spec["rules"]).flatMap((item) => {
      const matches = listOf(objectOf(item)["matches"]).map(
        (it) => scalarText(objectOf(objectOf(it)["path"])["value"]) ?? "/",
      );
      const backends = listOf(objectOf(item)["backendRefs"]).map((it) => scalarText(objectOf(it)["name"]) ?? "");
      return (matches.length === 0 ? ["/"] : matches).map((match) => `${host}${match} to ${backends.join(", ")}`);
    }),
  );
}

function backendOf(value: unknown): string {
  const { name, port } = objectOf(objectOf(value)["service"]);
  const { number, name: portName } = objectOf(port);
  return `${scalarText(name) ?? "a resource"}:${scalarText(number) ?? scalarText(portName) ?? ""}`;
}

/** Who a load balancer lets in, where that is said. */
function sources(comparison: Comparison): readonly FoundDanger[] {
  return comparison.objects.flatMap(({ path, before, after }) => {
    if (before === undefined || after === undefined || after.kind !== "Service") return [];
    if (after.spec["type"] !== "LoadBalancer") return [];
    const [olds, news] = [rangesOf(before.spec), rangesOf(after.spec)];
    if (olds.length === 0 || before.spec["type"] !== "LoadBalancer") return [];
    if (news.length === 0) return [exposed(path, "the load balancer lets in every address, not some ranges alone")];
    const more = news.filter((range) => !olds.includes(range));
    return more.length === 0 ? [] : [exposed(path, `the load balancer lets in more ranges: ${more.join(", ")}`)];
  });
}

const rangesOf = (spec: Json): readonly string[] => textsOf(spec["loadBalancerSourceRanges"]);
