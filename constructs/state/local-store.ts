import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { Authority } from "../pki/material";
import { createPrivate, ensurePrivateFolder, readPrivate, replacePrivate } from "./private-file";
import { TroubleError } from "./trouble";

/** Folder of the secrets, inside an environment's folder. */
export const SECRETS = "secrets";

/** Folder of the authority and its certificates, inside an environment's folder. */
export const PKI = "pki";

/** File of the authority's certificate, inside {@link PKI}. */
export const AUTHORITY_CERTIFICATE = "ca.crt";

/** File that says whose the folder is, inside {@link PKI}. It holds no secret. */
export const ENVIRONMENT_RECORD = "environment.json";

/** Folder of the files that hold secrets, inside `secrets/`; a secret of this name would be in its way. */
export const SECRET_FILES = "files";

const SECRET_NAME = /^[a-z0-9][a-z0-9-]*$/;
const PATH_SEGMENT = /^(?!\.)[A-Za-z0-9._-]+$/;

/**
 * What an environment keeps on this machine, beside its rendered folders: `secrets/<name>`, the files that hold secrets
 * below `secrets/`, `pki/ca.crt`, `pki/ca.key`, `pki/<identity>/<file>`, and `pki/environment.json`, which says whose all
 * of it is. Folders are 0700 and files 0600. What was generated once is never written over; what follows from it may be.
 */
export class LocalStore {
  /** @param folder the environment's folder, for example `out/baas/dev` */
  public constructor(public readonly folder: string) {}

  /** Path of a file below `pki/`, for messages; that of `pki/` itself unless one is said. */
  public pathOf(file = ""): string {
    return join(this.folder, PKI, file);
  }

  /** What says whose the folder is; undefined when nothing does. */
  public record(): string | undefined {
    const file = this.pathOf(ENVIRONMENT_RECORD);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  /** Says whose the folder is. @throws Error with code `EEXIST` when that is said already */
  public createRecord(text: string): void {
    this.#enclose(this.pathOf());
    createPrivate(this.pathOf(ENVIRONMENT_RECORD), Buffer.from(text));
  }

  /** The kept value of a secret; undefined when there is none. */
  public secret(name: string): string | undefined {
    return readPrivate(this.#secretPath(name))?.toString("utf8");
  }

  /** Keeps a secret. @throws Error with code `EEXIST` when it is kept already */
  public createSecret(name: string, value: string): void {
    const file = this.#secretPath(name);
    this.#enclose(dirname(file));
    if (readPrivate(file) === undefined) rmSync(file, { force: true });
    createPrivate(file, Buffer.from(value));
  }

  /** Keeps a value that follows from others, in place of an older one. */
  public replaceSecret(name: string, value: string): void {
    const file = this.#secretPath(name);
    this.#enclose(dirname(file));
    replacePrivate(file, Buffer.from(value));
  }

  /** A file below `secrets/files/`, for example `rest/rest.conf`. */
  public secretFile(path: string): string | undefined {
    return readPrivate(this.#pathBelow(SECRETS, `${SECRET_FILES}/${path}`))?.toString("utf8");
  }

  public replaceSecretFile(path: string, text: string): void {
    const file = this.#pathBelow(SECRETS, `${SECRET_FILES}/${path}`);
    this.#enclose(dirname(file));
    replacePrivate(file, Buffer.from(text));
  }

  /**
   * The certificate authority; undefined when there is none.
   *
   * @throws TroubleError ASH-STATE-002 when its key was taken away
   */
  public authority(): Authority | undefined {
    const certificate = readPrivate(this.#pathBelow(PKI, AUTHORITY_CERTIFICATE))?.toString("utf8");
    const key = readPrivate(this.#pathBelow(PKI, "ca.key"))?.toString("utf8");
    // The certificate is written last, so a key alone was never used for anything.
    if (certificate === undefined) return undefined;
    if (key === undefined) {
      throw new TroubleError("ASH-STATE-002", join(this.folder, PKI), "ca.crt is there and ca.key is not");
    }
    return { certificate, key };
  }

  /** Keeps the certificate authority. @throws Error with code `EEXIST` when there is one already */
  public createAuthority(authority: Authority): void {
    const folder = join(this.folder, PKI);
    this.#enclose(folder);
    if (!existsSync(join(folder, AUTHORITY_CERTIFICATE))) rmSync(join(folder, "ca.key"), { force: true });
    createPrivate(join(folder, "ca.key"), Buffer.from(authority.key));
    createPrivate(join(folder, AUTHORITY_CERTIFICATE), Buffer.from(authority.certificate));
  }

  /** One file of an identity; undefined when there is none. Ends a replacement that was stopped in the middle. */
  public identityFile(identity: string, file: string): Buffer | undefined {
    const path = this.#pathBelow(PKI, `${identity}/${file}`);
    restore(dirname(path));
    return readPrivate(path);
  }

  /**
   * Keeps an identity's files: all of them or, when the machine stops in the middle, those that were there before, which
   * the next look at the identity puts back.
   */
  public replaceIdentity(identity: string, files: ReadonlyMap<string, Buffer>): void {
    const target = this.#pathBelow(PKI, identity);
    restore(target);
    const [fresh, old] = [`${target}.new`, oldOf(target)];
    for (const leftover of [fresh, old]) rmSync(leftover, { recursive: true, force: true });
    this.#enclose(fresh);
    for (const [file, content] of files) createPrivate(join(fresh, file), content);
    if (existsSync(target)) renameSync(target, old);
    renameSync(fresh, target);
    rmSync(old, { recursive: true, force: true });
  }

  #secretPath(name: string): string {
    if (!SECRET_NAME.test(name) || name === SECRET_FILES) {
      throw new TypeError(`not the name of a secret: ${name}`);
    }
    return join(this.folder, SECRETS, name);
  }

  /** A path that cannot lead out of its folder, whoever wrote the list. */
  #pathBelow(top: string, path: string): string {
    const segments = path.split("/");
    if (!segments.every((segment) => PATH_SEGMENT.test(segment)))
      throw new TypeError(`not a path of the store: ${path}`);
    return join(this.folder, top, ...segments);
  }

  /** Makes the folders from `secrets/` or `pki/` down private; the environment's own folder is the user's. */
  #enclose(folder: string): void {
    const below = folder.slice(this.folder.length + 1).split(sep);
    for (let depth = 1; depth <= below.length; depth += 1) {
      ensurePrivateFolder(join(this.folder, ...below.slice(0, depth)));
    }
  }
}

/** Where a folder stands aside while another takes its place. */
function oldOf(folder: string): string {
  return `${folder}.old`;
}

/** Puts a folder back that stands aside and has no successor: the machine stopped between the two renames. */
function restore(folder: string): void {
  if (!existsSync(folder) && existsSync(oldOf(folder))) renameSync(oldOf(folder), folder);
}
