import { spawn } from "node:child_process";
import { join } from "node:path";

const program = join(__dirname, "../../../../constructs/render/compose/cron.sh");

/** Runs the loop until its output holds a text, then asks it to stop as Docker does. */
function runUntil(text: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("sh", [program, ...args]);
    let output = "";
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes(text) && !child.killed) child.kill("SIGTERM");
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

describe("cron.sh", () => {
  it("runs its program at once, then again after the pause, with its arguments as they are", async () => {
    const { code, output } = await runUntil("again", [
      "0",
      "9",
      "sh",
      "-c",
      'echo "<$1>"; [ -n "$2" ] && echo again',
      "x",
      "a 'b\" $c",
      "1",
    ]);
    expect(output).toContain("<a 'b\" $c>");
    expect(code).toBe(143);
  }, 15_000);

  it("tells how a run failed, and goes on", async () => {
    const { output } = await runUntil("status 7\ncron: ended with status 7", ["0", "9", "sh", "-c", "exit 7"]);
    expect(output).toMatch(/^(cron: ended with status 7\n){2}/);
  }, 15_000);

  it("stops a run that takes too long", async () => {
    const { output } = await runUntil("status", ["9", "1", "sleep", "30"]);
    expect(output).toMatch(/^cron: stopped after 1 seconds\ncron: ended with status 143\n/);
  }, 15_000);

  it("stops at once when it is told to, with the program that is running", async () => {
    const started = Date.now();
    const { code } = await runUntil("running", ["60", "60", "sh", "-c", "echo running; exec sleep 30"]);
    expect(code).toBe(143);
    expect(Date.now() - started).toBeLessThan(10_000);
  }, 15_000);
});
