import { groupSidecars } from "../../../constructs/mesh/mesh";
import { Platform } from "../../../constructs/model/platform";
import type { Workload } from "../../../constructs/model/workload";
import { lowerPlatform } from "../../../constructs/render/lower";
import { BEHIND_SIDECAR, behindSidecar, MTLS, Sample, sampleContainer } from "../../support/sample";

function lowered(sample: Sample): Workload {
  const workload = lowerPlatform(Platform.of(sample), "compose").workloadOf(sample.peer);
  if (workload === undefined) throw new Error(`${sample.node.path} has no workload`);
  return workload;
}

const names = ({ sidecars }: Pick<Workload, "sidecars">): readonly string[] => sidecars.map(({ name }) => name);

describe("what the mesh adds to a workload", () => {
  it("is nothing where programs speak TLS themselves", () => {
    const platform = new Platform("acme");
    const server = new Sample(platform, "server", { serve: MTLS });
    const client = new Sample(platform, "client");
    client.peer.connect(server.server);
    expect([...names(lowered(server)), ...names(lowered(client))]).toEqual([]);
  });

  it("is a sidecar for each endpoint that asks for one, and a tunnel for each connection that does", () => {
    const platform = new Platform("acme");
    const servers = ["one", "two"].map((id) => new Sample(platform, id, { serve: BEHIND_SIDECAR }));
    const both = new Sample(platform, "both", { serve: behindSidecar({ port: 9443, serverPort: 9080 }) });
    for (const { server } of servers) both.peer.connect(server, { client: "tunnel" });
    servers[0]?.peer.connect(both.server, { wait: "none" });
    expect(names(lowered(both))).toEqual(["tunnel-0", "tunnel-1", "tls-http"]);
  });

  it("stands around the component's own sidecars: tunnels before them, servers' sidecars after", () => {
    const platform = new Platform("acme");
    const { server } = new Sample(platform, "server", { serve: MTLS });
    const sidecars = [sampleContainer({ name: "log-shipper" })];
    const client = new Sample(platform, "client", { serve: BEHIND_SIDECAR, workload: { sidecars } });
    client.peer.connect(server, { client: "tunnel" });
    const workload = lowered(client);
    expect(names(workload)).toEqual(["tunnel-0", "log-shipper", "tls-http"]);
    const groups = groupSidecars(workload);
    expect(names({ sidecars: groups.tunnels })).toEqual(["tunnel-0"]);
    expect(names({ sidecars: groups.declared })).toEqual(["log-shipper"]);
    expect(names({ sidecars: groups.servers })).toEqual(["tls-http"]);
  });

  it("is the same for every replica's workload, however often it is lowered", () => {
    const platform = new Platform("acme");
    const server = new Sample(platform, "server", { serve: BEHIND_SIDECAR, run: { kind: "service", replicas: 3 } });
    expect(names(lowered(server))).toEqual(["tls-http"]);
    expect(names(lowered(server))).toEqual(["tls-http"]);
  });
});
