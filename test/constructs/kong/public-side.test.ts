import { Kong } from "../../../constructs/kong/kong";
import { Platform } from "../../../constructs/model/platform";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { BEHIND_SIDECAR, Sample } from "../../support/sample";
import { gateway, problemsOf } from "./sample-gateway";

describe("the public side", () => {
  it("is proved by the platform's own authority unless told otherwise", () => {
    const { platform } = gateway();
    const { identities } = renderCompose(platform).material;
    expect(identities.find(({ name }) => name === "gateway")?.dnsNames).toContain("acme.example");
  });

  it("is proved by a certificate that the user has: two given secrets, of which one is for the other", () => {
    const { platform } = gateway(({ api }) => ({
      publicTls: { kind: "given" },
      routes: [{ path: "/a", to: api.server, host: "api.acme.example" }],
    }));
    const secrets = renderCompose(platform).material.secrets.filter(({ name }) => name.startsWith("gateway-public"));
    expect(secrets).toMatchObject([
      {
        name: "gateway-public-certificate",
        recipe: { format: { key: "gateway-public-key", hostnames: ["acme.example", "api.acme.example"] } },
      },
      { name: "gateway-public-key" },
    ]);
  });

  it("is proved by an issuer's certificate on Kubernetes, and on Compose that is a loss that is told", () => {
    const make = () =>
      gateway(({ api }) => ({
        publicTls: { kind: "issuer", issuer: { name: "letsencrypt" } },
        routes: [{ path: "/a", to: api.server }],
      })).platform;
    const certificates = renderKubernetes(make()).objects.filter(({ kind }) => kind === "Certificate");
    expect(JSON.stringify(certificates)).toContain("letsencrypt");
    expect(problemsOf(make)).toEqual(["ASH-TARGET-002 acme/gateway/main/kong"]);
  });

  it("leads from http to https where https is at its usual port, and publishes nothing else", () => {
    expect(
      renderCompose(gateway().platform).file.services["gateway"]?.ports?.map(({ published }) => published),
    ).toEqual(["80", "443"]);
    const { platform } = gateway(undefined, { publicUrl: "https://localhost:8443" });
    expect(renderCompose(platform).file.services["gateway"]?.ports?.map(({ published }) => published)).toEqual([
      "8443",
    ]);
  });

  it.each([
    ["no public url", undefined],
    ["a public url without TLS", "http://acme.example"],
    ["a public url with a path", "https://acme.example/app"],
  ])("%s: refused", (_, publicUrl) => {
    const make = () => {
      const platform = new Platform("acme", publicUrl === undefined ? {} : { publicUrl });
      const api = new Sample(platform, "api", { serve: BEHIND_SIDECAR });
      new Kong(platform, "gateway", { routes: [{ path: "/a", to: api.server }] });
      return platform;
    };
    expect(problemsOf(make)).toEqual(["ASH-GATE-002 acme/gateway:publicUrl"]);
  });
});
