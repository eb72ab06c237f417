import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAuthority } from "../../../constructs/pki/authority";
import type { MaterialList } from "../../../constructs/render/material";
import { initCompose } from "../../../constructs/state/init-compose";
import type { InitReport } from "../../../constructs/state/init-report";
import { LocalStore } from "../../../constructs/state/local-store";
import { list } from "./material-list";
import { temporaryFolders } from "./temporary-folder";

const folder = temporaryFolders();
const NOW = new Date("2026-03-01T12:00:00Z");

const init = (root: string, material: MaterialList = list): Promise<InitReport> =>
  initCompose(material, new LocalStore(root), { given: new Map(), encrypted: [], now: NOW });

const prod: MaterialList = {
  ...list,
  platform: "acme-prod",
  trustDomain: "prod.acme.internal",
  identities: list.identities.map((identity) => ({
    ...identity,
    uri: identity.uri.replace("dev.acme.internal", "prod.acme.internal"),
  })),
};
const record = (root: string): string => join(root, "pki", "environment.json");

/** A folder as an older version left it. */
async function olderFolder(material: MaterialList = list): Promise<string> {
  const root = folder();
  await init(root, material);
  rmSync(record(root));
  return root;
}

describe("whose a private folder is", () => {
  it("is written beside its authority, for its owner alone, and stays as it is", async () => {
    const root = folder();
    await init(root);
    expect(JSON.parse(readFileSync(record(root), "utf8"))).toEqual({
      platform: "acme-dev",
      trustDomain: "dev.acme.internal",
    });
    const { mode, ino } = statSync(record(root));
    expect((mode & 0o777).toString(8)).toBe("600");
    await init(root);
    expect(statSync(record(root)).ino).toBe(ino);
  });

  it("is refused to another environment, with both names", async () => {
    const root = folder();
    await init(root);
    await expect(init(root, prod)).rejects.toMatchObject({
      diagnostics: [
        {
          code: "ASH-PLACE-001",
          path: record(root),
          value: '"acme-prod, trust domain prod.acme.internal"',
          allowed: "acme-dev, trust domain dev.acme.internal",
        },
      ],
    });
  });

  it.each(["{", "[]", '{ "platform": "acme-dev" }'])("cannot be told by a broken record: %s", async (text) => {
    const root = folder();
    await init(root);
    writeFileSync(record(root), text);
    await expect(init(root)).rejects.toMatchObject({
      diagnostics: [expect.objectContaining({ code: "ASH-INPUT-006", path: record(root) })],
    });
  });
});

describe("a folder that an older version made, without a record", () => {
  it("is taken over by the environment that its certificates name", async () => {
    const root = await olderFolder();
    const report = await init(root);
    expect(new Set(report.changes.map(({ action }) => action))).toEqual(new Set(["kept"]));
    expect(readFileSync(record(root), "utf8")).toContain("acme-dev");
  });

  it("is refused to the environment of another trust domain", async () => {
    const root = await olderFolder();
    await expect(init(root, prod)).rejects.toMatchObject({
      diagnostics: [
        {
          code: "ASH-PLACE-001",
          path: join(root, "pki/db/tls.crt"),
          allowed: "trust domain dev.acme.internal",
          cure: expect.stringContaining("--out"),
        },
      ],
    });
  });

  it("is refused by its authority's name where the trust domain is the same", async () => {
    const root = await olderFolder();
    await expect(init(root, { ...list, platform: "acme-prod" })).rejects.toMatchObject({
      diagnostics: [{ code: "ASH-PLACE-001", path: join(root, "pki/ca.crt"), allowed: "acme-dev" }],
    });
  });

  it("is taken over when its authority is one that a user brought, and there is nothing else", async () => {
    const root = folder();
    const { certificate, key } = await createAuthority({ commonName: "Acme Root CA", now: NOW });
    mkdirSync(join(root, "pki"));
    writeFileSync(join(root, "pki/ca.crt"), certificate);
    writeFileSync(join(root, "pki/ca.key"), key);
    const report = await init(root);
    expect(report.changes).toContainEqual({ kind: "authority", name: "ca", action: "kept" });
  });
});

describe("a symbolic link among what is private", () => {
  it("is refused, every one of them, wherever it leads", async () => {
    const root = folder();
    await init(root);
    symlinkSync("nowhere", join(root, "secrets", "smtp-password"));
    symlinkSync(folder(), join(root, "pki", "web"));
    await expect(init(root)).rejects.toMatchObject({
      diagnostics: [
        { code: "ASH-PLACE-002", path: join(root, "pki/web") },
        { code: "ASH-PLACE-002", path: join(root, "secrets/smtp-password") },
      ],
    });
  });
});
