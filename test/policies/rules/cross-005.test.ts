import { checkFacts } from "../../../policies/check";
import { END_OF_LIFE } from "../../../policies/end-of-life";
import { composeFacts } from "../../../policies/facts/compose";
import { describeRule, judge } from "./judge";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const image = "compose.services.web.image";
const db = "compose.services.db.image";

describeRule("CROSS-005", {
  compose: {
    "finds a database that gets no repairs any more": {
      edits: [[db, `docker.io/library/postgres:13.4@${DIGEST}`]],
      finds: ["services.db.image"],
      says: /^PostgreSQL 13 has had no repairs since 2025-11-13$/,
    },
    "finds one that is older than everything in the table": {
      edits: [[db, `postgres:9.2@${DIGEST}`]],
      finds: ["services.db.image"],
    },
    "finds it in an image that is made of it": {
      edits: [[db, `docker.io/timescale/timescaledb:2.11.2-pg12@${DIGEST}`]],
      finds: ["services.db.image"],
      says: /^PostgreSQL 12/,
    },
    "finds an identity provider before its present major": {
      edits: [[image, `quay.io/keycloak/keycloak:25.0.6@${DIGEST}`]],
      finds: ["services.web.image"],
      says: /^Keycloak 25 has had no repairs since 2024-10-04$/,
    },
    "accepts the present ones": { edits: [[image, `quay.io/keycloak/keycloak:26.4.2@${DIGEST}`]], finds: [] },
    "accepts one that is newer than the table": { edits: [[db, `postgres:99.1@${DIGEST}`]], finds: [] },
    "passes an image of the same name by somebody else": {
      edits: [[image, `docker.io/example/node:14@${DIGEST}`]],
      finds: [],
    },
    "passes a tag that says no version": {
      edits: [[db, `docker.io/library/postgres:bookworm@${DIGEST}`]],
      finds: [],
    },
    "accepts what a team has chosen to keep": {
      edits: [[db, `postgres:13.4@${DIGEST}`]],
      config: { "CROSS-005": { allowed: ["PostgreSQL 13"] } },
      finds: [],
    },
  },
  kubernetes: {
    "finds a runtime that gets no repairs any more": {
      edits: [["Deployment/web.spec.template.spec.containers[web].image", `node:18.20.1-alpine@${DIGEST}`]],
      finds: ["acme/Deployment/web:containers[web].image"],
      says: /^Node\.js 18/,
    },
    "accepts the present one": {
      edits: [["Deployment/web.spec.template.spec.containers[web].image", `node:24.1.0@${DIGEST}`]],
      finds: [],
    },
  },
});

describe("the end of a version", () => {
  const at = (day: string) =>
    checkFacts(composeFacts({ services: { db: { image: "postgres:17.2" } } }, new Map(), { at: Date.parse(day) }))
      .findings.filter(({ code }) => code === "CROSS-005")
      .map(({ message, level }) => [message, level]);

  it("is judged by the day of the facts: told beforehand, and a finding from then on", () => {
    expect(at("2029-01-01")).toEqual([]);
    expect(at("2029-10-01")).toEqual([["PostgreSQL 17 gets no repairs from 2029-11-08 on", "advisory"]]);
    expect(at("2029-11-09")).toEqual([["PostgreSQL 17 has had no repairs since 2029-11-08", "mandatory"]]);
  });

  it("is a day that exists, in order, with its source", () => {
    for (const { releases, source } of END_OF_LIFE) {
      expect(source).toMatch(/^https:\/\//);
      const days = releases.map(([, day]) => day);
      expect(days.map((day) => new Date(day).toISOString().slice(0, 10))).toEqual(days);
      expect([...days].sort()).toEqual(days);
    }
  });

  it("stops a change", () => {
    const { findings } = judge("compose", [[db, `postgres:13.4@${DIGEST}`]]);
    expect(findings.map(({ code, level }) => [code, level])).toEqual([["CROSS-005", "mandatory"]]);
  });
});
