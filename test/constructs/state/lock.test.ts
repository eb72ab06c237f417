import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { LOCK_FILE, withLock } from "../../../constructs/state/lock";
import { temporaryFolders } from "./temporary-folder";

const folder = temporaryFolders();

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
});
