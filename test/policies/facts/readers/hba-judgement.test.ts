import { judgeHba } from "../../../../policies/facts/readers/hba-judgement";
import { readHba, readIdent } from "../../../../policies/facts/readers/pg-hba";

const judge = (hba: string, ident?: string) =>
  judgeHba(readHba(hba) ?? [], ident === undefined ? undefined : readIdent(ident), "hba");
const tls = (hba: string, ident?: string) => {
  const { port } = judge(hba, ident);
  return port.verifiesName ? `${port.tls} by name` : port.tls;
};

describe("what rows of pg_hba.conf are worth", () => {
  it.each([
    ["hostssl all all all cert", "mutual by name"],
    ["hostssl all all all scram-sha-256 clientcert=verify-full", "mutual by name"],
    ["hostssl all all all scram-sha-256 clientcert=verify-ca", "mutual"],
    ["hostssl all all all scram-sha-256", "server"],
    ["hostssl all +staff all scram-sha-256", "server"],
    ["hostssl all /^app all md5", "server"],
    ["host all all all cert", "none"],
    ["host all all all scram-sha-256", "none"],
    ["hostnossl app app 10.0.0.0/8 scram-sha-256", "none"],
    ["hostnogssenc all all all scram-sha-256", "none"],
    ["local all all trust", "mutual by name"],
    ["host all all 127.0.0.1/32 trust\nhost all all samehost trust", "mutual by name"],
    ["", "mutual by name"],
  ])("%j: %s", (hba, expected) => {
    expect(tls(hba)).toBe(expected);
  });

  it("is that of the weakest row that can be come to", () => {
    expect(tls("hostssl a a all cert\nhostssl b all all scram-sha-256")).toBe("server");
    expect(tls("hostssl all all all cert\nhost all all all trust")).toBe("none");
    expect(tls("host all all all reject\nhost all all all trust")).toBe("mutual by name");
    expect(tls("hostnossl all all all reject\nhostssl all all all cert\nhost all all all trust")).toBe(
      "mutual by name",
    );
  });

  it("is not hidden by rows about names that are written like keywords", () => {
    const open = "host all all all trust";
    expect(tls(`host all "all" all reject\n${open}`)).toBe("none");
    expect(tls(`host "all" all all reject\n${open}`)).toBe("none");
    expect(tls(`host all all "all" reject\n${open}`)).toBe("none");
    expect(tls('host all all all reject\nhost "replication" all all trust')).toBe("mutual by name");
    expect(tls('hostssl all "all" all scram-sha-256\nhostssl all all all cert')).toBe("mutual by name");
  });

  it("is not hidden by a network that only begins on loopback", () => {
    expect(tls("host all all 127.0.0.1/0 trust")).toBe("none");
    expect(tls("host all all 127.0.0.1 0.0.0.0 trust")).toBe("none");
  });

  it("counts each family of addresses, and replication, by itself", () => {
    expect(tls("host all all 0.0.0.0/0 reject\nhost all all ::1:2/128 scram-sha-256")).toBe("none");
    expect(tls("host all all 0.0.0.0/0 reject\nhost all all 10.1.2.3/32 scram-sha-256")).toBe("mutual by name");
    expect(tls("host all all all reject\nhost replication backup all scram-sha-256")).toBe("none");
    expect(tls("host all,replication all all reject\nhost replication backup all scram-sha-256")).toBe(
      "mutual by name",
    );
  });
});

describe("maps of pg_ident.conf", () => {
  const row = "hostssl all all all cert map=m";

  it.each([
    ["m rest authenticator", "mutual by name"],
    ["m /^.*$ authenticator", "mutual"],
    ["m /^(.*)$ \\1", "mutual by name"],
    ["m /^rest-\\d+$ authenticator", "mutual by name"],
    ["m /^.*$ all", "mutual"],
    ["m /([ authenticator", "mutual"],
    ["other /^.*$ authenticator", "mutual by name"],
    ["", "mutual by name"],
  ])("%j: %s", (ident, expected) => {
    expect(tls(row, ident)).toBe(expected);
  });

  it("prove nothing when they are not there", () => {
    expect(tls(row)).toBe("unknown");
  });
});

describe("exceptions", () => {
  it("are told by name, and leave the port to the others", () => {
    const { port, exceptions } = judge(
      'hostssl app,"other db" metrics,backup 10.0.0.0 255.0.0.0 scram-sha-256\nhostssl all all all cert',
    );
    expect(exceptions).toEqual([
      {
        who: "role metrics, backup on database app, other db from 10.0.0.0/255.0.0.0",
        method: "scram-sha-256",
        source: "hba:1",
      },
    ]);
    expect(port).toMatchObject({ tls: "mutual", verifiesName: true });
  });

  it("are all there is when nobody has a certificate", () => {
    expect(tls("hostssl app metrics all scram-sha-256")).toBe("server");
  });
});

it("trust is a weakness, with TLS or without", () => {
  expect(judge("hostssl all app all trust").weaknesses).toEqual([
    { kind: "trust", message: "hba:1 trusts whoever reaches it", source: "hba:1" },
  ]);
  expect(judge("host all app all trust").port).toMatchObject({ tls: "none", becauseOf: "trust" });
  expect(judge("hostssl all app all trust clientcert=verify-full").weaknesses).toEqual([]);
});
