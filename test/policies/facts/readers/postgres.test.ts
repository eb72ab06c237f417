import { postgres } from "../../../../policies/facts/readers/postgres";
import { POSTGRES_ARGS, POSTGRES_FILES } from "../../fixtures/postgres-config";
import { container } from "./container";

const image = "docker.io/library/postgres:17.6";
const files = Object.fromEntries(Object.entries(POSTGRES_FILES).map(([name, text]) => [`/etc/db/${name}`, text]));
const args = [...POSTGRES_ARGS];
const port = (part: Parameters<typeof container>[0]) => postgres.read(container({ image, ...part }))?.ports[0];

describe("a PostgreSQL server", () => {
  it("proves its callers by the maps of its own files", () => {
    expect(port({ args, files })).toMatchObject({
      port: 5432,
      tls: "mutual",
      verifiesName: true,
      allowedNames: ["provision", "rest"],
      loopbackOnly: false,
    });
  });

  it("tells which key it reads, and from where", () => {
    expect(postgres.read(container({ image, args, files }))?.keyFiles).toEqual([
      { path: "/run/keys/tls.key", source: "/etc/db/postgresql.conf: ssl_key_file", heldBy: undefined },
    ]);
  });

  it("speaks no TLS unless it is told to", () => {
    expect(port({})).toMatchObject({ port: 5432, tls: "none" });
  });

  it("takes an argument before its file", () => {
    expect(port({ args: [...args, "-c", "ssl=off"], files })).toMatchObject({ tls: "none" });
    expect(port({ args: [...args, "--port=6000"], files })).toMatchObject({ port: 6000 });
    expect(port({ args: [...args, "-p", "6000"], files })).toMatchObject({ port: 6000 });
    expect(port({ args: [...args, "-h", "localhost,127.0.0.1"], files })).toMatchObject({ loopbackOnly: true });
  });

  it("has no port when it listens to its socket alone", () => {
    expect(port({ args: [...args, "-c", "listen_addresses="], files })).toBeUndefined();
  });

  it("reads a setting with and without an equals sign, and the last of a name", () => {
    const conf =
      "ssl off\nSSL = on # at last\nport 7000\nhba_file='/etc/db/pg_hba.conf'\nident_file = '/etc/db/pg_ident.conf'";
    expect(port({ args: ["-c", "config_file=/c"], files: { ...files, "/c": conf } })).toMatchObject({
      port: 7000,
      tls: "mutual",
    });
  });

  it.each([
    ["its settings are elsewhere", { args: ["-c", "config_file=/elsewhere"], files }],
    ["its settings include others", { args, files: { ...files, "/etc/db/postgresql.conf": "include_dir 'conf.d'" } }],
    ["its rules are elsewhere", { args: ["-c", "ssl=on", "-c", "hba_file=/elsewhere"], files }],
    ["its image writes rules that nobody knows", { image: "docker.io/bitnami/postgresql:17", args: ["-c", "ssl=on"] }],
    ["its rules cannot be read", { args, files: { ...files, "/etc/db/pg_hba.conf": "hostssl all\n" } }],
    ["its maps are elsewhere", { args: args.slice(0, 4), files }],
  ])("is unproven when %s", (_, part) => {
    expect(port(part)).toMatchObject({ tls: "unknown" });
  });

  it("looks for its rules among its data when it is not told where they are", () => {
    const part = {
      args: ["-c", "ssl=on"],
      env: { PGDATA: "/data" },
      files: { "/data/pg_hba.conf": "host all all all reject" },
    };
    expect(port(part)).toMatchObject({ tls: "mutual", allowedNames: [] });
  });
});

describe("the rules that the official image writes", () => {
  const trusting = { POSTGRES_HOST_AUTH_METHOD: "trust" };
  const TRUST = {
    kind: "trust",
    message: "POSTGRES_HOST_AUTH_METHOD=trust trusts whoever reaches it",
    source: "POSTGRES_HOST_AUTH_METHOD=trust",
    variable: "POSTGRES_HOST_AUTH_METHOD",
  };
  const weaknesses = (part: Parameters<typeof container>[0]) =>
    postgres.read(container({ image, ...part }))?.weaknesses;

  it("trust whoever reaches it when they are told to, with TLS or without", () => {
    expect(weaknesses({ env: trusting })).toEqual([TRUST]);
    expect(weaknesses({ env: trusting, args: ["-c", "ssl=on"] })).toEqual([TRUST]);
    expect(port({ env: trusting })).toMatchObject({
      tls: "none",
      evidence: "PostgreSQL speaks no TLS: ssl is not set",
    });
  });

  it("let passwords in without TLS, even where the server could speak it", () => {
    for (const env of [{}, { POSTGRES_HOST_AUTH_METHOD: "" }, { POSTGRES_HOST_AUTH_METHOD: "md5" }]) {
      expect(weaknesses({ env })).toEqual([]);
      expect(port({ env, args: ["-c", "ssl=on"] })).toMatchObject({ tls: "none", verifiesName: false });
    }
    expect(port({ args: ["-c", "ssl=on"] })?.evidence).toMatch(/POSTGRES_HOST_AUTH_METHOD is not set/);
  });

  it("do not matter beside a file of the artifact", () => {
    expect(weaknesses({ env: trusting, args, files })).toEqual([]);
    expect(port({ env: trusting, args, files })).toMatchObject({ tls: "mutual" });
  });
});

it("trust in a file is told without TLS too, where a row without TLS can be come to", () => {
  const hba = (row: string) => ({
    args: ["-c", "hba_file=/hba"],
    files: { "/hba": `${row}\n` },
  });
  const found = (row: string) =>
    postgres.read(container({ image, ...hba(row) }))?.weaknesses.map(({ source }) => source);
  expect(found("host all all all trust")).toEqual(["/hba:1"]);
  expect(found("hostssl all all all trust")).toEqual([]);
  expect(found("host all all all scram-sha-256")).toEqual([]);
});

describe("which container is a server", () => {
  it.each([
    ["the image by itself", {}],
    ["the image with options", { args: ["-c", "ssl=on"] }],
    ["the program's name", { args: ["postgres", "-c", "ssl=on"] }],
    ["the entry point", { command: ["docker-entrypoint.sh"], args: ["-c", "ssl=on"] }],
    ["a script that ends in it", { command: ["bash", "-c"], args: ["set -e; mkdir x && exec /usr/bin/postgres -D x"] }],
    ["another image that runs it", { image: "registry.example/db:1", command: ["/usr/bin/postgres"] }],
  ])("%s", (_, part) => {
    expect(port(part)).toBeDefined();
  });

  it.each([
    ["psql in the same image", { command: ["psql", "-U", "postgres"] }],
    [
      "a script that only asks for the version",
      { command: ["sh", "-c", "postgres_is_up --user postgres; psql -U postgres"] },
    ],
    ["another program that is told its name", { command: ["/bin/plain", "--", "postgres", "-c", "ssl=on"] }],
    ["a backup", { args: ["pg_dump", "--username", "postgres"] }],
  ])("not %s", (_, part) => {
    expect(postgres.read(container({ image, ...part }))).toMatchObject({ reader: "postgres", ports: [] });
  });

  it("and PostgREST is none", () => {
    expect(postgres.read(container({ image: "docker.io/postgrest/postgrest:v14" }))).toBeUndefined();
  });
});
