import { AshlarError, diagnostic } from "../model/diagnostics";
import { inspectCertificate } from "../pki/inspect";
import type { MaterialList } from "../render/material";
import { PLACE_CODES } from "./codes";
import { ENVIRONMENT_RECORD, type LocalStore } from "./local-store";
import { linksBelow, publicCertificates } from "./private-tree";

/** Whose a private folder is: no two environments may share secrets or an authority. */
interface EnvironmentRecord {
  /** Name of the platform in its environment: `<id>-<environment>`. */
  readonly platform: string;
  readonly trustDomain: string;
}

const OWN_FOLDER = "give an --out below a folder of its own, for example deploy/<environment>/<target>";

/**
 * Refuses a private folder that is another environment's, or that a link leads away from. It only looks. A folder that
 * does not say whose it is, because an older version made it, is told by its certificates.
 *
 * @throws AshlarError ASH-PLACE-001 (another environment's), ASH-PLACE-002 (links), ASH-INPUT-006 (a broken record)
 */
export function refuseOtherEnvironment(list: MaterialList, store: LocalStore): void {
  const links = linksBelow(store.folder).map((path) =>
    diagnostic(PLACE_CODES.symbolicLink, { path, message: "what is private is not kept behind a symbolic link" }),
  );
  if (links.length > 0) throw new AshlarError(links);
  const text = store.record();
  if (text === undefined) refuseOtherCertificates(list, store);
  else refuseOtherRecord(list, store, parseRecord(text, store));
}

/** Writes down whose the folder is, where that is not said yet. */
export function claimFolder({ platform, trustDomain }: MaterialList, store: LocalStore): void {
  if (store.record() !== undefined) return;
  const record: EnvironmentRecord = { platform, trustDomain };
  store.createRecord(`${JSON.stringify(record, undefined, 2)}\n`);
}

function refuseOtherRecord(list: MaterialList, store: LocalStore, record: EnvironmentRecord): void {
  const path = store.pathOf(ENVIRONMENT_RECORD);
  if (record.platform !== list.platform) refuse(list, record, { path, cure: OWN_FOLDER });
  if (record.trustDomain === list.trustDomain) return;
  const cure = `set trustDomain to ${record.trustDomain}, or move ${store.pathOf()} away to begin with a new authority`;
  refuse(list, record, { path, cure });
}

/** Older versions kept no record. Their leaves carry the trust domain, and their authorities the platform's name. */
function refuseOtherCertificates(list: MaterialList, store: LocalStore): void {
  const certificates = [...publicCertificates(store.pathOf())].map(([path, pem]) => ({ path, ...namesOf(pem) }));
  const others = certificates.find(({ trustDomain = list.trustDomain }) => trustDomain !== list.trustDomain);
  if (others !== undefined) {
    const cure = `${OWN_FOLDER}; a certificate that is only left over may be removed with its folder`;
    refuse(list, others, { path: others.path, cure });
  }
  const authority = certificates.find(({ platform = list.platform }) => platform !== list.platform);
  if (authority !== undefined) refuse(list, authority, { path: authority.path, cure: OWN_FOLDER });
}

/** An authority that a user brought is called as the user likes, and so says nothing. */
function namesOf(pem: string): Partial<EnvironmentRecord> {
  try {
    const { isCa, subject, uris } = inspectCertificate(pem);
    const platform = isCa ? /^([a-z][a-z0-9]*(?:-[a-z0-9]+)+) CA$/.exec(subject)?.[1] : undefined;
    const trustDomain = uris.map((uri) => /^spiffe:\/\/([^/]+)\//.exec(uri)?.[1]).find((name) => name !== undefined);
    return { ...(platform === undefined ? {} : { platform }), ...(trustDomain === undefined ? {} : { trustDomain }) };
  } catch {
    // One that cannot be read is issued again, or told by whoever needs it.
    return {};
  }
}

function refuse(
  wanted: EnvironmentRecord,
  found: Partial<EnvironmentRecord>,
  told: { readonly path: string; readonly cure: string },
): never {
  return AshlarError.throw(PLACE_CODES.otherEnvironment, {
    ...told,
    message: "the private folder is that of another environment",
    value: nameOf(wanted),
    allowed: nameOf(found),
  });
}

function nameOf({ platform, trustDomain }: Partial<EnvironmentRecord>): string {
  return [platform, trustDomain === undefined ? undefined : `trust domain ${trustDomain}`]
    .filter((part) => part !== undefined)
    .join(", ");
}

function parseRecord(text: string, store: LocalStore): EnvironmentRecord {
  try {
    const record: unknown = JSON.parse(text);
    if (isRecord(record)) return record;
  } catch {
    // Told below, together with a record that says something else.
  }
  return AshlarError.throw("ASH-INPUT-006", {
    path: store.pathOf(ENVIRONMENT_RECORD),
    message: "it cannot be understood whose the private folder is",
    allowed: "a JSON object with platform and trustDomain",
    cure: "remove the file and run init again, which then looks at the certificates instead",
  });
}

const isRecord = (value: unknown): value is EnvironmentRecord =>
  typeof value === "object" &&
  value !== null &&
  "platform" in value &&
  typeof value.platform === "string" &&
  "trustDomain" in value &&
  typeof value.trustDomain === "string";
