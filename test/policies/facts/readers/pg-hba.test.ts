import { readHba, readIdent } from "../../../../policies/facts/readers/pg-hba";

describe("pg_hba.conf", () => {
  it("is read row by row, with its lines", () => {
    const rows = readHba('# comment\nlocal all postgres peer\n\nhostssl "my db" a,b 10.0.0.0/8 cert map=x # why\n');
    expect(
      rows?.map(({ line, type, databases, users, address, method }) => [line, type, databases, users, address, method]),
    ).toEqual([
      [2, "local", ["all"], ["postgres"], "", "peer"],
      [4, "hostssl", ["my db"], ["a", "b"], "10.0.0.0/8", "cert"],
    ]);
    expect(rows?.[1]?.options.get("map")).toBe("x");
  });

  it("may have a mask, blanks in a list, a line that goes on, and the ends of lines of Windows", () => {
    const rows = readHba("host a, b all 192.168.0.0 255.255.0.0 \\\n  md5\r\nhost all all ::1 ffff::ffff md5\r\n");
    expect(rows?.map(({ databases, address, method }) => [databases, address, method])).toEqual([
      [["a", "b"], "192.168.0.0/255.255.0.0", "md5"],
      [["all"], "::1/ffff::ffff", "md5"],
    ]);
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
