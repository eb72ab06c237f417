import { composeFacts } from "../../../../policies/facts/compose";

/** The ports of the host that one service takes, as `address:port/protocol`. */
function taken(...ports: readonly unknown[]): readonly string[] {
  return composeFacts({ services: { a: { ports } } }).takenPorts.map(
    ({ address, port, protocol }) => `${address ?? "*"}:${port}/${protocol}`,
  );
}

describe("ports of the host", () => {
  it("are read in every short form", () => {
    expect(taken("80:8080", "127.0.0.1:443:8443", "[::1]:53:53/udp", 9000, "127.0.0.1::22")).toEqual([
      "*:80/TCP",
      "127.0.0.1:443/TCP",
      "::1:53/UDP",
    ]);
  });

  it("are read in the long form", () => {
    expect(taken({ target: 80, published: "8080", host_ip: "127.0.0.1", protocol: "udp" }, { target: 80 })).toEqual([
      "127.0.0.1:8080/UDP",
    ]);
  });

  it("are each of a range, but none that cannot be", () => {
    expect(taken("8000-8002:80-82", "0:80", "70000:80", "9-8:80")).toEqual(["*:8000/TCP", "*:8001/TCP", "*:8002/TCP"]);
  });

  it("are left out where only the environment knows them", () => {
    expect(taken("${PORT}:80", "${PORT:-8080}:80")).toEqual(["*:8080/TCP"]);
  });
});
