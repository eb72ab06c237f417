import type { Container, Material } from "../../../../constructs/model/container";
import { issuedFile } from "../../../../constructs/model/expression";
import { issuedCertificate } from "../../../../constructs/model/issued-certificate";
import { Platform, type PlatformProps } from "../../../../constructs/model/platform";
import { Secret } from "../../../../constructs/model/secret";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { problemsOf } from "../../../../constructs/testing";
import { container, objectOf, objectsOf, podOf, Program } from "./sample";

const issuer = { name: "letsencrypt", kind: "ClusterIssuer" } as const;
const certificate = issuedCertificate({ id: "public", hostnames: ["www.acme.example", "acme.example"], issuer });
const material = [{ kind: "issued", certificate }] as const;

/** A gateway whose container has such a certificate. */
function gateway(changes: Partial<Container> = {}, props: PlatformProps = {}): Platform {
  const platform = new Platform("acme", props);
  new Program(platform, "gateway", { container: container("kong", { material, ...changes }) });
  return platform;
}

describe("a certificate that another issuer signs", () => {
  it("is asked for by its hosts, to prove a server and no client", () => {
    expect(objectOf(gateway(), "Certificate", "gateway-issued-public").spec).toMatchObject({
      dnsNames: ["acme.example", "www.acme.example"],
      secretName: "gateway-issued-public",
      issuerRef: { ...issuer, group: "cert-manager.io" },
      usages: ["digital signature", "server auth"],
    });
    const { spec } = objectOf(gateway(), "Certificate", "gateway-issued-public");
    // How long it lives is its issuer's to say.
    for (const field of ["commonName", "uris", "duration"]) expect(spec).not.toHaveProperty(field);
  });

  it("stands among the container's material, where expressions find it", () => {
    const env = { CERT: issuedFile(certificate, "cert"), KEY: issuedFile(certificate, "key") };
    const pod = podOf(gateway({ env }), "gateway");
    expect(pod.volumes?.[0]?.projected?.sources).toEqual([
      {
        secret: {
          name: "gateway-issued-public",
          items: [
            { key: "tls.crt", path: "issued/public/tls.crt" },
            { key: "tls.key", path: "issued/public/tls.key" },
          ],
        },
      },
    ]);
    expect(pod.containers[0]?.env).toEqual([
      { name: "CERT", value: "/run/ashlar/issued/public/tls.crt" },
      { name: "KEY", value: "/run/ashlar/issued/public/tls.key" },
    ]);
  });

  it("needs cert-manager whoever issues the platform's own, and no authority of the platform", () => {
    for (const pki of ["auto", "local", "existing"] as const) {
      const { prerequisites, objects, material: list } = renderKubernetes(gateway({}, { pki }));
      expect(prerequisites).toMatchObject([{ name: "cert-manager" }]);
      expect(objects.map(({ kind }) => kind)).not.toContain("Issuer");
      expect(list.identities).toEqual([]);
    }
  });

  it("is issued once for all containers that read it", () => {
    const platform = new Platform("acme");
    const sidecars = [container("reloader", { material })];
    new Program(platform, "gateway", { container: container("kong", { material }), sidecars });
    expect(objectsOf(platform, "Certificate")).toHaveLength(1);
  });

  it.each<[string, readonly Material[], string]>([
    [
      "two of one id",
      [...material, { kind: "issued", certificate: { ...certificate, hostnames: ["other.example"] } }],
      "ASH-GRAPH-009",
    ],
    ["one for nobody", [{ kind: "issued", certificate: { ...certificate, hostnames: [] } }], "ASH-PKI-003"],
    [
      "one for an address",
      [{ kind: "issued", certificate: { ...certificate, hostnames: ["203.0.113.7"] } }],
      "ASH-PKI-004",
    ],
    ["one without a proper id", [{ kind: "issued", certificate: { ...certificate, id: "Public" } }], "ASH-NAME-001"],
  ])("is refused: %s", (_what, changed, code) => {
    expect(problemsOf(() => renderKubernetes(gateway({ material: changed }))).map((item) => item.code)).toContain(code);
  });

  it("has a Secret that no other may stand in the place of", () => {
    const platform = gateway();
    new Secret(platform, "gateway-issued-public", { kind: "uuid" });
    expect(() => renderKubernetes(platform)).toThrow(/ASH-NAME-003.*certificate gateway-issued-public/);
  });

  it("cannot be named by a container that does not have it", () => {
    const env = { CERT: issuedFile(certificate, "cert") };
    expect(problemsOf(() => renderKubernetes(gateway({ env, material: [] })))).toMatchObject([
      { code: "ASH-GRAPH-007", value: '"/run/ashlar/issued/public/tls.crt"' },
    ]);
  });
});
