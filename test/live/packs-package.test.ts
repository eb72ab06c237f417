import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PackName } from "../../policies/packs/pack";
import { baasObjects, BREACHES, broken } from "../policies/packs/breaches";
import { describeLive } from "./support/engines";
import { launcherFolder, packFolder, packStack, preview, programOf, ROOT } from "./support/packs-engine";
import { RegisteringStandIn } from "./support/packs-stand-in";
import { succeed, temporaryFolder } from "./support/process";
import type { EngineStack } from "./support/pulumi-engine";
import { attach, type AttachedProvider } from "./support/pulumi-stand-in";

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const NAMES: readonly PackName[] = ["quotas", "mtls", "baseline"];
const read = (file: string): Manifest => JSON.parse(readFileSync(file, "utf8")) as Manifest;
const manifest = read(join(ROOT, "package.json"));
const good = baasObjects("prod");

describeLive(["pulumi"], "the packs of an installed package", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let launcher: ReturnType<typeof launcherFolder>;
  let kubernetes: AttachedProvider;
  let stack: EngineStack;
  let objects = Object.values(good);
  let installed: string;

  beforeAll(async () => {
    const build = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: ROOT, encoding: "utf8" });
    if (build.status !== 0) throw new Error(`the packs are not built: ${build.stdout}${build.stderr}`);
    folder = temporaryFolder("packs-package");
    const packing = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder.path];
    const packed = (await succeed("npm", packing, { cwd: ROOT })).trim().split("\n").at(-1) ?? "";
    await succeed("tar", ["-xzf", packed], { cwd: folder.path });
    installed = join(folder.path, "node_modules", "ashlar");
    mkdirSync(dirname(installed));
    await succeed("mv", [join(folder.path, "package"), installed]);
    // What the package declares and nothing else.
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      mkdirSync(dirname(join(folder.path, "node_modules", name)), { recursive: true });
      symlinkSync(join(ROOT, "node_modules", name), join(folder.path, "node_modules", name));
    }
    kubernetes = await attach(new RegisteringStandIn());
    launcher = launcherFolder();
    stack = await packStack(() => programOf(objects)(), kubernetes, launcher.path);
  });

  afterAll(() => {
    stack.remove();
    kubernetes.stop();
    launcher.remove();
    folder.remove();
  });

  it.each(NAMES)("has %s by its folder, in the package's own version", (name) => {
    expect(read(join(packFolder(name, installed), "package.json")).version).toBe(manifest.version);
    expect(readFileSync(join(packFolder(name, installed), "PulumiPolicy.yaml"), "utf8")).toContain("runtime: nodejs");
  });

  it.each(NAMES)("judges by %s", async (name) => {
    objects = Object.values(good);
    const pack = packFolder(name, installed);
    expect(await preview(stack, [pack])).toMatchObject({ failure: undefined, stoppedBy: [] });
    const [breach] = BREACHES[name];
    objects = breach === undefined ? [] : [...broken(good, breach)];
    expect((await preview(stack, [pack])).stoppedBy).toEqual([breach?.policy]);
  });
});
