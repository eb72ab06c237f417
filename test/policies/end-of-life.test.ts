import { endOfLife, versionOf } from "../../policies/end-of-life";
import { readImage } from "../../policies/facts/image";

const what = (reference: string) => endOfLife(readImage(reference))?.what;

describe("the program in an image", () => {
  it.each([
    ["postgres:13.4", "PostgreSQL 13"],
    ["docker.io/library/postgres:13", "PostgreSQL 13"],
    ["registry.example:5000/mirror/postgres:13.4-alpine3.18", "PostgreSQL 13"],
    ["postgres:9.6.24", "PostgreSQL 9.6"],
    ["postgres:9.5", "PostgreSQL 9.5"],
    ["ghcr.io/cloudnative-pg/postgresql:16.4-bookworm", "PostgreSQL 16"],
    ["postgis/postgis:12-3.4", "PostgreSQL 12"],
    ["pgvector/pgvector:pg14", "PostgreSQL 14"],
    ["pgvector/pgvector:0.8.0-pg17", "PostgreSQL 17"],
    ["timescale/timescaledb:2.11.2-pg13", "PostgreSQL 13"],
    ["quay.io/keycloak/keycloak:24.0.5", "Keycloak 24"],
    ["quay.io/keycloak/keycloak:19.0", "Keycloak 19.0"],
    ["node:18-alpine", "Node.js 18"],
    ["docker.io/library/mysql:8.0.36", "MySQL 8.0"],
  ])("of %s is %s", (reference, expected) => {
    expect(what(reference)).toBe(expected);
  });

  it.each([
    "postgres",
    "postgres:latest",
    "postgres:${VERSION}",
    "postgres:99",
    "timescale/timescaledb:2.17.0",
    "quay.io/keycloak/keycloak:26.4",
    "quay.io/keycloak/keycloak-operator:20.0",
    "example/node:18",
    "mysql:8.4",
    "nginx:1.0",
    "",
  ])("of %j has no end that anybody has told", (reference) => {
    expect(what(reference)).toBeUndefined();
  });
});

it("a version is that of the program one asks for", () => {
  expect(versionOf("PostgreSQL", readImage("pgvector/pgvector:pg14"))).toBe("14");
  expect(versionOf("Keycloak", readImage("postgres:14"))).toBeUndefined();
});
