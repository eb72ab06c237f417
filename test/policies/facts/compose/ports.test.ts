import { readDeclared, readPublished } from "../../../../policies/facts/compose/ports";

describe("published ports", () => {
  it.each([
    ["8080", [undefined, 8080, "TCP"]],
    [8080, [undefined, 8080, "TCP"]],
    ["80:8080", [undefined, 8080, "TCP"]],
    ["127.0.0.1:80:8080", ["127.0.0.1", 8080, "TCP"]],
    ["127.0.0.1::8080", ["127.0.0.1", 8080, "TCP"]],
    ["[::1]:80:8080/udp", ["::1", 8080, "UDP"]],
    ["${BIND}:80:8080", ["${BIND}", 8080, "TCP"]],
    ["80:${PORT}", [undefined, undefined, "TCP"]],
    [{ target: 8080, published: 80, host_ip: "192.0.2.1", protocol: "udp" }, ["192.0.2.1", 8080, "UDP"]],
    [{ target: "8080" }, [undefined, 8080, "TCP"]],
  ])("%j", (port, expected) => {
    expect(
      readPublished({ ports: [port] }).map(({ address, port: target, protocol }) => [address, target, protocol]),
    ).toEqual([expected]);
  });

  it("may be a range", () => {
    expect(readPublished({ ports: ["9000-9002:8000-8002"] }).map(({ port }) => port)).toEqual([8000, 8001, 8002]);
  });
});

it("what is exposed and what is published is declared, each once", () => {
  const service = { expose: ["8080", 9090, "5000-5001/udp"], ports: ["80:8080"] };
  expect(readDeclared(service, readPublished(service)).map(({ port, protocol }) => `${port}/${protocol}`)).toEqual([
    "8080/TCP",
    "9090/TCP",
    "5000/UDP",
    "5001/UDP",
  ]);
});
