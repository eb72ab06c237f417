import { lstatSync, readdirSync, readFileSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { IDENTITY_FILES } from "../model/identity";
import { AUTHORITY_CERTIFICATE, PKI, SECRETS } from "./local-store";

/** Every symbolic link among what an environment's folder keeps private; sorted absolute paths. None is followed. */
export function linksBelow(environmentFolder: string): readonly string[] {
  const found: string[] = [];
  const walk = (path: string): void => {
    for (const entry of entriesOf(path)) {
      const inner = join(path, entry.name);
      if (entry.isSymbolicLink()) found.push(inner);
      else if (entry.isDirectory()) walk(inner);
    }
  };
  for (const top of [SECRETS, PKI].map((name) => join(environmentFolder, name))) {
    if (lstatSync(top, { throwIfNoEntry: false })?.isSymbolicLink() === true) found.push(top);
    else walk(top);
  }
  return found.sort();
}

/** The certificates of a folder of keys: the authority's, and each identity's; PEM by path. Nothing is changed. */
export function publicCertificates(folder: string): ReadonlyMap<string, string> {
  const identities = entriesOf(folder).filter((entry) => entry.isDirectory());
  const paths = [AUTHORITY_CERTIFICATE, ...identities.map(({ name }) => join(name, IDENTITY_FILES.cert)).sort()]
    .map((path) => join(folder, path))
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true);
  return new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
}

/** What is in a folder; nothing when there is none. */
function entriesOf(folder: string): readonly Dirent[] {
  const isFolder = lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? readdirSync(folder, { withFileTypes: true }) : [];
}
