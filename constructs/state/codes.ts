import { defineCodes } from "../model/codes";

/** What can be wrong with the place that a user chose for an environment's files. */
export const PLACE_CODES = defineCodes({
  otherEnvironment: {
    code: "ASH-PLACE-001",
    title: "private folder of another environment",
    cure: "give an --out below a folder of its own, for example deploy/<environment>/<target>",
  },
  symbolicLink: {
    code: "ASH-PLACE-002",
    title: "symbolic link in the way",
    cure: "put what it leads to in its place, or remove it; the folder of --out itself may be a link",
  },
});
