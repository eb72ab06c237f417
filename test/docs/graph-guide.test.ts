import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../cli/cli";
import { temporaryFolders } from "../constructs/state/temporary-folder";

const folder = temporaryFolders();
const guide = readFileSync(join(__dirname, "../../docs/guides/graph.md"), "utf8");

it("the guide shows what the command says that it shows", async () => {
  const [, command = "", shown = ""] = /```console\n\$ npx ashlar (plan .*)\n([\s\S]*?)```/.exec(guide) ?? [];
  expect(command).toMatch(/^plan baas --env prod/);
  const { exitCode, stdout } = await run(folder(), command.split(" "));
  expect([exitCode, stdout.trimEnd()]).toEqual([0, shown.trimEnd()]);
});
