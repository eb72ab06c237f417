import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { LocalStore } from "../../../constructs/state/local-store";
import { temporaryFolders } from "./temporary-folder";

const folder = temporaryFolders();
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe("what an environment keeps on this machine", () => {
  it("is readable by its owner alone, whatever the process's mask allows", () => {
    const root = folder();
    const before = process.umask(0);
    try {
      const store = new LocalStore(root);
      store.createSecret("db-password", "p");
      store.replaceSecretFile("rest/rest.conf", "x");
      store.createAuthority({ certificate: "c", key: "k" });
      store.replaceIdentity("db", new Map([["tls.key", Buffer.from("k")]]));
    } finally {
      process.umask(before);
    }
    const folders = ["secrets", "secrets/files", "secrets/files/rest", "pki", "pki/db"];
    const files = ["secrets/db-password", "secrets/files/rest/rest.conf", "pki/ca.key", "pki/ca.crt", "pki/db/tls.key"];
    expect(folders.map((path) => modeOf(join(root, path)))).toEqual(folders.map(() => "700"));
    expect(files.map((path) => modeOf(join(root, path)))).toEqual(files.map(() => "600"));
  });

  it("leaves the mode of the environment's own folder to its user", () => {
    const root = folder();
    chmodSync(root, 0o755);
    new LocalStore(root).createSecret("db-password", "p");
    expect(modeOf(root)).toBe("755");
  });

  it("is never written over once it was generated", () => {
    const store = new LocalStore(folder());
    store.createSecret("db-password", "first");
    expect(() => store.createSecret("db-password", "second")).toThrow(expect.objectContaining({ code: "EEXIST" }));
    store.createAuthority({ certificate: "c1", key: "k1" });
    expect(() => store.createAuthority({ certificate: "c2", key: "k2" })).toThrow(
      expect.objectContaining({ code: "EEXIST" }),
    );
    expect(store.secret("db-password")).toBe("first");
    expect(store.authority()).toEqual({ certificate: "c1", key: "k1" });
  });

  it("counts an empty file as no secret", () => {
    const root = folder();
    mkdirSync(join(root, "secrets"));
    writeFileSync(join(root, "secrets", "db-password"), "");
    const store = new LocalStore(root);
    expect(store.secret("db-password")).toBeUndefined();
    store.createSecret("db-password", "now");
    expect(store.secret("db-password")).toBe("now");
  });

  it("closes a file that somebody has opened to others", () => {
    const root = folder();
    const store = new LocalStore(root);
    store.createSecret("db-password", "p");
    chmodSync(join(root, "secrets", "db-password"), 0o644);
    store.secret("db-password");
    expect(modeOf(join(root, "secrets", "db-password"))).toBe("600");
  });

  it("leaves no temporary file behind, also when it refuses", () => {
    const root = folder();
    const store = new LocalStore(root);
    store.createSecret("db-password", "p");
    expect(() => store.createSecret("db-password", "q")).toThrow("EEXIST");
    expect(readdirSync(join(root, "secrets"))).toEqual(["db-password"]);
  });

  it("replaces an identity's files together", () => {
    const root = folder();
    const store = new LocalStore(root);
    store.replaceIdentity(
      "db",
      new Map([
        ["tls.crt", Buffer.from("1")],
        ["key.der", Buffer.from("1")],
      ]),
    );
    store.replaceIdentity("db", new Map([["tls.crt", Buffer.from("2")]]));
    expect(readdirSync(join(root, "pki"))).toEqual(["db"]);
    expect(readdirSync(join(root, "pki", "db"))).toEqual(["tls.crt"]);
    expect(store.identityFile("db", "tls.crt")?.toString()).toBe("2");
  });

  it("has an identity's old files again when the machine stopped before the new ones were in their place", () => {
    const root = folder();
    const store = new LocalStore(root);
    const stopped = () => {
      store.replaceIdentity("db", new Map([["tls.crt", Buffer.from("old")]]));
      renameSync(join(root, "pki", "db"), join(root, "pki", "db.old"));
      mkdirSync(join(root, "pki", "db.new"));
    };
    stopped();
    expect(store.identityFile("db", "tls.crt")?.toString()).toBe("old");
    stopped();
    const unwritable = new Map([["no-such-folder/tls.crt", Buffer.from("new")]]);
    expect(() => store.replaceIdentity("db", unwritable)).toThrow("ENOENT");
    expect(store.identityFile("db", "tls.crt")?.toString()).toBe("old");
    store.replaceIdentity("db", new Map([["tls.crt", Buffer.from("new")]]));
    expect(store.identityFile("db", "tls.crt")?.toString()).toBe("new");
    expect(readdirSync(join(root, "pki"))).toEqual(["db"]);
  });

  it("is whole, also when the system takes a file in small pieces", () => {
    const store = new LocalStore(folder());
    const write = fs.writeSync as (descriptor: number, content: Buffer, offset: number, length: number) => number;
    const small = (descriptor: number, content: Buffer, offset = 0) => write(descriptor, content, offset, 1);
    const spy = jest.spyOn(fs, "writeSync").mockImplementation(small as typeof fs.writeSync);
    try {
      store.createSecret("db-password", "long enough");
      expect(spy).toHaveBeenCalledTimes("long enough".length);
    } finally {
      spy.mockRestore();
    }
    expect(store.secret("db-password")).toBe("long enough");
  });

  it("makes a new authority when the machine stopped before the first was complete", () => {
    const root = folder();
    mkdirSync(join(root, "pki"));
    writeFileSync(join(root, "pki", "ca.key"), "half");
    const store = new LocalStore(root);
    expect(store.authority()).toBeUndefined();
    store.createAuthority({ certificate: "c", key: "k" });
    expect(store.authority()).toEqual({ certificate: "c", key: "k" });
  });

  it("says when an authority's key was taken away, and makes no other", () => {
    const root = folder();
    mkdirSync(join(root, "pki"));
    writeFileSync(join(root, "pki", "ca.crt"), "c");
    expect(() => new LocalStore(root).authority()).toThrow("ASH-STATE-002");
    expect(readFileSync(join(root, "pki", "ca.crt"), "utf8")).toBe("c");
  });

  it.each(["../up", "a/b", "", "files", "A"])("takes no path for a secret's name: %s", (name) => {
    const root = folder();
    expect(() => new LocalStore(root).createSecret(name, "x")).toThrow("not the name of a secret");
    expect(existsSync(join(root, "secrets"))).toBe(false);
  });

  it.each(["../../etc/x", "rest/../../x", "/x", "rest//x", ".hidden"])("keeps files inside its folder: %s", (path) => {
    expect(() => new LocalStore(folder()).replaceSecretFile(path, "x")).toThrow("not a path of the store");
  });
});
