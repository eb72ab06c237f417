import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = join(__dirname, "../../../../constructs/render/compose/material.sh");
const user = `${process.getuid?.() ?? 0}\t${process.getgid?.() ?? 0}`;

describe("material.sh", () => {
  let root: string;
  const at = (path: string): string => join(root, path);
  const source = (name: string, text: string): void => writeFileSync(at(`sources/${name}`), text);
  const entry = (kind: string, path: string, mode: string, from?: string): string =>
    [kind, at(path), user, mode, from === undefined ? "-" : at(`sources/${from}`)].join("\t");

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "material-"));
    mkdirSync(at("sources"));
    mkdirSync(at("volume"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function run(...entries: readonly string[]) {
    writeFileSync(at("plan.tsv"), entries.map((line) => `${line}\n`).join(""));
    return spawnSync("sh", [program, at("plan.tsv")], { encoding: "utf8" });
  }

  const plan = (): readonly string[] => [
    entry("folder", "volume", "0700"),
    entry("folder", "volume/secrets", "0700"),
    entry("file", "volume/secrets/password", "0400", "password"),
  ];

  it("copies files with their modes", () => {
    source("password", "it's $ecret\n\\");
    expect(run(...plan())).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(readFileSync(at("volume/secrets/password"), "utf8")).toBe("it's $ecret\n\\");
    expect(statSync(at("volume/secrets/password")).mode & 0o777).toBe(0o400);
    expect(statSync(at("volume/secrets")).mode & 0o777).toBe(0o700);
  });

  it("leaves what is right alone, so that nobody who watches a file is told of a change", () => {
    source("password", "one");
    run(...plan());
    const before = statSync(at("volume/secrets/password"));
    run(...plan());
    expect(statSync(at("volume/secrets/password")).ino).toBe(before.ino);
  });

  it("replaces what has changed as a whole: the old file stays whole for whoever has it open", () => {
    source("password", "one");
    run(...plan());
    const before = statSync(at("volume/secrets/password"));
    source("password", "two");
    expect(run(...plan()).status).toBe(0);
    expect(readFileSync(at("volume/secrets/password"), "utf8")).toBe("two");
    expect(statSync(at("volume/secrets/password")).ino).not.toBe(before.ino);
    expect(readdirSync(at("volume/secrets"))).toEqual(["password"]);
  });

  it("mends the mode of a file whose content is right", () => {
    source("password", "one");
    mkdirSync(at("volume/secrets"));
    writeFileSync(at("volume/secrets/password"), "one", { mode: 0o644 });
    run(...plan());
    expect(statSync(at("volume/secrets/password")).mode & 0o777).toBe(0o400);
  });

  it("removes what the plan does not name: keys that a container no longer reads", () => {
    source("password", "one");
    mkdirSync(at("volume/identity"), { recursive: true });
    for (const stale of ["identity/tls.key", ".hidden"]) writeFileSync(at(`volume/${stale}`), "old");
    run(...plan());
    expect(readdirSync(at("volume"))).toEqual(["secrets"]);
  });

  it("names everything that is missing, and changes nothing", () => {
    const { status, stderr } = run(...plan(), entry("file", "volume/secrets/other", "0400", "other"));
    expect(status).toBe(1);
    expect(stderr).toContain(`${at("sources/password")} is missing; run \`ashlar init\``);
    expect(stderr).toContain(`${at("sources/other")} is missing`);
    expect(existsSync(at("volume/secrets"))).toBe(false);
  });

  it("hands a volume to its user and does not look into it", () => {
    writeFileSync(at("volume/data"), "kept", { mode: 0o640 });
    expect(run(entry("volume", "volume", "0750")).status).toBe(0);
    expect(statSync(at("volume")).mode & 0o777).toBe(0o750);
    expect(statSync(at("volume/data")).mode & 0o777).toBe(0o640);
  });

  it("hands over a tree with everything in it: its user may change what the image's was read-only", () => {
    mkdirSync(at("volume/bin"));
    writeFileSync(at("volume/bin/tool"), "kept", { mode: 0o555 });
    writeFileSync(at("volume/note"), "kept", { mode: 0o444 });
    expect(run(entry("tree", "volume", "0700")).status).toBe(0);
    expect(statSync(at("volume/bin/tool")).mode & 0o777).toBe(0o755);
    expect(statSync(at("volume/note")).mode & 0o777).toBe(0o644);
  });

  it("never prints what a file says", () => {
    source("password", "hunter2-hunter2");
    const { stdout, stderr } = run(...plan());
    expect(stdout + stderr).toBe("");
  });

  it("refuses an entry that it does not know", () => {
    expect(run(entry("link", "volume", "0700"))).toMatchObject({ status: 1 });
  });
});
