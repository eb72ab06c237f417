import { defineCodes } from "../model/codes";

/** What can be wrong with a Keycloak's declaration. */
export const KEYCLOAK_CODES = defineCodes({
  wildcardRedirect: {
    code: "ASH-KC-001",
    title: "a client takes any redirect",
    cure: "name the paths or uris that browsers come back to",
    why: "after a login the browser carries a code to the redirect uri; where that may be any address, a link prepared by somebody else sends the code to a server of theirs",
    example:
      'clients: { web: { redirectUris: ["*"] } }, or "https://app.example*", which app.example.elsewhere.example fits too',
  },
  smtpLogin: {
    code: "ASH-KC-003",
    title: "a login at the mail relay is half said",
    cure: "give both the user and the password's secret, or neither",
    why: "a mail relay either asks for a login or does not; a user without a password cannot log in, and a password without a user is nobody's, so mails would fail when the first one is sent",
    example: 'smtp: { relay, from: "no-reply@acme.example", user: "acme" } without a password',
  },
  otherServer: {
    code: "ASH-KC-004",
    title: "an identity provider's url leads to another server than the declared one",
    cure: "name the host of the endpoint, or declare another endpoint",
    why: "Keycloak itself calls the token and key urls of an identity provider, and the declared endpoint is the only way out that is opened for it; a url of another host or port would time out at the first login",
    example: 'server: an endpoint of id.example:443, tokenUrl: "https://login.example/token"',
  },
  plainRedirect: {
    code: "ASH-KC-002",
    title: "a client takes redirects without TLS",
    cure: "use https, or a loopback address for programs on the user's own machine",
    why: "the code of a login would cross the network as it is, and whoever reads it on the way can use it first",
    example: 'clients: { web: { redirectUris: ["http://app.example/callback"] } }',
  },
  everyPath: {
    code: "ASH-KC-005",
    title: "a client's logins may end at every path of a host",
    severity: "warning",
    cure: "name the paths that browsers come back to, for example /app/callback",
    why: "whatever else the host serves, a page that leads on to other addresses or shows its own address included, can be sent the code of a login; outside of development a client names the paths that it has",
    example:
      'clients: { web: { redirectUris: ["/*"] } }, which is what the default client of the stack baas has in dev',
  },
});
