import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { ArtifactFile } from "../../../constructs/render/artifact";
import { FILE_LIST, writeOutput } from "../../../constructs/state/output-folder";
import { temporaryFolders } from "./temporary-folder";

const folder = temporaryFolders();
const file = (path: string, text = path): ArtifactFile => ({ path, text });

const filesOf = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => path !== FILE_LIST)
    .sort();

describe("the folder of a render", () => {
  it("gets every file, and the list of them", () => {
    const root = join(folder(), "a", "b");
    expect(writeOutput(root, [file("compose.yaml"), file("db/pg.conf")])).toEqual({
      written: ["compose.yaml", "db/pg.conf"],
      unchanged: [],
      removed: [],
    });
    expect(filesOf(root)).toEqual(["compose.yaml", "db/pg.conf"]);
    expect(JSON.parse(readFileSync(join(root, FILE_LIST), "utf8"))).toEqual({ files: ["compose.yaml", "db/pg.conf"] });
  });

  it("is not touched by the same render again", () => {
    const root = folder();
    const files = [file("compose.yaml"), file("run.sh")];
    writeOutput(root, files);
    const times = files.map(({ path }) => statSync(join(root, path)).ino);
    expect(writeOutput(root, files)).toEqual({ written: [], unchanged: ["compose.yaml", "run.sh"], removed: [] });
    expect(files.map(({ path }) => statSync(join(root, path)).ino)).toEqual(times);
  });

  it("loses what an earlier render left, with the folders that are empty then, and nothing else", () => {
    const root = folder();
    writeOutput(root, [file("compose.yaml"), file("old/deep/x.conf"), file("kept/y.conf")]);
    writeFileSync(join(root, "kept", "mine.txt"), "mine");
    writeFileSync(join(root, "notes.md"), "mine");
    expect(writeOutput(root, [file("compose.yaml")]).removed).toEqual(["kept/y.conf", "old/deep/x.conf"]);
    expect(filesOf(root)).toEqual(["compose.yaml", "kept/mine.txt", "notes.md"]);
    expect(existsSync(join(root, "old"))).toBe(false);
  });

  it("is refused when files of others are in the way, all of them named and nothing written", () => {
    const root = folder();
    writeFileSync(join(root, "compose.yaml"), "theirs");
    mkdirSync(join(root, "db"));
    writeFileSync(join(root, "db", "pg.conf"), "theirs");
    expect(() => writeOutput(root, [file("compose.yaml"), file("db/pg.conf"), file("new")])).toThrow(
      expect.objectContaining({
        diagnostics: [
          expect.objectContaining({ code: "ASH-TARGET-005", path: join(root, "compose.yaml") }),
          expect.objectContaining({ code: "ASH-TARGET-005", path: join(root, "db/pg.conf") }),
        ],
      }),
    );
    expect(filesOf(root)).toEqual(["compose.yaml", "db/pg.conf"]);
    expect(readFileSync(join(root, "compose.yaml"), "utf8")).toBe("theirs");
    expect(existsSync(join(root, FILE_LIST))).toBe(false);
  });

  it("can be read by a container's own user, whatever the process's mask", () => {
    const root = folder();
    const before = process.umask(0o077);
    try {
      writeOutput(root, [file("pg.conf"), { ...file("run.sh"), executable: true }]);
    } finally {
      process.umask(before);
    }
    expect((statSync(join(root, "pg.conf")).mode & 0o777).toString(8)).toBe("644");
    expect((statSync(join(root, "run.sh")).mode & 0o777).toString(8)).toBe("755");
    chmodSync(join(root, "pg.conf"), 0o600);
    expect(writeOutput(root, [file("pg.conf"), { ...file("run.sh"), executable: true }]).written).toEqual(["pg.conf"]);
  });

  it("never removes what a forged list names outside of it", () => {
    const root = join(folder(), "out");
    writeOutput(root, [file("compose.yaml")]);
    const outside = join(root, "..", "precious");
    writeFileSync(outside, "x");
    writeFileSync(join(root, FILE_LIST), JSON.stringify({ files: ["compose.yaml", "../precious", outside] }));
    writeOutput(root, [file("compose.yaml")]);
    expect(existsSync(outside)).toBe(true);
  });

  it("replaces a link instead of writing through it", () => {
    const root = folder();
    writeOutput(root, [file("compose.yaml")]);
    const outside = join(folder(), "target");
    writeFileSync(outside, "theirs");
    const linked = join(root, "compose.yaml");
    rmSync(linked);
    symlinkSync(outside, linked);
    writeOutput(root, [file("compose.yaml", "new")]);
    expect(readFileSync(outside, "utf8")).toBe("theirs");
    expect(readFileSync(linked, "utf8")).toBe("new");
  });

  it.each([
    ["a folder that files are written to", "db", ["compose.yaml", "db/pg.conf"]],
    ["a folder further up", "a", ["a/b/c.conf"]],
    ["the folder of the list", ".ashlar", ["compose.yaml"]],
  ])("is refused, and nothing written, when a link stands in the place of %s", (_what, link, paths) => {
    const root = folder();
    const outside = folder();
    mkdirSync(join(outside, "b"));
    symlinkSync(outside, join(root, link));
    expect(() =>
      writeOutput(
        root,
        paths.map((path) => file(path)),
      ),
    ).toThrow(
      expect.objectContaining({
        diagnostics: [expect.objectContaining({ code: "ASH-PLACE-002", path: join(root, link) })],
      }),
    );
    expect(readdirSync(root)).toEqual([link]);
    expect(readdirSync(outside)).toEqual(["b"]);
  });

  it("is refused when its list is a link: it decides what is removed", () => {
    const root = folder();
    writeOutput(root, [file("compose.yaml")]);
    const forged = join(folder(), "files.json");
    writeFileSync(forged, JSON.stringify({ files: ["notes.md"] }));
    writeFileSync(join(root, "notes.md"), "mine");
    rmSync(join(root, FILE_LIST));
    symlinkSync(forged, join(root, FILE_LIST));
    expect(() => writeOutput(root, [file("new")])).toThrow("ASH-PLACE-002");
    expect(existsSync(join(root, "notes.md"))).toBe(true);
  });

  it("does not remove through a link what an earlier render wrote to a folder", () => {
    const root = folder();
    writeOutput(root, [file("compose.yaml"), file("db/pg.conf")]);
    const outside = folder();
    writeFileSync(join(outside, "pg.conf"), "theirs");
    rmSync(join(root, "db"), { recursive: true });
    symlinkSync(outside, join(root, "db"));
    expect(() => writeOutput(root, [file("compose.yaml", "new")])).toThrow("ASH-PLACE-002");
    expect(readFileSync(join(outside, "pg.conf"), "utf8")).toBe("theirs");
    expect(readFileSync(join(root, "compose.yaml"), "utf8")).toBe("compose.yaml");
  });

  it("may itself be a link: that is where its user wants it", () => {
    const root = join(folder(), "out");
    const elsewhere = folder();
    symlinkSync(elsewhere, root);
    writeOutput(root, [file("compose.yaml")]);
    expect(existsSync(join(elsewhere, "compose.yaml"))).toBe(true);
  });

  it("is refused when a file is where a folder is needed, or a folder where a file is", () => {
    const root = folder();
    writeFileSync(join(root, "db"), "theirs");
    mkdirSync(join(root, "compose.yaml"));
    expect(() => writeOutput(root, [file("compose.yaml"), file("db/pg.conf")])).toThrow(
      expect.objectContaining({
        diagnostics: [
          expect.objectContaining({ code: "ASH-TARGET-005", path: join(root, "db") }),
          expect.objectContaining({ code: "ASH-TARGET-005", path: join(root, "compose.yaml") }),
        ],
      }),
    );
    expect(readdirSync(root).sort()).toEqual(["compose.yaml", "db"]);
  });

  it("is refused when its list cannot be understood", () => {
    const root = folder();
    mkdirSync(join(root, ".ashlar"));
    writeFileSync(join(root, FILE_LIST), "{");
    expect(() => writeOutput(root, [file("compose.yaml")])).toThrow("ASH-INPUT-006");
    expect(filesOf(root)).toEqual([]);
  });
});
