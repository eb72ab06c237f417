import { kongDeclaration } from "../../../constructs/kong/entities";
import { assembled, AUTHORITY, valueOf } from "./assembled";
import { gateway } from "./sample-gateway";

/** A declarative file that a test spoils. */
interface Spoilt {
  readonly services: [Record<string, unknown> & { readonly routes: [Record<string, unknown>] }, SecondService];
  readonly keyauth_credentials: [{ consumer: string }];
  readonly plugins: Record<string, unknown>[];
  ca_certificates: unknown[];
}

interface SecondService {
  readonly routes: [{ readonly plugins: [{ readonly config: Record<string, unknown> }] }];
}

describe("the declarative file that Kong starts with", () => {
  const made = () =>
    assembled(
      gateway(({ api, auth }) => ({
        consumers: { web: { groups: ["anon"] }, jobs: {} },
        routes: [
          { path: "/rest/v1", to: api.server, groups: ["anon"], keyInQuery: true },
          { path: "/auth", to: auth.server, auth: "none", stripPath: false, cors: false, rateLimit: false },
        ],
      })).platform,
    );

  it("has nothing that Kong does not know, and every reference in it leads somewhere", () => {
    expect(kongDeclaration.safeParse(made()).error?.issues).toBeUndefined();
  });

  it("holds one certificate of the authority, and the keys by their consumers", () => {
    expect(made()).toMatchObject({
      ca_certificates: [{ cert: AUTHORITY }],
      keyauth_credentials: [
        { consumer: "jobs", key: valueOf("gateway-key-jobs") },
        { consumer: "web", key: valueOf("gateway-key-web") },
      ],
    });
  });

  it.each<[string, (file: Spoilt) => void]>([
    ["an unknown key", (file) => void (file.services[0]["tls_verfy"] = true)],
    ["an upstream that is not checked", (file) => void delete file.services[0]["tls_verify"]],
    ["a client's host handed on", (file) => void (file.services[0].routes[0]["preserve_host"] = true)],
    ["an unknown setting of a plugin", (file) => void (file.services[1].routes[0].plugins[0].config["alow"] = [])],
    ["a plugin of a route that is not there", (file) => void file.plugins.push({ ...file.plugins[0], route: "other" })],
    [
      "a plugin that this gateway does not have",
      (file) => void (file.plugins[0] = { ...file.plugins[0], name: "acme" }),
    ],
    ["an authority that is not there", (file) => void (file.ca_certificates = [])],
    ["a key of nobody", (file) => void (file.keyauth_credentials[0].consumer = "nobody")],
  ])("%s: refused by the schema", (_, spoil) => {
    const file = made();
    spoil(file as Spoilt);
    expect(kongDeclaration.safeParse(file).success).toBe(false);
  });
});
