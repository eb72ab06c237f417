import { publicAddress } from "../../../constructs/gateway/public-address";
import { Platform } from "../../../constructs/model/platform";

/** The address of a platform's public url, and what was told about it. */
function addressOf(publicUrl: string | undefined) {
  const platform = new Platform("acme", publicUrl === undefined ? {} : { publicUrl });
  const address = publicAddress(platform);
  const problems = platform.graph.diagnostics.items.map(({ code, path, message }) => `${code} ${path} ${message}`);
  return { address, problems };
}

describe("where users reach a gateway", () => {
  it.each([
    ["https://acme.example", "acme.example", 443],
    ["https://acme.example/", "acme.example", 443],
    ["https://acme.example:443", "acme.example", 443],
    ["https://acme.example:8443", "acme.example", 8443],
    ["https://localhost:18443", "localhost", 18443],
    ["https://Acme.Example", "acme.example", 443],
  ])("%s is %s at %d", (publicUrl, host, port) => {
    expect(addressOf(publicUrl)).toEqual({ address: { host, port }, problems: [] });
  });

  it.each([
    ["nowhere", undefined, "a gateway needs the platform's public url"],
    ["a url without TLS", "http://acme.example", "the public url is one without TLS"],
    ["a url with a path", "https://acme.example/app", "the public url has a path, and routes begin at the root"],
  ])("is not %s, and the tree can be built to its end all the same", (_, publicUrl, message) => {
    expect(addressOf(publicUrl)).toEqual({
      address: { host: "invalid.example", port: 443 },
      problems: [`ASH-GATE-002 acme:publicUrl ${message}`],
    });
  });
});
