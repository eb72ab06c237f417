import { defineCodes } from "../model/codes";

/** What can be wrong with a gateway and its routes. */
export const GATEWAY_CODES = defineCodes({
  samePath: {
    code: "ASH-GATE-001",
    title: "two routes on one path",
    cure: "give one of them another path, host or methods",
  },
  publicUrl: {
    code: "ASH-GATE-002",
    title: "the public url is none that a gateway can serve",
    cure: "set publicUrl to an https url, for example https://acme.example",
  },
  preflight: {
    code: "ASH-GATE-004",
    title: "routes of one path let different pages call",
    cure: "give them the same cors, or paths of their own",
  },
  proxies: {
    code: "ASH-GATE-005",
    title: "a proxy in front cannot be believed",
    cure: "leave trustedProxies out where connections pass through a Gateway unopened",
  },
  oneAddress: {
    code: "ASH-GATE-006",
    title: "limits by address count everybody together",
    severity: "warning",
    cure: "name the controller's addresses in trustedProxies, count by consumer, or publish by a load balancer",
  },
  hiddenPath: {
    code: "ASH-GATE-007",
    title: "a route opens what its endpoint keeps inside",
    cure: "route to the endpoint's public paths; reach the others from inside of the platform",
  },
  groups: {
    code: "ASH-GATE-003",
    title: "nobody can pass a route",
    cure: "put a consumer into one of the groups, or leave them out",
  },
});
