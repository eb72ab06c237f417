import { IDENTITY_FILES, type IdentityForm, STORE_PASSWORD } from "../model/identity";
import { toForm } from "../pki/forms";
import { inspectCertificate, matchesKey, needsRenewal, wasIssuedBy } from "../pki/inspect";
import { issueLeaf } from "../pki/leaf";
import type { Authority, LeafMaterial } from "../pki/material";
import type { IdentityMaterial } from "../render/material";

/** Days that a certificate is valid, unless its authority ends before. */
const LEAF_DAYS = 365;

/** The forms that everything else can be computed from. They are always kept. */
const KEPT_FORMS: readonly IdentityForm[] = ["cert", "key", "ca"];

/**
 * Why an identity needs a new certificate; undefined while the one it has will do.
 *
 * @param kept what it has; undefined when it has none
 */
export function reasonToIssue(
  identity: IdentityMaterial,
  kept: LeafMaterial | undefined,
  authority: Authority,
  now: Date,
): string | undefined {
  if (kept === undefined) return "it is missing";
  try {
    if (!matchesKey(kept.certificate, kept.key)) return "its key belongs to another certificate";
    if (!wasIssuedBy(kept.certificate, authority.certificate)) return "another authority issued it";
    const facts = inspectCertificate(kept.certificate, now);
    const names = [facts.subject, ...facts.uris, ...[...facts.dnsNames].sort()];
    const wanted = [identity.commonName, identity.uri, ...[...identity.dnsNames].sort()];
    if (names.join("\n") !== wanted.join("\n")) return "its names have changed";
    return needsRenewal(kept.certificate, { now }) ? `it ends in ${facts.daysLeft} days` : undefined;
  } catch {
    return "it cannot be read";
  }
}

/** Issues a certificate for both sides of a handshake, with a fresh key. */
export function issueIdentity(identity: IdentityMaterial, authority: Authority, now: Date): Promise<LeafMaterial> {
  const { commonName, uri, dnsNames } = identity;
  const left = inspectCertificate(authority.certificate, now).daysLeft;
  const days = Math.max(1, Math.min(LEAF_DAYS, left));
  return issueLeaf(authority, { commonName, uri, dnsNames, usages: ["server", "client"], days, now });
}

/** Every file of an identity, by name. The same material gives the same bytes. */
export async function identityFiles(
  identity: IdentityMaterial,
  material: LeafMaterial,
): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const form of new Set([...KEPT_FORMS, ...identity.forms])) {
    files.set(IDENTITY_FILES[form], await toForm(material, form, { password: STORE_PASSWORD }));
  }
  return files;
}
