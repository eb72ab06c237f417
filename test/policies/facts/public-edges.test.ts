import type { ExposureFacts } from "../../../policies/facts/facts";
import { readPublicEdges } from "../../../policies/facts/public-edges";
import type { WorkloadFacts } from "../../../policies/facts/workload";
import { factsAfter } from "../rules/judge";

const DB = factsAfter("compose", []).workloads.find(({ path }) => path === "services.db")!;

const WAY_IN: ExposureFacts = {
  path: "services.db",
  kind: "published",
  workload: "services.db",
  port: 5432,
  protocol: "TCP",
  address: undefined,
  text: "5432:5432",
};

const edges = (exposures: readonly Partial<ExposureFacts>[], db: Partial<WorkloadFacts> = {}) =>
  readPublicEdges(
    [{ ...DB, ...db }],
    exposures.map((part) => ({ ...WAY_IN, ...part })),
  ).map(({ client, from, port, protocol, status, isPublic }) => ({
    kind: client.kind,
    from,
    to: `${port}/${protocol}`,
    status,
    isPublic,
  }));

describe("whoever comes in from outside", () => {
  it("comes by what is published, to the listener behind it", () => {
    expect(edges([{}])).toEqual([
      {
        kind: "public",
        from: "whoever reaches the host (published as 5432:5432)",
        to: "5432/TCP",
        status: "proven",
        isPublic: true,
      },
    ]);
  });

  it.each([
    ["published", "whoever reaches the host (published as 5432:5432)"],
    ["host-port", "whoever reaches the node (host port 5432:5432)"],
    ["node-port", "whoever reaches a node (services.db, node port 5432:5432)"],
    ["load-balancer", "whoever reaches the load balancer (services.db, 5432:5432)"],
    ["external-address", "whoever reaches the address (services.db, 5432:5432)"],
    ["ingress", "whoever comes through services.db (5432:5432)"],
  ] as const)("is called by the way: %s", (kind, from) => {
    expect(edges([{ kind }])).toMatchObject([{ kind: "public", from }]);
  });

  it.each(["127.0.0.1", "127.9.9.9", "::1", "localhost"])("is a program of the machine alone on %s", (address) => {
    expect(edges([{ address }])).toMatchObject([{ kind: "machine" }]);
  });

  it.each(["0.0.0.0", "::", "192.0.2.7", "${BIND}"])("is anybody on %s", (address) => {
    expect(edges([{ address }])).toMatchObject([{ kind: "public" }]);
  });

  it("is told once for each way and port", () => {
    expect(edges([{}, {}, { text: "6000:5432" }]).map(({ from }) => from)).toHaveLength(2);
  });

  it("finds nothing proven where no container listens, nor with another protocol", () => {
    expect(edges([{ port: 9999 }])).toMatchObject([{ to: "9999/TCP", status: "unproven" }]);
    expect(edges([{ protocol: "UDP" }])).toMatchObject([{ to: "5432/UDP", status: "unproven" }]);
  });

  it("may come to every port when only the environment knows which", () => {
    expect(edges([{ port: undefined }])).toMatchObject([{ to: "5432/TCP", status: "proven" }]);
    expect(edges([{ port: undefined }], { listeners: [] })).toMatchObject([{ to: "1/TCP", status: "unproven" }]);
  });

  it("does not come to loopback, to what is cut off, or to what the artifact does not hold", () => {
    const listeners = DB.listeners.map((listener) => ({ ...listener, loopbackOnly: true }));
    expect(edges([{}], { listeners })).toEqual([]);
    expect(edges([{}], { isCutOff: true })).toEqual([]);
    expect(edges([{ workload: undefined }])).toEqual([]);
  });

  it("reaches every listener of what shares its machine's network, published or not", () => {
    const from = "whoever reaches the machine whose network it shares";
    expect(edges([], { hostNamespaces: ["network"] })).toMatchObject([{ kind: "public", from, to: "5432/TCP" }]);
    expect(edges([{}], { hostNamespaces: ["network"] })).toMatchObject([{ from }]);
    expect(edges([], { hostNamespaces: ["pid"] })).toEqual([]);
  });
});
