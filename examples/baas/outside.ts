// Servers that the platform needs and does not run. Each is one way out, and the only one: to this host, on this port.
import {
  ExternalEndpoint,
  Secret,
  type KeycloakIdentityProviderProps,
  type KeycloakSmtpProps,
  type Platform,
} from "ashlar";

/** The company's mail relay, for password resets. `ashlar init` asks for the secret `smtp-password`. */
export function mailRelay(platform: Platform): KeycloakSmtpProps {
  const relay = new ExternalEndpoint(platform, "smtp", {
    host: "smtp.acme.example",
    port: 587,
    cidrs: ["203.0.113.25/32"],
  });
  const password = new Secret(platform, "smtp-password", { kind: "given", describe: "password of the mail account" });
  return { relay, from: "no-reply@acme.example", user: "no-reply", password };
}

/** The staff's own directory, where they log in with what they have already. */
export function staffDirectory(platform: Platform): KeycloakIdentityProviderProps {
  const server = new ExternalEndpoint(platform, "staff-directory", {
    host: "id.acme.example",
    port: 443,
    protocol: "http",
    cidrs: ["203.0.113.80/32"],
  });
  const realm = "https://id.acme.example/realms/staff";
  return {
    server,
    secret: new Secret(platform, "staff-client", { kind: "given", describe: "secret of our client in the directory" }),
    displayName: "Acme staff",
    issuer: realm,
    authorizationUrl: `${realm}/protocol/openid-connect/auth`,
    tokenUrl: `${realm}/protocol/openid-connect/token`,
    jwksUrl: `${realm}/protocol/openid-connect/certs`,
    clientId: "acme",
    trustEmail: true,
  };
}
