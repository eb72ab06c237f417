import fc from "fast-check";
import { load } from "js-yaml";
import type { ConfigContent, ConfigValue } from "../../../../constructs/model/config-file";
import { encode } from "../../../../constructs/model/encode";
import {
  concat,
  endpointValue,
  secretValue,
  type Expression,
  type Leaves,
} from "../../../../constructs/model/expression";
import { Platform } from "../../../../constructs/model/platform";
import { Secret } from "../../../../constructs/model/secret";
import { serialise } from "../../../../constructs/render/config/serialise";
import { MTLS, Sample } from "../../../support/sample";
import { readHostTable, readPostgresql, readProperties } from "./readers";

const platform = new Platform("acme");
const secret = new Secret(platform, "token", { kind: "given", describe: "a token" });
const server = new Sample(platform, "server", { serve: MTLS });

const leaves: Leaves = {
  endpoint: () => "server:8443",
  file: () => "/run/ashlar/file",
  publicUrl: (path) => `https://acme.example${path}`,
};

/** The text of a file whose secrets all have one value. */
function write(content: ConfigContent, value = ""): string {
  return serialise(content, leaves)
    .map((segment) =>
      typeof segment === "string" ? segment : segment.encode.reduce((text, encoding) => encode(encoding, text), value),
    )
    .join("");
}

const awkward = fc.constantFrom(
  ...["$", "'", '"', "\\", "\n", "\r", "\t", " ", "#", "=", ":", "!", ",", "{", "}", "- ", "yes", "~", "é", "𝄞"],
  ...["\u0085", "\u007f", "\u2028", "\ufeff", "\ue000", "\ue0010\ue001", "\\n", "\\u0041", "''", '""'],
);
const text = fc
  .array(fc.oneof(awkward, fc.string({ unit: "grapheme" })), { maxLength: 8 })
  .map((parts) => parts.join("").replaceAll("\0", ""));
const line = text.map((value) => value.replace(/[\n\r]/g, ""));
const key = text.filter((value) => value !== "" && value !== "__proto__");

/** A value with a secret in the middle of it. */
const around = (before: string, after: string): Expression => concat(before, secretValue(secret), after);

describe.each([
  ["json", (source: string): unknown => JSON.parse(source)],
  ["yaml", (source: string): unknown => load(source)],
] as const)("%s", (format, read) => {
  it("is read back as it was declared, whatever its texts and keys hold", () => {
    const { tree } = fc.letrec<{ tree: ConfigValue }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.oneof(text, fc.boolean(), fc.integer(), fc.constant(null)),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(key, tie("tree"), { maxKeys: 3 }),
      ),
    }));
    fc.assert(fc.property(tree, (value) => expect(read(write({ format, value }))).toEqual(value)));
  });

  it("takes a secret of any form into the middle of any text", () => {
    fc.assert(
      fc.property(text, text, text, (before, value, after) => {
        const content = { format, value: { list: [around(before, after)], other: "\ue000" } } as const;
        expect(read(write(content, value))).toEqual({ list: [before + value + after], other: "\ue000" });
      }),
    );
  });

  it("writes nothing that a stricter reader refuses, or takes for a line break", () => {
    fc.assert(
      fc.property(text, text, (before, value) => {
        const written = write({ format: "yaml", value: { [before]: around(before, "") } }, value);
        expect(written).not.toMatch(/[\u007f-\u009f\u2028\u2029\ufeff]/);
      }),
    );
  });

  it("writes keys in one order", () => {
    expect(write({ format, value: { b: 1, a: { d: 2, c: 3 } } })).toBe(
      write({ format, value: { a: { c: 3, d: 2 }, b: 1 } }),
    );
  });

  it("resolves expressions, and leaves holes where secrets go", () => {
    const value = { url: concat("https://", endpointValue(server.server, "address")), token: secretValue(secret) };
    const segments = serialise({ format, value }, leaves);
    expect(segments.filter((segment) => typeof segment !== "string")).toEqual([{ secret, encode: ["json"] }]);
    expect(read(write({ format, value }, "x"))).toEqual({ url: "https://server:8443", token: "x" });
  });
});

describe("properties", () => {
  it("are read back by the rules of Java, whatever their keys and values hold", () => {
    fc.assert(
      fc.property(fc.dictionary(key, text, { maxKeys: 4 }), (entries) => {
        expect(readProperties(write({ format: "properties", entries }))).toEqual(entries);
      }),
    );
  });

  it("take a secret of any form", () => {
    fc.assert(
      fc.property(text, text, text, (before, value, after) => {
        const content = { format: "properties", entries: { "a.b": around(before, after) } } as const;
        expect(readProperties(write(content, value))).toEqual({ "a.b": before + value + after });
      }),
    );
  });

  it("write numbers and switches as they are read", () => {
    const entries = { "http.port": 8080, "http.enabled": true };
    expect(write({ format: "properties", entries })).toBe("http.enabled=true\nhttp.port=8080\n");
  });
});

describe("postgresql.conf", () => {
  it("is read back by the rules of PostgreSQL, whatever its values hold", () => {
    fc.assert(
      fc.property(text, text, (plain, value) => {
        const settings = { log_line_prefix: plain, password: secretValue(secret), max_connections: 100, ssl: true };
        expect(readPostgresql(write({ format: "postgresql", settings }, value))).toEqual({
          log_line_prefix: plain,
          password: value,
          max_connections: "100",
          ssl: "true",
        });
      }),
    );
  });
});

describe("pg_hba.conf and pg_ident.conf", () => {
  it("are read back field by field, whatever the fields hold", () => {
    fc.assert(
      fc.property(fc.array(fc.array(line, { minLength: 1, maxLength: 5 }), { maxLength: 4 }), (rows) => {
        expect(readHostTable(write({ format: "postgresql-table", rows }))).toEqual(rows);
      }),
    );
  });

  it("leave keywords bare, because a quoted one is a name", () => {
    const rows = [["hostssl", "all", "app", "10.0.0.0/8", "cert", "map=app"]];
    expect(write({ format: "postgresql-table", rows })).toBe("hostssl\tall\tapp\t10.0.0.0/8\tcert\tmap=app\n");
  });

  it("refuse a line break, which would begin a row of its own", () => {
    const rows = [["local", "all", "evil\nhost all all all trust"]];
    expect(() => write({ format: "postgresql-table", rows })).toThrow(/ASH-INPUT-002: .*line break/);
  });
});

it("a program is written as it stands", () => {
  const program = "#!/bin/sh\necho \"$1\" '\\n'\n";
  expect(serialise({ format: "program", text: program }, leaves)).toEqual([program]);
});
