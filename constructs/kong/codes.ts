import { defineCodes } from "../model/codes";

/** What can be wrong with the plugins of a Kong. */
export const KONG_CODES = defineCodes({
  refusedPlugin: {
    code: "ASH-KONG-001",
    title: "a plugin that cannot work in this gateway",
    cure: "leave the plugin out, and take what stands for it",
    why: "some plugins keep what they know in a database, send packets that no connection is declared for, or need upstreams that speak something else; Kong would start with them, and they would do nothing",
    example: 'new Kong(…, { plugins: { "udp-log": { host: "logs.acme.example", port: 514 } } })',
  },
  sharedDestination: {
    code: "ASH-KONG-002",
    title: "one endpoint is called in two ways",
    cure: "give each its own endpoint: routes call with the gateway's certificate, plugins through a tunnel",
    why: "Kong shows its certificate to the upstreams of routes, and plugins can show none, so that a tunnel beside it does; an endpoint of one gateway is reached in one of the two ways",
    example: 'new Kong(…, { routes: [{ path: "/logs", to: logs.http }], plugins: { "http-log": { to: logs.http } } })',
  },
  nobodyKnown: {
    code: "ASH-KONG-003",
    title: "a plugin asks for credentials that nobody has",
    severity: "warning",
    cure: 'use `auth: "key"` and consumers, or name a consumer in `anonymous`',
    why: "a consumer of this gateway has a key and no password, signature or token of its own, so that a plugin which asks for one of those lets nobody pass",
    example: 'new Kong(…, { plugins: { "basic-auth": {} } })',
  },
  unprovedServer: {
    code: "ASH-KONG-004",
    title: "a plugin does not check the server that it calls",
    severity: "warning",
    cure: "call the server from a component that checks it, or accept that whoever is in between reads along",
    why: "Kong 3.9 calls Amazon's functions over TLS without a look at the certificate, and a tunnel cannot help: the signature of a request names the host",
    example: 'new Kong(…, { plugins: { "aws-lambda": { to: lambda, … } } })',
  },
  unknownAnonymous: {
    code: "ASH-KONG-005",
    title: "nobody of that name stands for callers without credentials",
    cure: "name a consumer of this gateway in `anonymous`, and declare it in `consumers`",
    why: "Kong looks for the consumer when a request without credentials comes, and answers with an error where there is none; a misspelt name is found by users",
    example: 'new Kong(…, { consumers: { guest: {} }, plugins: { jwt: { anonymous: "gest" } } })',
  },
  sharedCache: {
    code: "ASH-KONG-006",
    title: "a cache would hand one user's answer to another",
    cure: 'set `vary_headers: ["Authorization"]`, with every other header by which the upstream knows its users, such as Cookie',
    why: "Kong keeps an answer for a consumer and a path; users who come through one application share its consumer and differ in Authorization alone, which Kong 3.9 leaves out of the cache's key, with `cache_control` too",
    example: 'new Kong(…, { plugins: { "proxy-cache": { strategy: "memory" } } })',
  },
});
