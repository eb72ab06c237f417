import { defineCodes } from "../model/codes";

/** What can be wrong with a PostgREST server's declaration. */
export const POSTGREST_CODES = defineCodes({
  sharedKeysSchema: {
    code: "ASH-REST-001",
    title: "two PostgREST servers keep their keys in one schema",
    cure: "give one of them a keysSchema of its own",
    why: "each server reads the keys that it trusts from a schema of its database; with one schema for two, each job would overwrite the other's keys, and tokens of one issuer would open the other's API",
    example: 'two new PostgREST(…, { database: db.database("app"), keysSchema: "keys" })',
  },
});
