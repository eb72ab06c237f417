import { postgrest } from "../../../../policies/facts/readers/postgrest";
import { container } from "./container";

const image = "docker.io/postgrest/postgrest:v14.17";
const ports = (env: Record<string, string | undefined>, rest = {}) =>
  postgrest.read(container({ image, env, ...rest }))?.ports.map((item) => [item.port, item.tls, item.loopbackOnly]);

describe("PostgREST", () => {
  it.each([
    ["listens everywhere unless it is told", {}, [[3000, "none", false]]],
    ["is on loopback when it is told", { PGRST_SERVER_HOST: "127.0.0.1" }, [[3000, "none", true]]],
    ["is on a port that it is told", { PGRST_SERVER_HOST: "::1", PGRST_SERVER_PORT: "8000" }, [[8000, "none", true]]],
    ["has no port with a socket", { PGRST_SERVER_UNIX_SOCKET: "/run/rest.sock" }, []],
    [
      "has an admin port on the same host",
      { PGRST_SERVER_HOST: "localhost", PGRST_ADMIN_SERVER_PORT: "3001" },
      [
        [3000, "none", true],
        [3001, "none", true],
      ],
    ],
    [
      "has an admin port on a host of its own",
      { PGRST_SERVER_HOST: "localhost", PGRST_ADMIN_SERVER_PORT: "3001", PGRST_ADMIN_SERVER_HOST: "*" },
      [
        [3000, "none", true],
        [3001, "none", false],
      ],
    ],
    [
      "is taken to listen everywhere when a secret says where",
      { PGRST_SERVER_HOST: undefined },
      [[3000, "none", false]],
    ],
  ])("%s", (_, env, expected) => {
    expect(ports(env)).toEqual(expected);
  });

  it("reads its configuration file after its variables", () => {
    const rest = {
      args: ["postgrest", "/etc/rest.conf"],
      files: { "/etc/rest.conf": 'db-uri = "x"\nserver-host = "127.0.0.1"\nserver-port = 4000\n' },
    };
    expect(ports({}, rest)).toEqual([[4000, "none", true]]);
    expect(ports({ PGRST_SERVER_PORT: "5000" }, rest)).toEqual([[5000, "none", true]]);
  });

  it("is left to what it declares when a secret says its port", () => {
    expect(ports({ PGRST_SERVER_PORT: undefined })).toBeUndefined();
  });

  it("is not taken for another program", () => {
    const env = { PGRST_SERVER_HOST: "127.0.0.1" };
    expect(ports(env, { command: ["/bin/plain-http", "postgrest"] })).toBeUndefined();
    expect(ports(env, { args: ["/bin/plain-http"] })).toBeUndefined();
    expect(postgrest.read(container({ image: "docker.io/library/postgres:17" }))).toBeUndefined();
  });
});
