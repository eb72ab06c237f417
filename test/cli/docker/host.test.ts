import { createServer, type AddressInfo } from "node:net";
import { dockerHost, parseRoutes, publishedPorts } from "../../../cli/docker/host";

const here = dockerHost({ variables: { DOCKER_HOST: "unix:///var/run/docker.sock" } });
const elsewhere = dockerHost({ variables: { DOCKER_HOST: "ssh://somewhere.example" } });

describe("a Docker host", () => {
  it("has ports that are tried, and left as they were", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await here.port("127.0.0.1", port)).toBe("taken");
    await new Promise((resolve) => server.close(resolve));
    expect(await here.port("127.0.0.1", port)).toBe("free");
    expect(await here.port("127.0.0.1", port)).toBe("free");
    expect(await here.port("198.51.100.7", port)).toBe("no such address");
  });

  it("on another machine shows neither ports nor routes nor disks", async () => {
    expect(await elsewhere.port("127.0.0.1", 1)).toBeUndefined();
    expect(await elsewhere.routes()).toBeUndefined();
    expect(await elsewhere.freeSpace("/")).toBeUndefined();
  });

  it("has a disk, unless its folder is in a machine of its own", async () => {
    expect(await here.freeSpace(__dirname)).toBeGreaterThan(0);
    expect(await here.freeSpace("/no/such/folder")).toBeUndefined();
  });
});

describe("the kernel's table of routes", () => {
  it("is read without the default route", () => {
    const table = [
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
      "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
      "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0",
      "br-1\t1004C90A\t00000000\t0001\t0\t0\t0\tF0FFFFFF\t0\t0\t0",
      "",
    ].join("\n");
    expect(parseRoutes(table)).toEqual([
      { device: "eth0", range: "192.168.1.0/24" },
      { device: "br-1", range: "10.201.4.16/28" },
    ]);
  });
});

describe("what containers publish", () => {
  it.each([
    ["acme-dev\t127.0.0.1:8443->8443/tcp, 9000/tcp", [{ port: 8443, project: "acme-dev" }]],
    [
      "\t0.0.0.0:80-81->80-81/tcp, [::]:80-81->80-81/tcp",
      [80, 81, 80, 81].map((port) => ({ port, project: undefined })),
    ],
    ["acme-dev\t", []],
  ])("is read from %j", (line, expected) => {
    expect(publishedPorts(line)).toEqual(expected);
  });
});
