import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { allCodes } from "../../constructs/model/codes";
import { TROUBLE_CODES } from "../../constructs/state/trouble";
import { allowedBy } from "./allowed";
import type { KnownCode } from "./explanation";
import { familyWhy } from "./families";

const PAGE = "docs/reference/codes.md";

/** Where the rooms of the sources are, beside this one, compiled or not. */
const ABOVE = join(__dirname, "..", "..");

/** Rooms whose folders bring codes of their own, each in a file of this name. */
const ROOMS = ["constructs", "stacks", "policies"];
const FILE = "codes";

/**
 * The codes of diagnostics, with those that components bring. A component's codes stand in a file of their own that
 * imports nothing but the catalogue, so that all of them are known here and no component is loaded.
 */
export function diagnosticCodes(): readonly KnownCode[] {
  const owners = new Map<string, string>();
  for (const folder of foldersWithCodes()) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- found, and not listed: a list would be forgotten
    const brought = require(join(ABOVE, folder, FILE)) as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const name = folder.split("/").at(-1) ?? folder;
    for (const code of Object.values(brought).flatMap((codes) => Object.values(codes))) owners.set(code, name);
  }
  return [...allCodes()].map(([code, { title, severity, cure, why, example }]) => ({
    code,
    explain: () => ({
      code,
      kind: "diagnostic",
      title,
      severity,
      why: why ?? familyWhy(code, owners.get(code)),
      ...(example === undefined ? {} : { example }),
      ...allowedBy(code),
      cure,
      settings: [],
      page: PAGE,
    }),
  }));
}

/** Troubles around a correct input. */
export function troubleCodes(): readonly KnownCode[] {
  return Object.entries(TROUBLE_CODES).map(([code, { title, cure }]) => ({
    code,
    explain: () => ({
      code,
      kind: "trouble",
      title,
      severity: "error",
      why: familyWhy(code, undefined),
      cure,
      settings: [],
      page: PAGE,
    }),
  }));
}

/** Folders that have a file of codes; the catalogue itself is loaded already. */
function foldersWithCodes(): readonly string[] {
  const folders: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(ABOVE, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (/^codes\.[jt]s$/.test(entry.name) && folder !== "constructs/model") folders.push(folder);
    }
  };
  for (const room of ROOMS) if (existsSync(join(ABOVE, room))) walk(room);
  return folders.sort();
}
