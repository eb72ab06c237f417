import { defineCodes } from "../model/codes";

/** What can be wrong with a PostgREST server's declaration. */
export const POSTGREST_CODES = defineCodes({
  sharedKeysSchema: {
    code: "ASH-REST-001",
    title: "two PostgREST servers keep their keys in one schema",
    cure: "give one of them a keysSchema of its own",
  },
});
