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
  groups: {
    code: "ASH-GATE-003",
    title: "nobody can pass a route",
    cure: "put a consumer into one of the groups, or leave them out",
  },
});
