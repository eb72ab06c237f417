import { defineCodes } from "../model/codes";

/** What can be wrong with a Keycloak's declaration. */
export const KEYCLOAK_CODES = defineCodes({
  wildcardRedirect: {
    code: "ASH-KC-001",
    title: "a client takes any redirect",
    cure: "name the paths or uris that browsers come back to",
  },
  smtpLogin: {
    code: "ASH-KC-003",
    title: "a login at the mail relay is half said",
    cure: "give both the user and the password's secret, or neither",
  },
  otherServer: {
    code: "ASH-KC-004",
    title: "an identity provider's url leads to another server than the declared one",
    cure: "name the host of the endpoint, or declare another endpoint",
  },
  plainRedirect: {
    code: "ASH-KC-002",
    title: "a client takes redirects without TLS",
    cure: "use https, or a loopback address for programs on the user's own machine",
  },
});
