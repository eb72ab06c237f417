import { settingName } from "../../../stacks/config/setting-name";
import { loadPlatform } from "../../../stacks/load";
import { run } from "../../cli/cli";
import { temporaryFolders } from "../../constructs/state/temporary-folder";

const folder = temporaryFolders();

describe("an argument of --set that is refused", () => {
  it.each([
    ["database.storage=20Gi", "database.storage"],
    ["a=b=c", "a"],
    ["no-value", "no-value"],
    ["=hunter2", "=…"],
  ])("%s is called %s: its value may be one that is not to be repeated", (text, name) => {
    expect(settingName(text)).toBe(name);
  });

  it("is told to a module without its value", async () => {
    const options = {
      ...{ environment: undefined, settings: ["password=hunter2"], variables: {} },
      ...{ folder: folder(), environmentFolder: folder() },
    };
    const refused = loadPlatform({ kind: "module", file: "platform.ts" }, options);
    await expect(refused).rejects.toThrow(/ASH-INPUT-002.*--set password/);
    await expect(refused).rejects.not.toThrow(/hunter2/);
  });

  it("is told of files, and of an argument without a path, without its value", async () => {
    const here = folder();
    for (const args of [
      ["check", here, "--set", "password=hunter2"],
      ["synth", "baas", "--set", "=hunter2"],
    ]) {
      const { exitCode, stdout, stderr } = await run(here, args);
      expect([exitCode, stderr.includes("ASH-INPUT-002"), `${stdout}${stderr}`.includes("hunter2")]).toEqual([
        2,
        true,
        false,
      ]);
    }
  });
});
