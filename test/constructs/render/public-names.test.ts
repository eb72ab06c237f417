import { Platform } from "../../../constructs/model/platform";
import { publicNames } from "../../../constructs/render/public-names";
import { MTLS, Sample } from "../../support/sample";

describe("the names beside the target's own", () => {
  it("are those of all reachable endpoints, each once", () => {
    const { peer } = new Sample(new Platform("acme"), "gateway");
    peer.serve("public", { ...MTLS, hostnames: ["www.acme.example", "acme.example"] });
    peer.serve("admin", { ...MTLS, port: 9443, hostnames: ["acme.example", "admin.acme.example"] });
    peer.serve("metrics", { port: 9000, protocol: "http", tls: { mode: "loopback" }, hostnames: ["nobody.example"] });
    peer.serve("plain", { ...MTLS, port: 9444 });
    expect(publicNames(peer)).toEqual(["acme.example", "admin.acme.example", "www.acme.example"]);
  });
});
