import { plainText } from "../../../constructs/model/expression";
import { Platform } from "../../../constructs/model/platform";
import { Secret } from "../../../constructs/model/secret";
import { Postgres } from "../../../constructs/postgres/postgres";
import { serialise } from "../../../constructs/render/config/serialise";
import { lowerPlatform } from "../../../constructs/render/lower";
import { Caller } from "./support/caller";
import { leaves } from "./support/leaves";

/** A file of the server's container, as it is written. */
function fileOf(db: Postgres, name: string): string {
  const workload = lowerPlatform(Platform.of(db), "kubernetes").workloadOf(db.peer)!;
  const mount = workload.container.mounts.find((item) => item.kind === "config" && item.config.name === name);
  return mount?.kind === "config" ? (plainText(serialise(mount.config.content, leaves)) ?? "") : "";
}

function server(platform = new Platform("acme")) {
  return { platform, db: new Postgres(platform, "db", { storage: "1Gi", databases: { app: {}, books: {} } }) };
}

const CLOSED = [
  "local\tall\tall\treject",
  "host\tall\tall\tall\treject",
  "local\treplication\tall\treject",
  "host\treplication\tall\tall\treject",
  "",
];

describe("who gets in", () => {
  it("is the superuser inside the container and the provisioning job, when nobody is connected", () => {
    const { db } = server();
    expect(fileOf(db, "pg_hba.conf").split("\n")).toEqual([
      "local\tall\tpostgres\tpeer",
      "hostssl\tall\tpostgres\tall\tcert\tmap=all/postgres",
      ...CLOSED,
    ]);
    expect(fileOf(db, "pg_ident.conf")).toBe("all/postgres\tdb-provision\tpostgres\n");
  });

  it("is each connection's caller, on its database, as its role, by the name in its certificate", () => {
    const { platform, db } = server();
    const books = db.database("books");
    books.connect(new Caller(platform, "shop").peer, { role: "seller" });
    books.connect(new Caller(platform, "api").peer, { role: "seller" });
    db.database("app").connect(new Caller(platform, "rest").peer, { role: "authenticator" });
    expect(fileOf(db, "pg_hba.conf").split("\n")).toEqual([
      "local\tall\tpostgres\tpeer",
      "hostssl\tall\tpostgres\tall\tcert\tmap=all/postgres",
      "hostssl\tapp\tauthenticator\tall\tcert\tmap=app/authenticator",
      "hostssl\tbooks\tseller\tall\tcert\tmap=books/seller",
      ...CLOSED,
    ]);
    expect(fileOf(db, "pg_ident.conf").split("\n")).toEqual([
      "all/postgres\tdb-provision\tpostgres",
      "app/authenticator\trest\tauthenticator",
      "books/seller\tapi\tseller",
      "books/seller\tshop\tseller",
      "",
    ]);
  });

  it("is a role with a password over TLS, on the databases that are open to it", () => {
    const { platform, db } = server();
    const password = new Secret(platform, "tool", { kind: "password", length: 32 });
    db.role("tool", { password, databases: ["books"] });
    db.database("app").passwordConnect(new Caller(platform, "report").peer, { role: "tool", password });
    expect(fileOf(db, "pg_hba.conf")).toContain(
      "hostssl\tapp\ttool\tall\tscram-sha-256\nhostssl\tbooks\ttool\tall\tscram-sha-256\n",
    );
    expect(fileOf(db, "pg_ident.conf")).not.toContain("tool");
  });

  it("is written the same whatever the order of the declarations", () => {
    const build = (ids: readonly string[]): string => {
      const { platform, db } = server();
      for (const id of ids) db.database("app").connect(new Caller(platform, id).peer, { role: `role_of_${id}` });
      return fileOf(db, "pg_hba.conf") + fileOf(db, "pg_ident.conf");
    };
    expect(build(["a", "b", "c"])).toBe(build(["c", "a", "b"]));
  });

  it("is nobody who comes both ways: a row asks for a certificate or for a password", () => {
    const { platform, db } = server();
    const password = new Secret(platform, "tool", { kind: "password", length: 32 });
    const app = db.database("app");
    app.passwordConnect(new Caller(platform, "report").peer, { role: "tool", password });
    app.connect(new Caller(platform, "api").peer, { role: "tool" });
    expect(() => lowerPlatform(platform, "compose")).toThrow(
      /\[acme\/db\] ASH-GRAPH-009: role tool has a password, and acme\/api\/main uses it on app by certificate/,
    );
  });
});
