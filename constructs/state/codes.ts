import { defineCodes } from "../model/codes";

/** What can be wrong with the place that a user chose for an environment's files. */
export const PLACE_CODES = defineCodes({
  otherEnvironment: {
    code: "ASH-PLACE-001",
    title: "private folder of another environment",
    cure: "give an --out below a folder of its own, for example deploy/<environment>/<target>",
    why: "keys and secrets of an environment lie beside its rendered folder; two environments in one place would share an authority and passwords, and a leak of dev would be one of prod",
    example: "ashlar init baas --env prod --out deploy/compose, where dev was made before",
  },
  symbolicLink: {
    code: "ASH-PLACE-002",
    title: "symbolic link in the way",
    cure: "put what it leads to in its place, or remove it; the folder of --out itself may be a link",
    why: "what is written through a link lands somewhere else, perhaps where others read it, or over files that are not of this project",
    example: "ln -s /srv/shared deploy/dev/secrets, then ashlar init",
  },
});
