import { AshlarError, diagnostic, type Diagnostic } from "../model/diagnostics";
import { IDENTITY_FILES } from "../model/identity";
import { createAuthority } from "../pki/authority";
import { inspectCertificate, needsRenewal } from "../pki/inspect";
import type { Authority, LeafMaterial } from "../pki/material";
import type { IdentityMaterial, MaterialList } from "../render/material";
import { claimFolder, refuseOtherEnvironment } from "./environment-record";
import { fillSegments } from "./fill";
import { keptWarnings, resolveGiven } from "./given-values";
import type { InitChange, InitReport } from "./init-report";
import { identityFiles, issueIdentity, reasonToIssue } from "./issue-identity";
import { SECRET_FILES, type LocalStore } from "./local-store";
import { withLock } from "./lock";

/** What an init needs to know beside the list. */
export interface InitOptions {
  /** Values that the user gives, by secret. */
  readonly given: ReadonlyMap<string, string>;
  /** Secrets that the environment file holds in a form that is not read here; they make a better message. */
  readonly encrypted: readonly string[];
  /** The present. */
  readonly now: Date;
}

/**
 * Brings an environment's folder up to what an artifact needs: secrets, the certificate authority, certificates, and the
 * files that hold secrets. What was generated stays; what follows from it is brought up to date. A second run changes
 * nothing, and nothing is written when there is a problem.
 *
 * @throws AshlarError with all problems: given secrets that are missing, weak or published values, impossible recipes; or
 * that the folder is another environment's
 * @throws TroubleError when another init is at work, or the authority's key was taken away
 */
export async function initCompose(list: MaterialList, store: LocalStore, options: InitOptions): Promise<InitReport> {
  // Before the lock, which is a file in a folder that may be another's; and again inside, where it cannot change.
  refuseOtherEnvironment(list, store);
  return withLock(store.folder, async () => {
    // Everything that can be refused comes first, everything that is written after it.
    refuseOtherEnvironment(list, store);
    const stored = storedValues(list, store);
    const known = new Map([...options.given, ...stored]);
    const resolving = { ...options, kept: new Set(stored.keys()) };
    const { values, created, stale } = resolveGiven(list.secrets, known, resolving);
    const warnings = [...givenAgain(stored, options), ...keptWarnings(list.secrets, known, resolving)];
    const kept = store.authority();
    claimFolder(list, store);
    const changes: InitChange[] = [];
    for (const { name, recipe } of list.secrets) {
      const value = values.get(name) ?? "";
      const isKept = store.secret(name) !== undefined;
      if (recipe.kind === "derived") {
        if (!isKept || stale.includes(name)) store.replaceSecret(name, value);
      } else if (!isKept) store.createSecret(name, value);
      changes.push(
        isKept && stale.includes(name)
          ? { kind: "secret", name, action: "rewritten", why: "what it is derived from has changed" }
          : { kind: "secret", name, action: isKept && !created.includes(name) ? "kept" : "created" },
      );
    }
    changes.push(...list.files.map((file) => writeSecretFile(file.name, fillSegments(file.segments, values), store)));
    if (list.identities.length === 0) return { changes, warnings };

    const authority = kept ?? (await createAuthority({ commonName: `${list.platform} CA`, now: options.now }));
    if (kept === undefined) store.createAuthority(authority);
    changes.push({ kind: "authority", name: "ca", action: kept === undefined ? "created" : "kept" });
    for (const identity of list.identities) {
      changes.push(await bringUpToDate(identity, authority, store, options.now));
    }
    return { changes, warnings: [...warnings, ...authorityWarnings(authority, options.now)] };
  });
}

/** What an earlier init took or made. */
function storedValues({ secrets }: MaterialList, store: LocalStore): ReadonlyMap<string, string> {
  if (secrets.some(({ name }) => name === SECRET_FILES)) {
    AshlarError.throw("ASH-NAME-001", {
      path: `secret ${SECRET_FILES}`,
      message: "the name is that of the folder beside the secrets",
      value: SECRET_FILES,
      allowed: `anything but ${SECRET_FILES}`,
      cure: "rename the secret",
    });
  }
  const values = new Map<string, string>();
  for (const { name } of secrets) {
    const value = store.secret(name);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

function writeSecretFile(name: string, text: string, store: LocalStore): InitChange {
  const before = store.secretFile(name);
  if (before === text) return { kind: "secret-file", name, action: "kept" };
  store.replaceSecretFile(name, text);
  return before === undefined
    ? { kind: "secret-file", name, action: "created" }
    : { kind: "secret-file", name, action: "rewritten", why: "what it holds has changed" };
}

async function bringUpToDate(
  identity: IdentityMaterial,
  authority: Authority,
  store: LocalStore,
  now: Date,
): Promise<InitChange> {
  const { name } = identity;
  const kept = keptLeaf(name, store);
  const why = reasonToIssue(identity, kept, authority, now);
  if (kept === undefined || why !== undefined) {
    store.replaceIdentity(name, await identityFiles(identity, await issueIdentity(identity, authority, now)));
    return kept === undefined
      ? { kind: "certificate", name, action: "created" }
      : { kind: "certificate", name, action: "renewed", ...(why === undefined ? {} : { why }) };
  }
  const files = await identityFiles(identity, { ...kept, ca: authority.certificate });
  const same = [...files].every(([file, content]) => store.identityFile(name, file)?.equals(content) === true);
  if (same) return { kind: "certificate", name, action: "kept" };
  store.replaceIdentity(name, files);
  return { kind: "certificate", name, action: "rewritten", why: "its programs read other forms of it" };
}

function keptLeaf(name: string, store: LocalStore): LeafMaterial | undefined {
  const text = (form: "cert" | "key" | "ca") => store.identityFile(name, IDENTITY_FILES[form])?.toString("utf8");
  const [certificate, key, ca] = [text("cert"), text("key"), text("ca")];
  return certificate === undefined || key === undefined ? undefined : { certificate, key, ca: ca ?? "" };
}

/** A value that is given again and differs was meant to change something; it does not, and that must be said. */
function givenAgain(stored: ReadonlyMap<string, string>, { given }: InitOptions): readonly Diagnostic[] {
  return [...stored]
    .filter(([name, value]) => given.has(name) && given.get(name) !== value)
    .map(([name]) =>
      diagnostic("ASH-INPUT-002", {
        severity: "warning",
        path: `secret ${name}`,
        message: "the value that is given differs from the one that is kept, which stays",
        cure: `remove secrets/${name} and run init again, if the new value is right`,
      }),
    );
}

function authorityWarnings(authority: Authority, now: Date): readonly Diagnostic[] {
  if (!needsRenewal(authority.certificate, { now, days: 365 })) return [];
  const { notAfter } = inspectCertificate(authority.certificate, now);
  return [
    diagnostic("ASH-PKI-005", {
      severity: "warning",
      path: "pki/ca.crt",
      message: "the authority ends within a year, and its certificates with it",
      value: notAfter.toISOString(),
      cure: "make a new authority before that day",
    }),
  ];
}
