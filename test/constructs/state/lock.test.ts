import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { LOCK_FILE, withLock } from "../../../constructs/state/lock";
import { temporaryFolders } from "./temporary-folder";

const folder = temporaryFolders();

/** Each of a few processes takes the lock of one folder after another, all at the same moment, and tells what it saw. */
const RACER = `
  const { createJiti } = require("jiti");
  const { closeSync, existsSync, openSync, rmSync, writeFileSync } = require("node:fs");
  const { join } = require("node:path");
  const [root, own, racers, rounds] = process.argv.slice(1);
  (async () => {
    const { withLock } = await createJiti(join(process.cwd(), "child.cjs")).import("./constructs/state/lock.ts");
    const seen = [];
    for (let round = 0; round < Number(rounds); round += 1) {
      const folder = join(root, String(round));
      writeFileSync(join(folder, "ready-" + own), "");
      while (!Array.from({ length: Number(racers) }, (_, i) => join(folder, "ready-" + i)).every(existsSync));
      const inside = join(folder, "inside");
      seen.push(
        await withLock(folder, async () => {
          try {
            closeSync(openSync(inside, "wx"));
          } catch {
            return "not alone";
          }
          await new Promise((resolve) => setTimeout(resolve, 5));
          rmSync(inside);
          return "alone";
        }).catch((error) => error.code),
      );
    }
    process.stdout.write(JSON.stringify(seen));
  })();`;

describe("the lock of an environment's folder", () => {
  it("lets one in at a time, and is gone afterwards", async () => {
    const root = folder();
    const inner = await withLock(root, async () => {
      const second = withLock(root, () => Promise.resolve("second"));
      await expect(second).rejects.toMatchObject({ code: "ASH-STATE-001" });
      return "first";
    });
    expect(inner).toBe("first");
    expect(existsSync(join(root, LOCK_FILE))).toBe(false);
  });

  it("is gone after a failure as well", async () => {
    const root = folder();
    await expect(withLock(root, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(withLock(root, () => Promise.resolve("again"))).resolves.toBe("again");
  });

  it("is taken over from a process that is gone", async () => {
    const root = folder();
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    writeFileSync(join(root, LOCK_FILE), `${pid} ${hostname()}\n`);
    await expect(withLock(root, () => Promise.resolve("mine"))).resolves.toBe("mine");
  });

  it("is believed when another machine holds it, for its processes cannot be seen", async () => {
    const root = folder();
    writeFileSync(join(root, LOCK_FILE), `1 somewhere-else\n`);
    await expect(withLock(root, () => Promise.resolve("mine"))).rejects.toThrow("process 1 on somewhere-else");
    expect(existsSync(join(root, LOCK_FILE))).toBe(true);
  });

  it("is believed when nobody can tell whose it is", async () => {
    const root = folder();
    writeFileSync(join(root, LOCK_FILE), "");
    await expect(withLock(root, () => Promise.resolve("mine"))).rejects.toMatchObject({ code: "ASH-STATE-001" });
    expect(existsSync(join(root, LOCK_FILE))).toBe(true);
  });

  it("that somebody else has by now is not taken away from them", async () => {
    const root = folder();
    await withLock(root, () => {
      writeFileSync(join(root, LOCK_FILE), `1 somewhere-else\n`);
      return Promise.resolve();
    });
    expect(existsSync(join(root, LOCK_FILE))).toBe(true);
  });

  it.each(["a lock that is free", "a lock whose process is gone"])(
    "lets one in at a time when processes race for %s",
    async (kind) => {
      const root = folder();
      const [racers, rounds] = [3, 40];
      const { pid } = spawnSync(process.execPath, ["-e", ""]);
      for (let round = 0; round < rounds; round += 1) {
        mkdirSync(join(root, String(round)));
        if (kind !== "a lock that is free") {
          writeFileSync(join(root, String(round), LOCK_FILE), `${pid} ${hostname()}\n`);
        }
      }
      const answers = await Promise.all(
        Array.from({ length: racers }, async (_, own): Promise<string[]> => {
          const args = ["-e", RACER, root, own, racers, rounds].map(String);
          const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(__dirname, "../../..") });
          return JSON.parse(stdout) as string[];
        }),
      );
      for (let round = 0; round < rounds; round += 1) {
        const seen = answers.map((answer) => answer[round]);
        expect(seen).toContain("alone");
        expect(["alone", "ASH-STATE-001"]).toEqual(expect.arrayContaining(seen));
        expect(readdirSync(join(root, String(round))).filter((file) => !file.startsWith("ready-"))).toEqual([]);
      }
    },
    30_000,
  );
});
