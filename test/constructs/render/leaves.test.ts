import { configFile } from "../../../constructs/model/config-file";
import { Diagnostics } from "../../../constructs/model/diagnostics";
import type { EndpointProps } from "../../../constructs/model/endpoint";
import { expose } from "../../../constructs/model/exposure";
import type { EndpointProperty, Leaves } from "../../../constructs/model/expression";
import { ExternalEndpoint } from "../../../constructs/model/external-endpoint";
import { Platform, type PlatformProps } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";
import { leavesFor } from "../../../constructs/render/leaves";
import { lowerPlatform } from "../../../constructs/render/lower";
import { BEHIND_SIDECAR, MTLS, Sample, type SampleProps } from "../../support/sample";

const PROPERTIES = ["host", "port", "address", "url"] as const satisfies readonly EndpointProperty[];

/** The leaves of a sample's container, and the problems that they met. */
function leavesOf(sample: Sample): { readonly leaves: Leaves; readonly problems: Diagnostics } {
  const platform = Platform.of(sample);
  const workload = lowerPlatform(platform, "compose").workloadOf(sample.peer);
  if (workload === undefined) throw new Error("no workload");
  const problems = new Diagnostics();
  const hostOf = (peer: { readonly node: { readonly path: string } }): string =>
    `host-of-${peer.node.path.split("/")[1]}`;
  return { leaves: leavesFor(workload, workload.container, { platform, problems }, hostOf), problems };
}

function app(props: SampleProps = {}, platform: PlatformProps = {}): Sample {
  return new Sample(new Platform("acme", platform), "app", props);
}

/** What a caller sees of a server's endpoint. */
function seen(serve: EndpointProps, client: "native" | "tunnel" = "native"): readonly string[] {
  const platform = new Platform("acme");
  const server = new Sample(platform, "server", { serve });
  const caller = new Sample(platform, "caller");
  caller.peer.connect(server.server, { client });
  const { leaves } = leavesOf(caller);
  return PROPERTIES.map((property) => leaves.endpoint(server.server, property));
}

describe("an endpoint, as its caller sees it", () => {
  it("is the server's host under the target's name, by the scheme of its protocol", () => {
    expect(seen(MTLS)).toEqual(["host-of-server", "8443", "host-of-server:8443", "https://host-of-server:8443"]);
    expect(seen({ ...MTLS, protocol: "postgresql" })[3]).toBe("postgresql://host-of-server:8443");
    expect(seen({ ...MTLS, protocol: "tcp" })[3]).toBe("tcp://host-of-server:8443");
  });

  it("is plain HTTP where it only redirects, also for its own server", () => {
    const platform = new Platform("acme");
    const serve: EndpointProps = { port: 8080, protocol: "http", tls: { mode: "redirect" } };
    const gateway = new Sample(platform, "gateway", { serve });
    const secure = gateway.peer.serve("secure", { port: 8443, protocol: "http", tls: { mode: "tls" } });
    const via = { kind: "load-balancer" } as const;
    expose({ gateway: gateway.server, to: secure, path: "/", publishedPort: 80, via });
    const { leaves } = leavesOf(gateway);
    expect([gateway.server, secure].map((endpoint) => leaves.endpoint(endpoint, "url"))).toEqual([
      "http://localhost:8080",
      "https://localhost:8443",
    ]);
  });

  it("is the sidecar's port where one stands in front of the server", () => {
    expect(seen(BEHIND_SIDECAR)[2]).toBe("host-of-server:8443");
  });

  it("is the caller's own tunnel, spoken to plainly, where there is one", () => {
    expect(seen(MTLS, "tunnel")).toEqual(["127.0.0.1", "15000", "127.0.0.1:15000", "http://127.0.0.1:15000"]);
  });

  it("is the server past the tunnel for the tunnel itself", () => {
    const platform = new Platform("acme");
    const server = new Sample(platform, "server", { serve: MTLS });
    const caller = new Sample(platform, "caller");
    caller.peer.connect(server.server, { client: "tunnel" });
    expect(leavesOf(caller).leaves.endpoint(server.server, "upstream")).toBe("host-of-server:8443");
  });

  it("outside the platform is what was declared", () => {
    const caller = app();
    const mail = new ExternalEndpoint(caller.node.root, "mail", {
      host: "mail.example",
      port: 80,
      protocol: "http",
      tls: "plain",
    });
    caller.peer.connect(mail);
    expect(leavesOf(caller).leaves.endpoint(mail, "url")).toBe("http://mail.example:80");
  });
});

