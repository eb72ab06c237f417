import { load, loadAll } from "js-yaml";
import { Platform } from "../../../constructs/model/platform";
import { Postgres, type PostgresProps } from "../../../constructs/postgres/postgres";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { dangersOf, ofManifests, ofProjects, project } from "./sides";

const platform = (props: Partial<PostgresProps>): Platform => {
  const whole = new Platform("acme", { publicUrl: "https://acme.example" });
  new Postgres(whole, "db", { storage: "1Gi", databases: { app: {} }, ...props });
  return whole;
};

const compose = (props: Partial<PostgresProps>) => {
  const files = renderCompose(platform(props)).files;
  const text = files.find(({ path }) => path === "compose.yaml")?.text ?? "";
  return project(load(text), Object.fromEntries(files.map((file) => [file.path, file.text])));
};

const manifests = (props: Partial<PostgresProps>): readonly unknown[] =>
  renderKubernetes(platform(props)).files.flatMap(({ path, text }) => (/ya?ml$/.test(path) ? loadAll(text) : []));

const SIDES: Readonly<Record<string, (before: Partial<PostgresProps>, after: Partial<PostgresProps>) => string[]>> = {
  compose: (before, after) => [...dangersOf(ofProjects(compose(before), compose(after)))],
  kubernetes: (before, after) => [...dangersOf(ofManifests(manifests(before), manifests(after)))],
};

const told = (lines: readonly string[]) => lines.filter((line) => line.includes("major version"));

const MESSAGE = (from: string, to: string) =>
  `the data directory is of another major version, PostgreSQL ${from}, and the server is ${to}: it will not start; ` +
  "dump and restore, or run pg_upgrade";

describe.each(["compose", "kubernetes"])("a database of ours on %s", (target) => {
  const after = SIDES[target]!;

  it("that is of another major version meets a disk that it cannot read", () => {
    const lines = after({ version: 17 }, { version: 18 });
    expect(told(lines)).toEqual([expect.stringContaining(MESSAGE("17", "18"))]);
    expect(lines[0]).toMatch(/^data \S*db\S*: /);
  });

  it("is told of backwards, too", () => {
    expect(told(after({ version: 17 }, { version: 16 }))).toEqual([expect.stringContaining(MESSAGE("17", "16"))]);
  });

  it("of the same version stays readable, whatever image one builds", () => {
    const image = "registry.example/postgresql:4.2.1";
    expect(told(after({ version: 17 }, { version: 17, image }))).toEqual([]);
  });

  it("of another version in an image of one's own is known by the version that is declared", () => {
    const image = "registry.example/postgresql:4.2.1";
    expect(told(after({ version: 17, image }, { version: 18, image }))).toHaveLength(1);
  });
});

describe("anybody's database", () => {
  const side = (image: string, service: Record<string, unknown> = {}) =>
    project({
      name: "shop",
      services: { db: { image, volumes: ["data:/var/lib/postgresql/data"], ...service } },
      volumes: { data: {}, other: {} },
    });
  const after = (before: string, now: string, service: Record<string, unknown> = {}) =>
    told(dangersOf(ofProjects(side(before), side(now, service))));

  it.each([
    ["postgres:17", "postgres:18", "17", "18"],
    ["postgres:16.4-alpine", "postgres:17.0-alpine3.20", "16", "17"],
    ["postgres:9.6", "postgres:17", "9.6", "17"],
    ["postgres:9.5.3", "postgres:9.6.1", "9.5", "9.6"],
    ["pgvector/pgvector:pg16", "pgvector/pgvector:0.8.0-pg17", "16", "17"],
    ["timescale/timescaledb:2.17.2-pg16", "timescale/timescaledb:2.17.2-pg17-oss", "16", "17"],
  ])("%s before %s", (before, now, from, to) => {
    expect(after(before, now)).toEqual([`data services.db: ${MESSAGE(from, to)}`]);
  });

  it.each([
    ["of a later minor version", "postgres:17.1", "postgres:17.5", {}],
    ["of an extension's later version", "timescale/timescaledb:2.15.0-pg16", "timescale/timescaledb:2.17.0-pg16", {}],
    ["whose tag says nothing", "postgres:17", "postgres:latest", {}],
    ["with another disk", "postgres:17", "postgres:18", { volumes: ["other:/var/lib/postgresql/data"] }],
    ["whose disk is only read", "postgres:17", "postgres:18", { volumes: ["data:/var/lib/postgresql/data:ro"] }],
  ])("%s is not accused of it", (_, before, now, service) => {
    expect(after(before, now, service)).toEqual([]);
  });

  it("is not mistaken for a client that has the same image", () => {
    const client = (image: string) =>
      project({
        services: { dump: { image, command: ["pg_dump"], volumes: ["dumps:/dumps"] } },
        volumes: { dumps: {} },
      });
    expect(told(dangersOf(ofProjects(client("postgres:17"), client("postgres:18"))))).toEqual([]);
  });
});
