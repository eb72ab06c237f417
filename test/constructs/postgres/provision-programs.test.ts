import { Platform } from "../../../constructs/model/platform";
import { Postgres } from "../../../constructs/postgres/postgres";
import { renderCompose } from "../../../constructs/render/compose/compose";

/** The SQL programs of the job, as its container has them. */
function programs(): ReadonlyMap<string, string> {
  const platform = new Platform("acme", { publicUrl: "https://acme.example" });
  new Postgres(platform, "db", { storage: "1Gi", databases: { app: {} } });
  const named = renderCompose(platform).files.flatMap(({ path, text }): readonly (readonly [string, string])[] => {
    const name = /db-provision-([a-z]+)-[0-9a-f]+\.sql$/.exec(path)?.[1];
    return name === undefined ? [] : [[name, text]];
  });
  return new Map(named);
}

describe("the programs that provision a server", () => {
  const all = programs();

  it("are four", () => {
    expect([...all.keys()].sort()).toEqual(["cluster", "database", "password", "retire"]);
  });

  it.each(["cluster", "database"])("%s looks at whose the ledger is before it reads or makes anything", (name) => {
    const text = all.get(name) ?? "";
    const at = (part: string): number => text.indexOf(part);
    const order = ["\nbegin;", "pg_advisory_xact_lock", "as the superuser", "create schema ashlar", "create table"];
    const places = order.map(at);
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text.split("does not belong to the superuser; rename it")).toHaveLength(2);
  });
});
