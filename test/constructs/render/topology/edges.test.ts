import { KeyIssuer } from "../../../../constructs/issuer/key-issuer";
import { ExternalEndpoint } from "../../../../constructs/model/external-endpoint";
import { Platform } from "../../../../constructs/model/platform";
import { Secret } from "../../../../constructs/model/secret";
import { ExternalDatabase } from "../../../../constructs/postgres/external-database";
import { PostgREST } from "../../../../constructs/postgrest/postgrest";
import { lowerPlatform } from "../../../../constructs/render/lower";
import { topologyOf } from "../../../../constructs/render/topology/lowered-topology";
import { securityText } from "../../../../constructs/render/topology/wording";
import { identity, mail } from "../../keycloak/sample-keycloak";

const topology = (platform: Platform) => topologyOf(lowerPlatform(platform, "compose"));

/** How the edge to a server outside is told. */
function told(platform: Platform, to: string): readonly string[] {
  const { edges } = topology(platform);
  return [...new Set(edges.filter((edge) => edge.to === to).map(securityText))];
}

describe("a mail relay", () => {
  const relay = (port: number, security?: "tls" | "starttls") =>
    told(identity((platform) => ({ smtp: { ...mail(platform, port), security } })).platform, "acme/relay");

  it.each([
    [587, undefined, "TLS, negotiated"],
    [465, undefined, "TLS"],
    [587, "tls", "TLS"],
    [465, "starttls", "TLS, negotiated"],
  ] as const)("at port %s, spoken with by %s, is reached by %s", (port, security, text) => {
    expect(relay(port, security)).toEqual([text]);
  });
});

it("a foreign PostgreSQL is asked for TLS in plain text first", () => {
  const platform = new Platform("acme", { publicUrl: "https://acme.example" });
  const server = new ExternalEndpoint(platform, "crm-db", {
    ...{ host: "db.acme.example", port: 5432, protocol: "postgresql", cidrs: ["203.0.113.7/32"] },
  });
  const password = new Secret(platform, "crm-password", { kind: "given", describe: "password of the role crm" });
  const logins = { crm: password, authenticator: password, postgrest_keys: password };
  const database = new ExternalDatabase(platform, "crm", {
    server,
    name: "crm",
    owner: "crm",
    logins,
  });
  new PostgREST(platform, "rest", { database, issuer: new KeyIssuer(platform, "issuer"), audience: "acme" });
  expect(told(platform, "acme/crm-db")).toEqual(["TLS, negotiated"]);
});

describe("a component", () => {
  it("is called what its class declares, whatever a bundler has made of the class's name", () => {
    const { platform } = identity();
    for (const component of platform.graph.components)
      Object.defineProperty(component.constructor, "name", { value: "t", configurable: true });
    expect(topology(platform).components.map(({ type }) => type)).toEqual(["Keycloak", "Postgres"]);
  });
});
