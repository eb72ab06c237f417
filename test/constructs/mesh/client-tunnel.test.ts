import { AshlarError } from "../../../constructs/model/diagnostics";
import { ExternalEndpoint, type ExternalEndpointProps } from "../../../constructs/model/external-endpoint";
import { Platform } from "../../../constructs/model/platform";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { BEHIND_SIDECAR, MTLS, Sample } from "../../support/sample";

const CA = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

function tunnelling(): Platform {
  const platform = new Platform("acme");
  const client = new Sample(platform, "client");
  for (const [id, serve] of [
    ["one", MTLS],
    ["two", BEHIND_SIDECAR],
  ] as const) {
    client.peer.connect(new Sample(platform, id, { serve }).server, { client: "tunnel" });
  }
  return platform;
}

it("leads from a loopback port to the server, whose host name and full name are checked", () => {
  const { services } = renderCompose(tunnelling()).file;
  expect(services["client-tunnel-0"]?.command).toEqual([
    "client",
    "--listen=127.0.0.1:15000",
    "--target=one:8443",
    "--cert=/run/ashlar/identity/tls.crt",
    "--key=/run/ashlar/identity/tls.key",
    "--cacert=/run/ashlar/identity/ca.crt",
    "--verify-uri=spiffe://dev.acme.internal/one",
    "--status=http://127.0.0.1:16100",
    "--timed-reload=1m",
    "--shutdown-timeout=10s",
  ]);
});

it("each connection has one of its own, with ports of its own", () => {
  const { services } = renderCompose(tunnelling()).file;
  expect(services["client-tunnel-1"]?.command).toEqual(
    expect.arrayContaining([
      "--listen=127.0.0.1:15001",
      "--target=two:8443",
      "--verify-uri=spiffe://dev.acme.internal/two",
      "--status=http://127.0.0.1:16101",
    ]),
  );
});

it("reaches the same server under the cluster's name of it", () => {
  const text = JSON.stringify(renderKubernetes(tunnelling()).objects);
  expect(text).toMatch(/"--target=one\.acme-dev\.svc[^"]*:8443"/);
  expect(text).toContain('"--verify-uri=spiffe://dev.acme.internal/one"');
});

describe("to a server outside of the platform", () => {
  function mailing(props: Partial<ExternalEndpointProps>): Platform {
    const platform = new Platform("acme");
    const relay = new ExternalEndpoint(platform, "relay", {
      host: "mail.example",
      port: 465,
      cidrs: ["203.0.113.7/32"],
      ...props,
    });
    new Sample(platform, "client").peer.connect(relay, { client: "tunnel" });
    return platform;
  }

  it("shows no certificate of ours, which nobody there knows, and trusts the public authorities", () => {
    const { services } = renderCompose(mailing({})).file;
    const tunnel = services["client-tunnel-0"];
    expect(tunnel?.command).toEqual(expect.arrayContaining(["--target=mail.example:465", "--disable-authentication"]));
    expect(JSON.stringify(tunnel?.command)).not.toMatch(/--(?:cert|key|cacert|verify-uri)=/);
    expect(tunnel?.volumes).toBeUndefined();
  });

  it("trusts the authority that the server is declared with, and no other", () => {
    const artifact = renderCompose(mailing({ ca: CA }));
    expect(artifact.file.services["client-tunnel-0"]?.command).toContain("--cacert=/etc/ashlar/tunnel-0-ca.crt");
    expect(artifact.files.map(({ text }) => text)).toContain(CA);
    const config = renderKubernetes(mailing({ ca: CA })).objects.find(({ kind }) => kind === "ConfigMap");
    expect(JSON.stringify(config)).toContain("tunnel-0-ca.crt");
  });

  it("is refused where the server speaks no TLS", () => {
    const attempt = (): unknown => renderCompose(mailing({ tls: "plain" }));
    expect(attempt).toThrow(AshlarError);
    expect(attempt).toThrow(
      "ASH-TARGET-002: cannot tunnel to acme/relay: a tunnel speaks TLS, and the server does not",
    );
  });
});
