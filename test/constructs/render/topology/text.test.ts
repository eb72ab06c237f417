import { topologyText } from "../../../../constructs/render/topology/text";
import { acmeTopology } from "./acme";

describe("a topology as text", () => {
  const text = topologyText(acmeTopology());

  it("begins with what is public", () => {
    expect(text.split("\n").slice(0, 3)).toEqual([
      "acme in prod on kubernetes",
      "  https://acme.example ⇒ gateway",
      "    /auth → auth",
    ]);
  });

  it("tells of each workload whom it calls, and how", () => {
    expect(text).toContain(
      [
        "  shop/worker: Sample in shop",
        "    worker (service)",
        "      → api                                      http 8443  mTLS, by name; tunnel → sidecar",
        "      → legacy (10.0.0.9)                        http 80    plain",
        "      → Kubernetes API (kubernetes.default.svc)  http 443   TLS",
        "",
      ].join("\n"),
    );
  });

  it("says of a port that only redirects that it does, and leads nowhere else", () => {
    const topology = acmeTopology();
    const redirects = topology.exposures.map((exposure) => ({ ...exposure, port: 80, security: "redirect" as const }));
    expect(
      topologyText({ ...topology, exposures: redirects })
        .split("\n")
        .slice(1, 4),
    ).toEqual(["  http://acme.example ⇒ gateway", "    redirects to https", "  api: Sample"]);
  });
});
