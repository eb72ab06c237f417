import type { EdgeSecurity, TopologyEdge, TopologyExposure, TopologyWorkload } from "./topology";

/** What each kind of edge is called in a legend, and what it means. */
export const SECURITY_WORDS: Readonly<Record<EdgeSecurity, { readonly name: string; readonly meaning: string }>> = {
  "mtls-name": { name: "mTLS, by name", meaning: "both prove who they are; the server admits named callers" },
  "mtls-ca": { name: "mTLS, by CA", meaning: "both prove who they are; the server admits whoever the CA signed" },
  tls: { name: "TLS", meaning: "the server proves who it is, the client does not" },
  redirect: { name: "redirect", meaning: "plain text that leads to TLS and nowhere else" },
  plain: { name: "plain", meaning: "nobody proves anything" },
};

/** Who holds the certificates of an edge: `tunnel → sidecar`. Empty when nobody does. */
function handsText({ client, server }: TopologyEdge): string {
  if (client === "none" && server === "none") return "";
  return `${client === "none" ? "no certificate" : client} → ${server}`;
}

/** How an edge is closed, in few words: `mTLS, by name; tunnel → sidecar`, `TLS, negotiated`. */
export function securityText(edge: TopologyEdge): string {
  const isMutual = edge.security === "mtls-name" || edge.security === "mtls-ca";
  const name = `${SECURITY_WORDS[edge.security].name}${startText(edge)}`;
  return isMutual ? `${name}; ${handsText(edge)}` : name;
}

/** The same where colour and dashes tell the kind of edge: `tunnel → sidecar, negotiated`. */
export function drawnSecurityText(edge: TopologyEdge): string {
  return `${edge.client === "none" ? SECURITY_WORDS[edge.security].name : handsText(edge)}${startText(edge)}`;
}

const startText = ({ negotiated }: TopologyEdge): string => (negotiated === true ? ", negotiated" : "");

/** What an edge carries: `postgresql 5432`. */
export function carriesText({ protocol, port }: TopologyEdge): string {
  return `${protocol} ${port}`;
}

/** What a workload is: `stateful`, `service ×2`, `cron, every 1h`. */
export function kindText({ kind, replicas, schedule }: TopologyWorkload): string {
  const copies = replicas === 1 ? "" : ` ×${replicas}`;
  return `${kind}${copies}${schedule === undefined ? "" : `, ${schedule}`}`;
}

/** The public address of an exposure: `https://acme.example`, `http://*:8000`. */
export function addressText({ host = "*", port, security }: TopologyExposure): string {
  const isTls = security !== "plain" && security !== "redirect";
  const isUsual = port === (isTls ? 443 : 80);
  return `${isTls ? "https" : "http"}://${host}${isUsual ? "" : `:${port}`}`;
}

/** Where the paths of an exposure lead, a line each: `/rest/v1 → rest`. */
export function routeTexts({ routes, security }: TopologyExposure): readonly string[] {
  if (security === "redirect") return ["redirects to https"];
  return routes.map(({ path, to }) => `${path} → ${shortName(to)}`);
}

/** The last part of a path, for people who see the rest. */
export function shortName(path: string): string {
  return path.split("/").slice(1).join("/") || path;
}