describe("a peer's own endpoint", () => {
  it("behind a sidecar is the plain server on loopback", () => {
    const server = app({ serve: BEHIND_SIDECAR });
    expect(leavesOf(server).leaves.endpoint(server.server, "url")).toBe("http://127.0.0.1:8080");
  });

  it("on loopback is on loopback", () => {
    const server = app({ serve: { ...MTLS, tls: { mode: "loopback" } } });
    expect(leavesOf(server).leaves.endpoint(server.server, "url")).toBe("http://127.0.0.1:8443");
  });

  it("under the server's own TLS goes by the name that its certificate has", () => {
    const server = app({ serve: MTLS });
    expect(leavesOf(server).leaves.endpoint(server.server, "url")).toBe("https://localhost:8443");
  });
});

describe("a file", () => {
  const secret = (sample: Sample): Secret => new Secret(sample, "token", { kind: "hex", bytes: 16 });

  it("stands among the material when the container asks for it", () => {
    const platform = new Platform("acme");
    const token = new Secret(platform, "token", { kind: "hex", bytes: 16 });
    const material = [
      { kind: "identity", forms: ["cert"] },
      { kind: "secret", secret: token },
    ] as const;
    const { leaves, problems } = leavesOf(new Sample(platform, "app", { container: { material } }));
    expect(leaves.file({ kind: "identity", form: "cert" })).toBe("/run/ashlar/identity/tls.crt");
    expect(leaves.file({ kind: "secret", secret: token })).toBe("/run/ashlar/secrets/token");
    expect(problems.items).toEqual([]);
  });

  it("of configuration stands where it is mounted, also when the lowering declared it twice", () => {
    const file = () => configFile("app.json", { format: "json", value: {} });
    const sample = app({ container: { mounts: [{ kind: "config", config: file(), path: "/etc/app.json" }] } });
    expect(leavesOf(sample).leaves.file({ kind: "config", config: file() })).toBe("/etc/app.json");
  });

  it("that the container does not have is reported with its place", () => {
    const sample = app({ container: { material: [{ kind: "identity", forms: ["cert"] }] } });
    const token = secret(sample);
    const { leaves, problems } = leavesOf(sample);
    const config = configFile("app.json", { format: "json", value: {} });
    for (const item of [
      { kind: "identity", form: "key" },
      { kind: "secret", secret: token },
      { kind: "config", config },
    ] as const) {
      expect(leaves.file(item)).toBe("");
    }
    expect(problems.items.map(({ code, path, value }) => [code, path, value])).toEqual([
      ["ASH-GRAPH-007", "acme/app/main/app", '"/run/ashlar/files/app.json"'],
      ["ASH-GRAPH-007", "acme/app/main/app", '"/run/ashlar/identity/tls.key"'],
      ["ASH-GRAPH-007", "acme/app/main/app", '"/run/ashlar/secrets/app-token"'],
    ]);
  });
});

describe("what cannot be resolved is reported, and the rest goes on", () => {
  it("an endpoint without a connection, and one on another peer's loopback", () => {
    const platform = new Platform("acme");
    const far = new Sample(platform, "far", { serve: MTLS });
    const inner = new Sample(platform, "inner", { serve: { ...MTLS, tls: { mode: "loopback" } } });
    const sample = new Sample(platform, "app");
    sample.peer.connect(inner.server, { wait: "none" });
    const { leaves, problems } = leavesOf(sample);
    expect([leaves.endpoint(far.server, "url"), leaves.endpoint(inner.server, "url")]).toEqual(["", ""]);
    expect(problems.items.map(({ code, value }) => [code, value])).toEqual([
      ["ASH-GRAPH-006", '"acme/far/main:http"'],
      ["ASH-GRAPH-006", '"acme/inner/main:http"'],
    ]);
  });

  it("the public url, when the platform has none", () => {
    const { leaves, problems } = leavesOf(app());
    expect(leaves.publicUrl("/auth")).toBe("");
    expect(problems.items.map(({ code }) => code)).toEqual(["ASH-GRAPH-008"]);
  });
});

it("the public url has its path behind it, with one slash between them", () => {
  for (const publicUrl of ["https://acme.example", "https://acme.example/"]) {
    const { leaves } = leavesOf(app({}, { publicUrl }));
    expect(leaves.publicUrl("/auth/v1")).toBe("https://acme.example/auth/v1");
    expect(leaves.publicUrl("")).toBe("https://acme.example");
  }
});
