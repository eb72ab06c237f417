import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { PackName } from "../../policies/packs/pack";
import { edited, type Document } from "../policies/fixtures/edit";
import { kubernetesPlatform } from "../policies/fixtures/kubernetes";
import { baasObjects, BREACHES, broken, type Breach } from "../policies/packs/breaches";
import { ServedPack, stoppedBy, tokenOf } from "../policies/packs/served-pack";
import { describeLive, enginePath } from "./support/engines";
import {
  launcherFolder,
  packFolder,
  packStack,
  plainCopy,
  preview,
  programOf,
  Registered,
  ROOT,
  type Previewed,
} from "./support/packs-engine";
import { RegisteringStandIn } from "./support/packs-stand-in";
import { execute, temporaryFolder } from "./support/process";
import type { EngineStack } from "./support/pulumi-engine";
import { attach, type AttachedProvider } from "./support/pulumi-stand-in";

const NAMES: readonly PackName[] = ["quotas", "mtls", "baseline"];
const good = baasObjects("prod");

/** Several breaches as one. */
const together = (breaches: readonly Breach[]): Pick<Breach, "edits"> => ({
  edits: (names) => breaches.flatMap(({ edits }) => edits(names)),
});

const policiesOf = (breaches: readonly Breach[]): readonly string[] => breaches.map(({ policy }) => policy).sort();

/**
 * Breaches that do not hide one another, together: a preview takes seconds, and each by itself is tried with the SDK's own
 * functions elsewhere. Together they must be stopped by as many policies.
 */
async function programs(name: PackName): Promise<readonly (readonly Breach[])[]> {
  const groups: Breach[][] = [];
  const isVisible = async (group: readonly Breach[]): Promise<boolean> =>
    isEqual(policiesOf(group), stoppedBy(await ServedPack.of(name).judge(broken(good, together(group)))));
  for (const breach of BREACHES[name]) {
    let found: Breach[] | undefined;
    for (const group of groups) if (found === undefined && (await isVisible([...group, breach]))) found = group;
    if (found === undefined) groups.push([breach]);
    else found.push(breach);
  }
  return groups;
}

function isEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.join() === [...other].sort().join();
}

/** The breach that a policy stops. */
function breachOf(name: PackName, policy: string): Breach {
  const breach = BREACHES[name].find((each) => each.policy === policy);
  if (breach === undefined) throw new Error(`no breach of ${policy}`);
  return breach;
}

