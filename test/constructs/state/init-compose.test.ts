import { createPublicKey, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MaterialList } from "../../../constructs/render/material";
import { initCompose, type InitOptions } from "../../../constructs/state/init-compose";
import type { InitReport } from "../../../constructs/state/init-report";
import { LocalStore } from "../../../constructs/state/local-store";
import { list, withGiven } from "./material-list";
import { temporaryFolders } from "./temporary-folder";

const folder = temporaryFolders();
const NOW = new Date("2026-03-01T12:00:00Z");
const DAY = 86_400_000;

const init = (material: MaterialList, root: string, options: Partial<InitOptions> = {}): Promise<InitReport> =>
  initCompose(material, new LocalStore(root), { given: new Map(), encrypted: [], now: NOW, ...options });

/** Every file below a folder with its content, modification time and inode: what "changes nothing" means. */
function snapshot(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { mtimeMs, ino } = statSync(path);
      return [path.slice(root.length + 1), `${ino} ${mtimeMs} ${readFileSync(path, "base64")}`];
    }),
  );
}

const actions = (report: InitReport): string[] =>
  report.changes.map(({ kind, name, action }) => `${action} ${kind} ${name}`);

describe("init of a Compose environment", () => {
  it("makes every secret, the authority, every certificate, and fills the files that hold secrets", async () => {
    const root = folder();
    const report = await init(list, root);
    expect(actions(report)).toEqual([
      "created secret db-password",
      "created secret issuer-jwks",
      "created secret issuer-key",
      "created secret-file rest/rest.conf",
      "created authority ca",
      "created certificate db",
      "created certificate rest",
    ]);
    const read = (path: string): string => readFileSync(join(root, path), "utf8");
    expect(read("secrets/db-password")).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(read("secrets/files/rest/rest.conf")).toBe(
      `db-uri = 'postgres://app:${read("secrets/db-password")}@db/app'\n`,
    );
    const jwks = JSON.parse(read("secrets/issuer-jwks"));
    expect(jwks.keys[0].d).toBeUndefined();
    expect(createPublicKey({ key: jwks.keys[0], format: "jwk" }).asymmetricKeyType).toBe("ec");
    const leaf = new X509Certificate(read("pki/db/tls.crt"));
    expect(leaf.verify(new X509Certificate(read("pki/ca.crt")).publicKey)).toBe(true);
    expect(leaf.subjectAltName).toContain("URI:spiffe://dev.acme.internal/db");
    expect(readdirSync(join(root, "pki", "rest")).sort()).toEqual(["ca.crt", "key.der", "tls.crt", "tls.key"]);
  });

  it("changes nothing when it is run again", async () => {
    const root = folder();
    await init(list, root);
    const before = snapshot(root);
    const report = await init(list, root, { now: new Date(NOW.getTime() + 30 * DAY) });
    expect(snapshot(root)).toEqual(before);
    expect(new Set(report.changes.map((change) => change.action))).toEqual(new Set(["kept"]));
    expect(report.warnings).toEqual([]);
  });

  it("makes only what a new list adds", async () => {
    const root = folder();
    await init(list, root);
    const before = snapshot(root);
    const more: MaterialList = {
      ...list,
      secrets: [...list.secrets, { name: "extra", recipe: { kind: "hex", bytes: 16 }, namespaces: [] }],
    };
    await init(more, root);
    const { "secrets/extra": extra, ...rest } = snapshot(root);
    expect(extra).toBeDefined();
    expect(rest).toEqual(before);
  });

  it("keeps what a list does not name any more: data may still be locked with it", async () => {
    const root = folder();
    await init(list, root);
    const before = snapshot(root);
    await init({ ...list, secrets: [], identities: [], files: [] }, root);
    expect(snapshot(root)).toEqual(before);
  });

  it("writes a secret file again when its structure changes, with the same secret in it", async () => {
    const root = folder();
    await init(list, root);
    const password = readFileSync(join(root, "secrets/db-password"), "utf8");
    const changed: MaterialList = {
      ...list,
      files: [
        { name: "rest/rest.conf", key: "rest.conf", segments: ["password=", { secret: "db-password", encode: [] }] },
      ],
    };
    expect(actions(await init(changed, root))).toContain("rewritten secret-file rest/rest.conf");
    expect(readFileSync(join(root, "secrets/files/rest/rest.conf"), "utf8")).toBe(`password=${password}`);
  });

  it("computes derived secrets again when what they follow from was replaced by hand", async () => {
    const root = folder();
    await init(list, root);
    const jwks = readFileSync(join(root, "secrets/issuer-jwks"), "utf8");
    const other = folder();
    await init(list, other);
    writeFileSync(join(root, "secrets/issuer-key"), readFileSync(join(other, "secrets/issuer-key")));
    expect(actions(await init(list, root))).toContain("rewritten secret issuer-jwks");
    expect(readFileSync(join(root, "secrets/issuer-jwks"), "utf8")).toBe(
      readFileSync(join(other, "secrets/issuer-jwks"), "utf8"),
    );
    expect(readFileSync(join(root, "secrets/issuer-jwks"), "utf8")).not.toBe(jwks);
  });

  describe("certificates", () => {
    const certificate = (root: string, name: string): X509Certificate =>
      new X509Certificate(readFileSync(join(root, "pki", name, "tls.crt")));

    it("are renewed, with a new key, when a third of their life is left", async () => {
      const root = folder();
      await init(list, root);
      const before = readFileSync(join(root, "pki/db/tls.key"), "utf8");
      const later = new Date(NOW.getTime() + 300 * DAY);
      const report = await init(list, root, { now: later });
      expect(report.changes).toContainEqual(
        expect.objectContaining({ kind: "certificate", name: "db", action: "renewed", why: "it ends in 65 days" }),
      );
      expect(readFileSync(join(root, "pki/db/tls.key"), "utf8")).not.toBe(before);
      expect(new Date(certificate(root, "db").validTo).getTime()).toBeGreaterThan(later.getTime() + 364 * DAY);
    });

    it("are issued again when their names change, and the others stay", async () => {
      const root = folder();
      await init(list, root);
      const [db, rest] = list.identities;
      const moved = { ...list, identities: [{ ...db!, dnsNames: ["db", "localhost", "database"] }, rest!] };
      const report = actions(await init(moved, root));
      expect(report).toContain("renewed certificate db");
      expect(report).toContain("kept certificate rest");
      expect(certificate(root, "db").subjectAltName).toContain("DNS:database");
    });

    it("stay, and only get another file, when a program reads another form", async () => {
      const root = folder();
      await init(list, root);
      const serial = certificate(root, "db").serialNumber;
      const [db, rest] = list.identities;
      const report = await init(
        { ...list, identities: [{ ...db!, forms: ["cert", "key", "ca", "p12"] }, rest!] },
        root,
      );
      expect(actions(report)).toContain("rewritten certificate db");
      expect(certificate(root, "db").serialNumber).toBe(serial);
      expect(existsSync(join(root, "pki/db/keystore.p12"))).toBe(true);
    });

    it.each([
      [
        "is cut off",
        (root: string) => writeFileSync(join(root, "pki/db/tls.crt"), "-----BEGIN CERTIFICATE-----\n"),
        "it cannot be read",
      ],
      [
        "has another's key",
        (root: string) => writeFileSync(join(root, "pki/db/tls.key"), readFileSync(join(root, "pki/rest/tls.key"))),
        "its key belongs to another certificate",
      ],
    ])("are issued again when one %s", async (_what, damage, why) => {
      const root = folder();
      await init(list, root);
      damage(root);
      expect((await init(list, root)).changes).toContainEqual({
        kind: "certificate",
        name: "db",
        action: "renewed",
        why,
      });
    });

    it("are issued again under an authority that was replaced by hand", async () => {
      const [root, other] = [folder(), folder()];
      await init(list, root);
      await init(list, other);
      for (const file of ["ca.crt", "ca.key"]) {
        writeFileSync(join(root, "pki", file), readFileSync(join(other, "pki", file)));
      }
      expect((await init(list, root)).changes).toContainEqual(
        expect.objectContaining({ name: "db", action: "renewed", why: "another authority issued it" }),
      );
    });

    it("never outlive their authority, and its end is told a year before", async () => {
      const root = folder();
      await init(list, root);
      const late = new Date(NOW.getTime() + (3650 - 100) * DAY);
      const report = await init(list, root, { now: late });
      expect(report.warnings).toEqual([expect.objectContaining({ code: "ASH-PKI-005", severity: "warning" })]);
      const end = new Date(new X509Certificate(readFileSync(join(root, "pki/ca.crt"))).validTo);
      expect(new Date(certificate(root, "db").validTo).getTime()).toBeLessThanOrEqual(end.getTime());
    });
  });

  describe("secrets that only a user knows", () => {
    it("are refused all at once while they are missing, and nothing is made", async () => {
      const root = folder();
      const twoMissing: MaterialList = {
        ...withGiven,
        secrets: [
          ...withGiven.secrets,
          {
            name: "oauth-secret",
            recipe: { kind: "given", describe: "client secret of the login page" },
            namespaces: [],
          },
        ],
      };
      await expect(init(twoMissing, root)).rejects.toMatchObject({
        diagnostics: [
          expect.objectContaining({
            code: "ASH-INPUT-003",
            path: "secret oauth-secret",
            cure: expect.stringContaining("ASHLAR_SECRET_OAUTH_SECRET"),
          }),
          expect.objectContaining({ code: "ASH-INPUT-003", path: "secret smtp-password" }),
        ],
      });
      expect(readdirSync(root)).toEqual([]);
    });

    it("are told to be encrypted in the environment file when they are", async () => {
      const refusal = init(withGiven, folder(), { encrypted: ["smtp-password"] });
      await expect(refusal).rejects.toThrow("the environment file has it encrypted");
    });

    it("are kept once they were given", async () => {
      const root = folder();
      await init(withGiven, root, { given: new Map([["smtp-password", "correct horse"]]) });
      expect(readFileSync(join(root, "secrets/smtp-password"), "utf8")).toBe("correct horse");
      expect(actions(await init(withGiven, root))).toContain("kept secret smtp-password");
    });

    it("are not written over by another value; the difference is told without either", async () => {
      const root = folder();
      await init(withGiven, root, { given: new Map([["smtp-password", "correct horse"]]) });
      const report = await init(withGiven, root, { given: new Map([["smtp-password", "battery staple"]]) });
      expect(readFileSync(join(root, "secrets/smtp-password"), "utf8")).toBe("correct horse");
      expect(report.warnings).toEqual([expect.objectContaining({ path: "secret smtp-password", severity: "warning" })]);
      expect(JSON.stringify(report)).not.toMatch(/horse|staple/);
    });

    it("may replace a generated one from the start, for a database that exists", async () => {
      const root = folder();
      await init(list, root, { given: new Map([["db-password", "kept-from-the-old-house"]]) });
      expect(readFileSync(join(root, "secrets/db-password"), "utf8")).toBe("kept-from-the-old-house");
    });

    it("are refused together with weak ones, and no message has a value in it", async () => {
      const both: MaterialList = {
        ...withGiven,
        secrets: [
          ...withGiven.secrets,
          { name: "token", recipe: { kind: "given", describe: "token" }, namespaces: [] },
        ],
      };
      const refusal: unknown = await init(both, folder(), { given: new Map([["smtp-password", "changeme"]]) }).catch(
        (e: unknown) => e,
      );
      expect(refusal).toMatchObject({
        diagnostics: [
          expect.objectContaining({ code: "ASH-INPUT-003" }),
          expect.objectContaining({ code: "ASH-SEC-006" }),
        ],
      });
      expect(String(refusal)).not.toContain("changeme");
    });
  });

  it("refuses a secret called like a folder beside the secrets", async () => {
    const clash: MaterialList = {
      ...list,
      secrets: [{ name: "files", recipe: { kind: "uuid" }, namespaces: [] }],
      files: [],
    };
    await expect(init(clash, folder())).rejects.toThrow("ASH-NAME-001");
  });

  it("never lets two at once make two authorities", async () => {
    const root = folder();
    const results = await Promise.allSettled([init(list, root), init(list, root)]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(actions(await init(list, root))).toContain("kept certificate db");
  });

  it("goes on where a stopped machine left off", async () => {
    const root = folder();
    mkdirSync(join(root, "pki/db.new"), { recursive: true });
    mkdirSync(join(root, "pki/db.old"), { recursive: true });
    writeFileSync(join(root, "pki/db.new/tls.crt"), "half");
    await init(list, root);
    expect(readdirSync(join(root, "pki")).sort()).toEqual(["ca.crt", "ca.key", "db", "environment.json", "rest"]);
  });
});
