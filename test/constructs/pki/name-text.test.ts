import { commonNameOf, parseAlternativeNames } from "../../../constructs/pki/name-text";

it("is not deceived by a comma inside a name", () => {
  expect(
    parseAlternativeNames('DNS:a, DNS:"b, DNS:evil", URI:"x:\\"y", IP Address:0:0:0:0:0:0:0:1, DirName:"CN=z"'),
  ).toEqual({
    dnsNames: ["a", "b, DNS:evil"],
    uris: ['x:"y'],
    ipAddresses: ["::1"],
  });
  expect(parseAlternativeNames(undefined)).toEqual({ dnsNames: [], uris: [], ipAddresses: [] });
});

it("reads a common name through its escapes, and never takes another attribute for it", () => {
  expect(commonNameOf("O=Acme\\, Inc.\nCN=\\#db \\+ web\\ ")).toBe("#db + web ");
  expect(commonNameOf("O=x + CN=db")).toBe("db");
  expect(commonNameOf("O=a\\+ CN=evil")).toBe("O=a+ CN=evil");
});
