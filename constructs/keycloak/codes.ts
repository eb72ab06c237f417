import { defineCodes } from "../model/codes";

/** What can be wrong with a Keycloak's declaration. */
export const KEYCLOAK_CODES = defineCodes({
  wildcardRedirect: {
    code: "ASH-KC-001",
    title: "a client takes any redirect",
    cure: "name the paths or uris that browsers come back to",
  },
  plainRedirect: {
    code: "ASH-KC-002",
    title: "a client takes redirects without TLS",
    cure: "use https, or a loopback address for programs on the user's own machine",
  },
});