describeLive(["pulumi"], "the packs in the Pulumi engine", () => {
  let kubernetes: AttachedProvider;
  let launcher: ReturnType<typeof launcherFolder>;
  let folder: ReturnType<typeof temporaryFolder>;
  let stack: EngineStack;
  /** What the stack's program is at the moment: a preview leaves nothing behind. */
  let program: PulumiFn;

  const previewOf = (objects: readonly Document[], packs: readonly PackName[], config?: string): Promise<Previewed> => {
    program = programOf(objects);
    return preview(
      stack,
      packs.map((name) => packFolder(name)),
      config === undefined ? [] : [config],
    );
  };
  const config = (content: unknown): string => {
    const file = join(folder.path, "config.json");
    writeFileSync(file, JSON.stringify(content));
    return file;
  };

  beforeAll(async () => {
    const build = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: ROOT, encoding: "utf8" });
    if (build.status !== 0) throw new Error(`the packs are not built: ${build.stdout}${build.stderr}`);
    kubernetes = await attach(new RegisteringStandIn());
    launcher = launcherFolder();
    folder = temporaryFolder("packs");
    stack = await packStack(() => program(), kubernetes, launcher.path);
  });

  afterAll(() => {
    stack.remove();
    kubernetes.stop();
    launcher.remove();
    folder.remove();
  });

  it("let a good program pass, all three at once", async () => {
    const { failure, stoppedBy, said } = await previewOf(Object.values(good), NAMES);
    expect({ failure, stoppedBy }).toEqual({ failure: undefined, stoppedBy: [] });
    expect(said.filter(({ message }) => message.includes("cannot be judged"))).toEqual([]);
  });

  it.each(NAMES)("%s stops each of its breaches, by the rule that is broken", async (name) => {
    const seen: Breach[] = [];
    for (const group of await programs(name)) {
      const { failure, stoppedBy: policies, said } = await previewOf(broken(good, together(group)), [name]);
      expect(policies).toEqual(policiesOf(group));
      const stopping = said.filter(({ level }) => level === "mandatory");
      expect(new Set(stopping.map(({ pack }) => pack))).toEqual(new Set([`ashlar-${name}`]));
      for (const { policy } of group) expect(failure).toContain(policy);
      seen.push(...group);
    }
    expect(policiesOf(seen)).toEqual(policiesOf(BREACHES[name]));
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });

  it("say what they cannot judge yet, and still stop what is broken beside it", async () => {
    const container = "Deployment/web.spec.template.spec.containers[web]";
    const objects = edited(kubernetesPlatform(), [[`${container}.securityContext.privileged`, true]]);
    const { "Deployment/web": web = {}, ...others } = objects;
    program = async () => {
      const source = new Registered("kubernetes:core/v1:ConfigMap", "source", {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "source", namespace: "acme" },
      });
      await programOf(Object.values(others))();
      const copy = plainCopy(web) as { spec: { template: { spec: { containers: Document[] } } } };
      // The id of a resource is not known before it is made.
      for (const each of copy.spec.template.spec.containers) each["image"] = pulumi.interpolate`acme/web:${source.id}`;
      new Registered(tokenOf(web), "web", copy);
    };
    const { stoppedBy, said } = await preview(stack, [packFolder("baseline")]);
    expect(stoppedBy).toEqual(["base-003"]);
    const advice = said.filter(({ policy }) => policy === "baseline-objects").map(({ message }) => message);
    expect(advice.join()).toContain(
      "acme/Deployment/web: cannot be judged by spec.template.spec.containers[web].image",
    );
  });

  it("take their configuration by the names of rules", async () => {
    const objects = broken(good, breachOf("baseline", "base-009"));
    const soft = config({ all: "mandatory", "base-010": "disabled", "base-016": "disabled", "base-009": "advisory" });
    const { said } = await previewOf(objects, ["baseline"], soft);
    expect(said.filter(({ policy }) => policy === "base-009").map(({ level }) => level)).toEqual(["advisory"]);
    expect(said.map(({ policy }) => policy)).not.toContain("base-010");
    const chosen = config({ "base-022": { allowed: ["registry.example"] } });
    expect((await previewOf(Object.values(good), ["baseline"], chosen)).stoppedBy).toEqual(["base-022"]);
  });

  it("refuse a configuration that names no rule of theirs, or no setting of its rule", async () => {
    const unknown = await previewOf(Object.values(good), ["baseline"], config({ "base-999": "advisory" }));
    expect(unknown.failure).toContain('ASH-RULE-001: the pack has no policy "base-999"');
    const foreign = await previewOf(Object.values(good), ["baseline"], config({ "mtls-001": "advisory" }));
    expect(foreign.failure).toContain("configure it with the pack ashlar-mtls");
    const wrong = await previewOf(Object.values(good), ["baseline"], config({ "base-004": { permitted: ["CHOWN"] } }));
    expect(wrong.failure).toContain("ASH-INPUT-001");
    expect([unknown, foreign, wrong].flatMap(({ said }) => said)).toEqual([]);
  });

  it("judge exported state, without a program, a provider or a login", async () => {
    program = programOf(broken(good, breachOf("mtls", "mtls-001")));
    await stack.stack.up();
    const file = join(folder.path, "state.json");
    writeFileSync(file, JSON.stringify(await stack.stack.exportStack()));
    const analyze = (name: PackName): ReturnType<typeof execute> =>
      execute(
        enginePath("pulumi", "bin/pulumi"),
        ["policy", "analyze", "--file", file, "--policy-pack", packFolder(name), "--non-interactive"],
        { cwd: folder.path, env: { ...stack.stack.workspace.envVars, PULUMI_HOME: join(folder.path, "home") } },
      );
    const stopped = await analyze("mtls");
    expect(stopped.code).not.toBe(0);
    expect(stopped.stdout + stopped.stderr).toContain("mtls-001");
    const passed = await analyze("quotas");
    expect({ code: passed.code, said: passed.stdout.includes("mandatory") }).toEqual({ code: 0, said: false });
  });
});
