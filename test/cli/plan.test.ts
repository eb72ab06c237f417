import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";
import { EMPTY, writeModule } from "./platform-modules";

const folder = temporaryFolders();

/** A production platform says where users reach it. */
const PUBLIC = ["--set", "publicUrl=https://acme.example"];

interface Quota {
  readonly what: string;
  readonly used: string;
  readonly budget: string;
  readonly left: string;
  readonly fits: boolean;
}

interface Planned {
  readonly fits: boolean;
  readonly targets: readonly {
    readonly target: string;
    readonly scopes: readonly {
      readonly scope: string;
      readonly quotas: readonly Quota[];
      readonly components: readonly { readonly component: string }[];
      readonly amounts: { readonly pods: number };
    }[];
  }[];
}

interface Checked {
  readonly reports: readonly {
    readonly target: string;
    readonly capacity: readonly (Omit<Quota, "left"> & { readonly scope: string })[];
  }[];
}

const planned = async (root: string, ...args: string[]) => {
  const { exitCode, document } = await runJson(root, ["plan", ...args]);
  return { exitCode, document: document as unknown as Planned };
};

describe("ashlar plan", () => {
  it.each(["dev", "staging", "prod"])("counts as the quota rules do: %s", async (environment) => {
    const root = folder();
    const plan = await planned(root, "baas", "--env", environment, ...PUBLIC);
    const check = await runJson(root, ["check", "baas", "--env", environment, ...PUBLIC]);
    const ofPlan = plan.document.targets.map(({ target, scopes }) => ({
      target,
      capacity: scopes.flatMap(({ scope, quotas }) =>
        quotas.map(({ what, used, budget, fits }) => ({ scope, what, used, budget, fits })),
      ),
    }));
    const ofCheck = (check.document as unknown as Checked).reports.map(({ target, capacity }) => ({
      target,
      capacity,
    }));
    expect(ofPlan).toEqual(ofCheck);
    expect(ofCheck.every(({ capacity }) => capacity.length >= 4)).toBe(true);
  });

  it("names every component of the stack on both targets", async () => {
    const { document } = await planned(folder(), "baas");
    const components = document.targets.map(({ target, scopes }) => [
      target,
      ...scopes.flatMap((scope) => scope.components.map(({ component }) => component)),
    ]);
    // On Compose a service of the platform's own hands out keys; on Kubernetes nothing needs to.
    for (const names of components) expect(names).toEqual(expect.arrayContaining(["db", "rest"]));
    expect(components.map((names) => names.includes("(platform)"))).toEqual([true, false]);
  });

  it("ends with 1 when something does not fit, and tells by how much", async () => {
    const root = folder();
    const args = ["baas", "--set", "budget.memory=512Mi", "--target", "compose"];
    const { exitCode, document } = await planned(root, ...args);
    expect(exitCode).toBe(1);
    expect(document.fits).toBe(false);
    const memory = document.targets[0]!.scopes[0]!.quotas.find(({ what }) => what === "limits.memory");
    expect(memory).toMatchObject({ budget: "512Mi", fits: false });
    expect(memory!.left).toMatch(/^-\d+Mi$/);
    const { stdout } = await run(root, ["plan", ...args]);
    expect(stdout).toMatch(/^left .* -\d+Mi /m);
    expect(stdout).toMatch(/\nsomething does not fit\n$/);
  });

  it("shows people sums, quotas, what is left and what of it is not always there", async () => {
    const { stdout } = await run(folder(), ["plan", "baas", "--env", "prod", ...PUBLIC, "--target", "kubernetes"]);
    const rows = stdout.split("\n").map((line) => line.split(/ {2,}/));
    expect(rows.find(([name]) => name === "COMPONENT")).toContain("MEMORY LIMIT");
    for (const name of ["db", "rest", "sum", "quota", "left", "incl. sidecars", "incl. rollouts", "incl. jobs"]) {
      expect(rows.filter(([first]) => first === name)).toHaveLength(1);
    }
  });

  it("plans a platform with nothing in it", async () => {
    const root = folder();
    const { exitCode, document } = await planned(root, writeModule(root, "platform.cjs", EMPTY));
    expect(exitCode).toBe(0);
    const scopes = document.targets.flatMap((target) => target.scopes);
    expect(scopes.flatMap(({ components }) => components)).toEqual([]);
    // On Kubernetes its namespace is there, and takes nothing.
    expect(scopes.map(({ amounts }) => amounts.pods)).toEqual([0]);
  });

  it("refuses what check refuses", async () => {
    expect((await run(folder(), ["plan", "nothing"])).exitCode).toBe(2);
    expect((await run(folder(), ["plan", "baas", "--set", "budget.memory=lots"])).stderr).toContain("ASH-UNIT-002");
  });
});
