import { defineCodes } from "../model/codes";

/** What can be wrong with a gateway and its routes. */
export const GATEWAY_CODES = defineCodes({
  samePath: {
    code: "ASH-GATE-001",
    title: "two routes on one path",
    cure: "give one of them another path, host or methods",
    why: "a request that fits two routes goes to one of them, and which one would depend on the order in which the gateway read them",
    example: 'routes: [{ path: "/rest/v1", to: api }, { path: "/rest/v1", to: other }]',
  },
  publicUrl: {
    code: "ASH-GATE-002",
    title: "the public url is none that a gateway can serve",
    cure: "set publicUrl to an https url, for example https://acme.example",
    why: "routes, redirects, cookies and the certificate are made for the public url; without TLS, or with a path of its own, the gateway could not be what stands there",
    example: 'publicUrl: "http://acme.example", or "https://acme.example/app"',
  },
  preflight: {
    code: "ASH-GATE-004",
    title: "routes of one path let different pages call",
    cure: "give them the same cors, or paths of their own",
    why: "a browser asks once, by path, which pages may call, whatever method comes then; of two routes on one path that answer differently, only one is asked",
    example:
      '{ path: "/rest", methods: ["GET"], cors: { origins: ["https://a.example"] } } beside { path: "/rest", methods: ["POST"] } with other origins',
  },
  proxies: {
    code: "ASH-GATE-005",
    title: "a proxy in front cannot be believed",
    cure: "leave trustedProxies out where connections pass through a Gateway unopened",
    why: "a Gateway of mode Passthrough hands connections on unopened and cannot write who the client is; whatever a header says of that was written by the client itself",
    example: 'via: { kind: "gateway-api", … }, trustedProxies: ["10.0.0.0/8"]',
  },
  oneAddress: {
    code: "ASH-GATE-006",
    title: "limits by address count everybody together",
    severity: "warning",
    cure: "name the controller's addresses in trustedProxies, count by consumer, or publish by a load balancer",
    why: "behind a controller every request comes from the controller's address; unless the gateway believes what it says of its clients, all of them share one limit, and one of them can use it up",
    example: 'via: { kind: "ingress" } with a rateLimit by address and no trustedProxies',
  },
  hiddenPath: {
    code: "ASH-GATE-007",
    title: "a route opens what its endpoint keeps inside",
    cure: "route to the endpoint's public paths; reach the others from inside of the platform",
    why: "a server says which of its paths are for the public; a route to more of it would open what stands beside them, such as an administration or metrics",
    example: 'routes: [{ path: "/auth", to: auth.api }], where auth.api is public below /auth/realms alone',
  },
  noRoutes: {
    code: "ASH-GATE-008",
    title: "a gateway without a route",
    severity: "warning",
    cure: "add a route, or leave the gateway out",
    why: "a gateway takes public ports and certificates, and without a route it answers every request with 404; mostly a route was forgotten",
    example: 'new Kong(platform, "gateway", {})',
  },
  to: {
    code: "ASH-GATE-009",
    title: "leads to no endpoint",
    cure: "pass `to`: an endpoint of a component, or an ExternalEndpoint for a server outside of the platform",
    why: "what a gateway calls is a connection, from which ways out, certificates and network policies follow; a host, a url or a component as a whole says too little for that, and no way would be open",
    example: 'new Kong(…, { plugins: { "http-log": { http_endpoint: "https://logs.acme.example" } } })',
  },
  groups: {
    code: "ASH-GATE-003",
    title: "nobody can pass a route",
    cure: "put a consumer into one of the groups, or leave them out",
    why: "a route lets members of its groups pass, and no consumer is a member of one; so it is closed to everybody, which nobody means",
    example: 'routes: [{ path: "/admin", to: api, groups: ["staff"] }], and no consumer in the group staff',
  },
});
