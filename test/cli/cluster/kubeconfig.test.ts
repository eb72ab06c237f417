import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../../constructs/state/temporary-folder";
import { runJson } from "../cli";

const folder = temporaryFolders();

const config = (change: object = {}): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server: "https://127.0.0.1:1" } }],
    users: [{ name: "admin", user: {} }],
    contexts: [
      { name: "test", context: { cluster: "test", user: "admin" } },
      { name: "lost", context: { cluster: "gone", user: "admin" } },
    ],
    "current-context": "test",
    ...change,
  });

/** What a preflight says with this kubeconfig. */
const refusal = (text: string | undefined, ...args: string[]): Promise<string> => refusalOf("preflight", text, ...args);

async function refusalOf(command: "preflight" | "init", text: string | undefined, ...args: string[]): Promise<string> {
  const root = folder();
  if (text !== undefined) writeFileSync(join(root, "kubeconfig"), text);
  const named = ["--target", "kubernetes", "--kubeconfig", join(root, "kubeconfig"), ...args];
  const { exitCode, document } = await runJson(root, [command, "baas", ...named]);
  expect(exitCode).toBe(3);
  const [problem] = (document as { problems: { code: string; message: string }[] }).problems;
  return `${problem?.code ?? ""} ${problem?.message ?? ""}`;
}

describe("a kubeconfig", () => {
  it("that is not there, or no YAML, is refused", async () => {
    expect(await refusal(undefined)).toMatch(/^ASH-STATE-003 the kubeconfig cannot be read: .*no such file/);
    expect(await refusal("a: [")).toMatch(/^ASH-STATE-003 the kubeconfig cannot be read: /);
  });

  it("must have the context that is asked for, and that a cluster", async () => {
    expect(await refusal(config(), "--context", "prod")).toBe(
      'ASH-STATE-003 there is no context "prod"; there are: test, lost',
    );
    expect(await refusal(config(), "--context", "lost")).toBe('ASH-STATE-003 the context "lost" names no cluster');
    expect(await refusal(config({ "current-context": "" }))).toBe(
      "ASH-STATE-003 the current context names no cluster: none is set",
    );
  });

  it("is chosen by an init as by a preflight", async () => {
    expect(await refusalOf("init", config(), "--context", "prod")).toBe(
      'ASH-STATE-003 there is no context "prod"; there are: test, lost',
    );
    expect(await refusalOf("init", config({ "current-context": "lost" }), "--context", "test")).toMatch(/ECONNREFUSED/);
  });

  it("that leads to no server is told so once", async () => {
    expect(await refusal(config())).toMatch(/^ASH-STATE-003 cannot read the version: .*ECONNREFUSED/);
  });

  it.each(["preflight", "init"] as const)("is none of a Docker host's for %s", async (command) => {
    for (const option of ["--kubeconfig", "--context"]) {
      const { exitCode, document } = await runJson(folder(), [command, "baas", option, "x"]);
      expect(exitCode).toBe(2);
      expect(document).toMatchObject({ problems: [{ code: "ASH-INPUT-002", path: option }] });
    }
  });
});
