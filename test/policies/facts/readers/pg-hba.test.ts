import { isLoopbackRow, readHba, readIdent, type HbaRow } from "../../../../policies/facts/readers/pg-hba";

const texts = (row: HbaRow) => ({
  ...row,
  databases: row.databases.map(({ text }) => text),
  users: row.users.map(({ text }) => text),
  address: row.address.text,
});

describe("pg_hba.conf", () => {
  it("is read row by row, with its lines", () => {
    const rows = readHba('# comment\nlocal all postgres peer\n\nhostssl "my db" a,b 10.0.0.0/8 cert map=x # why\n');
    expect(
      rows
        ?.map(texts)
        .map(({ line, type, databases, users, address, method }) => [line, type, databases, users, address, method]),
    ).toEqual([
      [2, "local", ["all"], ["postgres"], "", "peer"],
      [4, "hostssl", ["my db"], ["a", "b"], "10.0.0.0/8", "cert"],
    ]);
    expect(rows?.[1]?.options.get("map")).toBe("x");
  });

  it("may have a mask, blanks in a list, a line that goes on, and the ends of lines of Windows", () => {
    const rows = readHba("host a, b all 192.168.0.0 255.255.0.0 \\\n  md5\r\nhost all all ::1 ffff::ffff md5\r\n");
    expect(rows?.map(texts).map(({ databases, address, method }) => [databases, address, method])).toEqual([
      [["a", "b"], "192.168.0.0/255.255.0.0", "md5"],
      [["all"], "::1/ffff::ffff", "md5"],
    ]);
  });

  it("tells names in quotes from keywords, and keeps what stands in them together", () => {
    const [row] = readHba('host all,"all","a,b" "say ""x""",al"l" "all" md5') ?? [];
    expect(row?.databases).toEqual([
      { text: "all", quoted: false },
      { text: "all", quoted: true },
      { text: "a,b", quoted: true },
    ]);
    expect(row?.users).toEqual([
      { text: 'say "x"', quoted: true },
      { text: "all", quoted: false },
    ]);
    expect(row?.address).toEqual({ text: "all", quoted: true });
  });

  it("does not lose a last line that says it goes on", () => {
    expect(readHba("host all all all trust \\")).toHaveLength(1);
  });

  it.each([
    ["127.0.0.1/32", true],
    ["127.0.0.0/8", true],
    ["127.0.0.1 255.255.255.255", true],
    ["::1/128", true],
    ["::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true],
    ["localhost", true],
    ["samehost", true],
    ["samenet", false],
    ['"samehost"', false],
    ["127.0.0.1/0", false],
    ["127.0.0.1/7", false],
    ["127.0.0.1 0.0.0.0", false],
    ["127.0.0.1", false],
    ["::1/0", false],
    ["::1 ::", false],
    ["10.0.0.0/8", false],
  ])("an address of %s is the machine itself: %p", (address, expected) => {
    const [row] = readHba(`host all all ${address} trust`) ?? [];
    expect(row !== undefined && isLoopbackRow(row)).toBe(expected);
  });

  it.each(["include other.conf", "hostssl all all", "host all all all", "nonsense"])("%s cannot be read", (text) => {
    expect(readHba(text)).toBeUndefined();
  });
});

it("pg_ident.conf is read row by row", () => {
  expect(readIdent('# map\nm "O=Acme, CN=x" role\nbroken row\n')).toEqual([
    { map: "m", systemName: "O=Acme, CN=x", databaseUser: "role" },
  ]);
});
