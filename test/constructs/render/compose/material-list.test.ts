import { issuedCertificate } from "../../../../constructs/model/issued-certificate";
import { Platform } from "../../../../constructs/model/platform";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import { MTLS, Sample } from "../../../support/sample";

const IDENTITY = { kind: "identity", forms: ["cert", "key", "ca"] } as const;

describe("an identity on Compose", () => {
  it("is issued for the service's name, loopback and the names that clients call beside them, each once", () => {
    const platform = new Platform("acme");
    const serve = { ...MTLS, hostnames: ["server", "www.acme.example", "*.acme.example"] };
    new Sample(platform, "server", { serve, container: { material: [IDENTITY] } });
    const [identity] = renderCompose(platform).material.identities;
    expect(identity?.dnsNames).toEqual(["server", "localhost", "*.acme.example", "www.acme.example"]);
  });
});

describe("a certificate that another issuer would sign", () => {
  const issuer = { name: "letsencrypt", kind: "ClusterIssuer" } as const;
  const certificate = issuedCertificate({ id: "public", hostnames: ["acme.example"], issuer });

  it("is nowhere on Compose, once that loss is accepted: no volume is mounted and nothing is waited for", () => {
    const platform = new Platform("acme", { allowLoss: ["container.material.issued"] });
    new Sample(platform, "gateway", { container: { material: [{ kind: "issued", certificate }] } });
    const { file, material } = renderCompose(platform);
    expect(Object.keys(file.services)).toEqual(["gateway"]);
    expect(file.services["gateway"]).not.toHaveProperty("volumes");
    expect(file.services["gateway"]).not.toHaveProperty("depends_on");
    expect(material.identities).toEqual([]);
  });

  it("does not keep the other material from its reader", () => {
    const platform = new Platform("acme", { allowLoss: ["container.material.issued"] });
    new Sample(platform, "gateway", { container: { material: [{ kind: "issued", certificate }, IDENTITY] } });
    const { file } = renderCompose(platform);
    expect(file.services["gateway"]?.volumes).toMatchObject([{ target: "/run/ashlar" }]);
    expect(Object.keys(file.services)).toContain("material");
  });
});
