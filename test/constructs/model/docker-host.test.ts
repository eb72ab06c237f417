import { dockerHostSchema } from "../../../constructs/model/docker-host";

const schema = dockerHostSchema();
const refused = (data: object): readonly (string | undefined)[] =>
  schema.safeParse(data).error?.issues.map(({ message }) => message) ?? [];

describe("what is said of a Docker host", () => {
  it("has a private range and loopback by default", () => {
    expect(schema.parse({})).toEqual({ networkCidr: "10.201.0.0/16", bindAddress: "127.0.0.1" });
  });

  it.each(["10.0.0.0/8", "172.16.0.0/12", "172.31.240.0/20", "192.168.7.0/24", "100.64.0.0/10", "10.77.0.16/28"])(
    "networks may be cut from %s",
    (networkCidr) => {
      expect(refused({ networkCidr })).toEqual([]);
    },
  );

  it.each([
    ["everything", "0.0.0.0/0"],
    ["the internet", "8.8.8.0/24"],
    ["loopback", "127.0.0.0/8"],
    ["beyond a private range", "172.0.0.0/8"],
    ["an address inside the range", "10.201.0.1/16"],
    ["less than one network", "10.201.0.0/29"],
    ["no prefix", "10.201.0.0"],
    ["no address", "10.201.0.256/16"],
    ["an octet in another writing", "010.201.0.0/16"],
    ["a line break", "10.201.0.0/16\n"],
  ])("networks are not cut from %s: %j", (_, networkCidr) => {
    expect(refused({ networkCidr })).toEqual(["not a range of private addresses"]);
  });

  it.each(["127.0.0.1", "0.0.0.0", "192.0.2.7"])("gateways may publish on %s", (bindAddress) => {
    expect(refused({ bindAddress })).toEqual([]);
  });

  it.each(["localhost", "::1", "0.0.0.1", "224.0.0.1", "255.255.255.255", "10.0.0.0/8", ""])(
    "gateways do not publish on %j",
    (bindAddress) => {
      expect(refused({ bindAddress })).toEqual(["not an address of a host"]);
    },
  );
});
