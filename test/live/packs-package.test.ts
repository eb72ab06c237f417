import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackName } from "../../policies/packs/pack";
import type { Document } from "../policies/fixtures/edit";
import { baasObjects, BREACHES, broken } from "../policies/packs/breaches";
import { describeLive } from "./support/engines";
import { installPackage, manifestOf } from "./support/installed-package";
import { launcherFolder, packFolder, packStack, preview, programOf, ROOT } from "./support/packs-engine";
import { RegisteringStandIn } from "./support/packs-stand-in";
import { temporaryFolder } from "./support/process";
import type { EngineStack } from "./support/pulumi-engine";
import { attach, type AttachedProvider } from "./support/pulumi-stand-in";

const NAMES: readonly PackName[] = ["quotas", "mtls", "baseline"];
const good = baasObjects("prod");

describeLive(["pulumi"], "the packs of an installed package", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let launcher: ReturnType<typeof launcherFolder>;
  let kubernetes: AttachedProvider;
  let stack: EngineStack;
  let objects: readonly Document[] = Object.values(good);
  let installed: string;

  beforeAll(async () => {
    folder = temporaryFolder("packs-package");
    installed = await installPackage(folder.path);
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
    expect(manifestOf(packFolder(name, installed)).version).toBe(manifestOf(ROOT).version);
    expect(readFileSync(join(packFolder(name, installed), "PulumiPolicy.yaml"), "utf8")).toContain("runtime: nodejs");
  });

  it("lets a good program pass, and each pack stops its own breach", async () => {
    const packs = NAMES.map((name) => packFolder(name, installed));
    objects = Object.values(good);
    expect(await preview(stack, packs)).toMatchObject({ failure: undefined, stoppedBy: [] });
    const breaches = NAMES.flatMap((name) => BREACHES[name].slice(0, 1));
    objects = [...broken(good, { edits: (names) => breaches.flatMap(({ edits }) => edits(names)) })];
    const { said, stoppedBy } = await preview(stack, packs);
    expect(stoppedBy).toEqual(breaches.map(({ policy }) => policy).sort());
    const stopping = said.filter(({ level }) => level === "mandatory").map(({ pack }) => pack);
    expect([...new Set(stopping)].sort()).toEqual(NAMES.map((name) => `ashlar-${name}`).sort());
  });
});
