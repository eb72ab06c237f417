import { busyboxHttpd } from "../../../../policies/facts/readers/busybox-httpd";
import { container } from "./container";

const read = (command: readonly string[], image = "docker.io/library/busybox:1.37.0") =>
  busyboxHttpd.read(container({ image, command }))?.ports.map((item) => [item.port, item.tls, item.loopbackOnly]);

describe("busybox httpd", () => {
  it.each([
    ["listens everywhere on port 80 unless it is told", ["httpd", "-f"], [[80, "none", false]]],
    ["listens everywhere on a port", ["httpd", "-f", "-p", "8080"], [[8080, "none", false]]],
    ["is on loopback when it is told", ["/bin/httpd", "-p", "127.0.0.1:8080"], [[8080, "none", true]]],
    ["is not on loopback with another address", ["httpd", "-p", "0.0.0.0:8080"], [[8080, "none", false]]],
  ])("%s", (_, command, expected) => {
    expect(read(command)).toEqual(expected);
  });

  it("is one of the programs of busybox", () => {
    expect(read(["busybox", "httpd", "-p", "127.0.0.1:8080"])).toEqual([[8080, "none", true]]);
  });

  it("does not speak for another program or another image", () => {
    expect(read(["sleep", "60"])).toBeUndefined();
    expect(read(["nc", "-lk", "httpd", "-p", "127.0.0.1:80"])).toBeUndefined();
    expect(read(["httpd", "-p", "127.0.0.1:80"], "docker.io/library/httpd:2.4.62")).toBeUndefined();
  });
});
