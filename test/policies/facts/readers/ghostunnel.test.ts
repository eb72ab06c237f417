import { ghostunnel } from "../../../../policies/facts/readers/ghostunnel";
import { CLIENT_ARGS, SERVER_ARGS } from "../../fixtures/postgres-config";
import { container } from "./container";

const read = (...args: string[]) => ghostunnel.read(container({ image: "ghostunnel/ghostunnel:v1", args }));
const port = (...args: string[]) => read(...args)?.ports[0];
const base = ["server", "--listen=0.0.0.0:8443", "--target=127.0.0.1:3000", "--cacert=/ca.crt"];

describe("a ghostunnel server", () => {
  it("proves its callers by name", () => {
    expect(read(...SERVER_ARGS)).toMatchObject({
      ports: [
        { port: 8443, tls: "mutual", verifiesName: true, allowedNames: ["spiffe://acme/web"], loopbackOnly: false },
      ],
      backends: [{ port: 3000, isLocal: true }],
      weaknesses: [],
      keyFiles: [{ path: "/run/keys/tls.key", source: "--key" }],
    });
  });

  it.each([
    ["every name of an option counts", ["--allow-cn=a", "--allow-dns=b", "--allow-uri=c"], "mutual", true],
    ["a pattern is no name", ["--allow-uri=spiffe://acme/**"], "mutual", false],
    ["a unit is no name", ["--allow-cn=a", "--allow-ou=ops"], "mutual", false],
    ["whoever is let in must be named", [], "mutual", false],
    ["everybody is no name", ["--allow-all", "--allow-cn=a"], "mutual", false],
    ["no authentication is no proof", ["--disable-authentication"], "server", false],
  ])("%s", (_, args, tls, verifiesName) => {
    expect(port(...base, ...args)).toMatchObject({ tls, verifiesName });
  });

  it("proves nothing without an authority of its own", () => {
    expect(port("server", "--listen=:8443", "--target=127.0.0.1:1", "--allow-cn=a")).toMatchObject({ tls: "unknown" });
  });

  it("reads its port from any form of an address", () => {
    expect(port("server", "--listen", ":8443", "--target", "unix:/s")).toMatchObject({
      port: 8443,
      loopbackOnly: false,
    });
    expect(port("server", "--listen", "localhost:8443", "--target", "unix:/s")).toMatchObject({ loopbackOnly: true });
    expect(read("server", "--listen=unix:/in", "--target=unix:/s")?.ports).toEqual([]);
  });

  it.each([
    ["http://0.0.0.0:16000", "none", false],
    ["http://127.0.0.1:16000", "none", true],
    ["0.0.0.0:16000", "server", false],
  ])("serves its status at %s", (status, tls, loopbackOnly) => {
    expect(read(...base, "--allow-cn=a", `--status=${status}`)?.ports[1]).toMatchObject({
      port: 16000,
      tls,
      loopbackOnly,
    });
  });
});

describe("a ghostunnel client", () => {
  it("proves that its neighbour's calls come with a certificate", () => {
    expect(read(...CLIENT_ARGS)).toMatchObject({
      ports: [{ port: 9000, tls: "none", loopbackOnly: true }],
      tunnels: [{ target: "rest:8443", presentsCertificate: true, listensLocally: true }],
    });
  });

  it("proves nothing without one", () => {
    expect(read("client", "--listen=:9000", "--target=rest:8443")?.tunnels).toMatchObject([
      { presentsCertificate: false, listensLocally: false },
    ]);
  });
});

it("is known by its command in an image of any name, and no other program is", () => {
  expect(ghostunnel.read(container({ command: ["/opt/ghostunnel", "server"] }))?.reader).toBe("ghostunnel");
  expect(ghostunnel.read(container({ args: ["server", "--listen=:8443"] }))).toBeUndefined();
});

it("is not known by its name among another program's arguments, nor by its image when that runs another program", () => {
  const command = ["/bin/plain-http", "--ignored=1", "ghostunnel", ...base, "--allow-cn=app"];
  expect(ghostunnel.read(container({ command }))).toBeUndefined();
  expect(ghostunnel.read(container({ image: "ghostunnel/ghostunnel:v1", command }))).toBeUndefined();
});
