import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Running, execute, freePort, isListening, temporaryFolder } from "./process";

describe("a started program", () => {
  const folder = temporaryFolder("process");
  afterAll(() => folder.remove());

  const start = (script: string): Promise<Running> => {
    writeFileSync(join(folder.path, "program.js"), script);
    return Running.start(process.execPath, [join(folder.path, "program.js")], {
      log: join(folder.path, `${Math.random()}.log`),
    });
  };

  it("is waited for, and asked to end", async () => {
    const port = await freePort();
    const running = await start(
      `require("node:http").createServer().listen(${port}, "127.0.0.1"); process.on("SIGTERM", () => process.exit(7));`,
    );
    await running.until(() => isListening(port), "its port is open");
    await running.stop();
    expect(running.exit).toBe(7);
    expect(await isListening(port)).toBe(false);
  });

  it("is ended by force when it does not listen", async () => {
    const running = await start(
      `process.on("SIGTERM", () => console.log("no")); console.log("up"); setInterval(() => {}, 1000);`,
    );
    await running.until(() => running.output().includes("up"), "it is up");
    await running.stop(200);
    expect(running.exit).toBe("SIGKILL");
    expect(running.output()).toMatch(/no/);
  });

  it("that dies while it is waited for fails with its last words", async () => {
    const running = await start(`console.error("no such key: colour"); process.exit(3);`);
    await expect(running.until(() => false, "it is up")).rejects.toThrow(
      /ended \(3\) while waiting until it is up[\s\S]*no such key: colour/,
    );
  });

  it("that does not exist is an error at once", async () => {
    const log = join(folder.path, "none.log");
    const running = await Running.start("/nonexistent/program", [], { log });
    await expect(running.until(() => false, "it is up")).rejects.toThrow(/No such file/);
    expect(existsSync(log)).toBe(true);
  });

  it("runs to its end with an input", async () => {
    expect(await execute("cat", [], { input: "a line" })).toEqual({ code: 0, stdout: "a line", stderr: "" });
  });
});
