import type { EndpointProps } from "../../../constructs/model/endpoint";
import { expose } from "../../../constructs/model/exposure";
import { issuedCertificate } from "../../../constructs/model/issued-certificate";
import { Platform } from "../../../constructs/model/platform";
import { Cron, Duration, Size } from "../../../constructs/model/units";
import { lowerPlatform } from "../../../constructs/render/lower";
import { problemsOf } from "../../../constructs/testing";
import { MTLS, Sample, sampleContainer, type SampleProps } from "../../support/sample";

const every = Duration.minutes(5);
const disk = {
  kind: "volume",
  volume: { kind: "volume", id: "data", size: Size.gibibytes(1), backup: true },
  path: "/data",
} as const;
const askHttp = { ready: { forms: { http: { port: 80, path: "/" } }, every, timeout: every, failures: 1 } };
const material = [{ kind: "identity", forms: ["cert", "key", "ca"] }] as const;

const issuer = { name: "letsencrypt", kind: "ClusterIssuer" } as const;
const issued = {
  kind: "issued",
  certificate: issuedCertificate({ id: "public", hostnames: ["acme.example"], issuer }),
} as const;

/** Codes and fields of what a sample's render says. */
function said(
  target: "compose" | "kubernetes",
  props: SampleProps,
  allowLoss: readonly string[] = [],
): readonly string[] {
  const platform = new Platform("acme", { allowLoss: [...allowLoss] });
  new Sample(platform, "app", props);
  let notes: readonly { readonly code: string; readonly message: string }[] = [];
  const problems = problemsOf(() => (notes = lowerPlatform(platform, target).notes));
  return [...problems, ...notes].map(({ code, message }) => `${code} ${message.split(" ")[0] ?? ""}`);
}

describe("what a target cannot honour", () => {
  test.each<[string, SampleProps]>([
    ["workload.run.stateful.replicas", { run: { kind: "stateful", replicas: 2 } }],
    [
      "workload.run.cron.expression",
      { run: { kind: "cron", schedule: { cron: Cron.parse("0 3 * * *") as Cron }, timeout: every } },
    ],
    [
      "workload.run.cron.init",
      {
        run: { kind: "cron", schedule: { every }, timeout: every },
        workload: { init: [sampleContainer({ name: "prepare" })] },
      },
    ],
    ["workload.run.service.volume", { run: { kind: "service", replicas: 2 }, container: { mounts: [disk] } }],
    ["workload.apiAccess", { workload: { apiAccess: true } }],
    ["container.probes.http", { container: { probes: askHttp } }],
    ["container.material.issued", { container: { material: [issued] } }],
  ])("%s is an error on Compose, and a warning once it is accepted by name", (field, props) => {
    expect(said("compose", props)).toContain(`ASH-TARGET-002 ${field}`);
    expect(said("compose", props, [field])).toContain(`ASH-TARGET-003 ${field}`);
    expect(said("compose", props, [field])).not.toContain(`ASH-TARGET-002 ${field}`);
  });

  test("what Kubernetes has and Compose has not is said on Compose alone", () => {
    expect(said("kubernetes", { workload: { apiAccess: true } })).not.toContain("ASH-TARGET-002 workload.apiAccess");
  });

  test("a way in that Compose does not have is a port of the host there, and noted", () => {
    const platform = new Platform("acme");
    const serve: EndpointProps = { port: 8443, protocol: "http", tls: { mode: "tls" } };
    const { server: gateway } = new Sample(platform, "gateway", { serve });
    const way = { gateway, to: gateway, publishedPort: 443, host: "acme.example" };
    expose({ ...way, path: "/", via: { kind: "load-balancer" } });
    expose({ ...way, path: "/rest", via: { kind: "ingress", issuer } });
    expose({ ...way, path: "/auth", via: { kind: "gateway-api", gateway: { name: "public", namespace: "gateways" } } });
    const fields = (target: "compose" | "kubernetes"): readonly string[] =>
      lowerPlatform(platform, target)
        .notes.map(({ message }) => message.split(" ")[0] ?? "")
        .filter((field) => field.startsWith("exposure"));
    expect(fields("compose")).toEqual(["exposure.gateway-api", "exposure.ingress", "exposure.ingress.issuer"]);
    expect(fields("kubernetes")).toEqual([]);
  });

  test("a program that must be told of a new certificate is noted, one that watches is not", () => {
    const run = { kind: "service", replicas: 1 } as const;
    const reloading = (kind: "watch" | "restart"): SampleProps => ({
      run,
      container: { material },
      workload: { reload: { kind } },
    });
    expect(said("kubernetes", reloading("restart"))).toContain("ASH-TARGET-003 workload.reload.restart");
    expect(said("kubernetes", reloading("watch"))).not.toContain("ASH-TARGET-003 workload.reload.watch");
  });

  test("starts that Kubernetes does not order are noted there", () => {
    const platform = new Platform("acme");
    const server = new Sample(platform, "server", { serve: MTLS });
    new Sample(platform, "client").peer.connect(server.server);
    const fields = lowerPlatform(platform, "kubernetes").notes.map(({ message }) => message.split(" ")[0]);
    expect(fields).toContain("connection.wait");
  });
});
