import { ownersOf } from "../../cli/judge/owners";
import { renderedSubject } from "../../cli/judge/subject";
import { renderTarget } from "../../cli/render-target";
import { Platform } from "../../constructs/model/platform";
import { Scope } from "../../constructs/model/scope";
import { TARGETS, type Target } from "../../constructs/model/target";
import { Duration, Size } from "../../constructs/model/units";
import { capacityOf, type Sums } from "../../policies/capacity";
import { QUOTA_KEYS } from "../../policies/facts/facts";
import { planOf, type ScopePlan } from "../../policies/plan";
import { BEHIND_SIDECAR, Sample } from "../support/sample";

/** A shop with a database of its own, in a scope with a quota of its own. */
function shopPlatform(): Platform {
  const platform = new Platform("acme", { environment: "prod", budget: { cpu: "8", memory: "4Gi", storage: "10Gi" } });
  const shop = new Scope(platform, "shop", { budget: { cpu: "1", memory: "1Gi" } });
  const volume = { kind: "volume", id: "data", size: Size.gibibytes(2), backup: true } as const;
  const db = new Sample(shop, "db", {
    serve: BEHIND_SIDECAR,
    run: { kind: "stateful", replicas: 1 },
    container: { mounts: [{ kind: "volume", volume, path: "/data" }] },
  });
  const web = new Sample(platform, "web", { run: { kind: "service", replicas: 2 } });
  web.peer.connect(db.server, { access: undefined, client: "tunnel" });
  new Sample(platform, "migrate", { run: { kind: "job", retries: 0, timeout: Duration.seconds(60) } });
  return platform;
}

function planned(target: Target) {
  const platform = shopPlatform();
  const artifact = renderTarget(platform, target);
  const { facts } = renderedSubject(artifact);
  return { facts, scopes: planOf(facts, ownersOf(platform, artifact)) };
}

const sum = (rows: readonly Sums[]): Record<string, number> =>
  Object.fromEntries(QUOTA_KEYS.map((key) => [key, rows.reduce((amount, row) => amount + row[key], 0)]));

const named = (scopes: readonly ScopePlan[], name: string): ScopePlan => {
  const found = scopes.find(({ scope }) => scope.endsWith(name));
  if (found === undefined) throw new Error(`no scope ${name}`);
  return found;
};

describe.each(TARGETS)("a plan on %s", (target) => {
  const { facts, scopes } = planned(target);

  it("adds up to the sums that the quota rules hold against the quotas", () => {
    const capacity = capacityOf(facts);
    expect(scopes.map(({ scope, sums }) => ({ scope, sums }))).toEqual(
      capacity.map(({ scope, sums }) => ({ scope, sums })),
    );
    for (const { components, sums } of scopes) expect(sum(components.map((component) => component.sums))).toEqual(sums);
  });

  it("leaves what is not used of each quota", () => {
    const quotas = scopes.flatMap((scope) => scope.quotas);
    expect(quotas.length).toBeGreaterThan(4);
    for (const { used, hard, left, fits } of quotas) {
      expect(left).toBe(hard - used);
      expect(fits).toBe(left >= 0);
    }
  });

  it("gives every workload and disk to its component, in its scope", () => {
    const shop = named(scopes, "shop");
    expect(shop.components.map(({ component }) => component)).toContain("shop/db");
    const db = shop.components.find(({ component }) => component === "shop/db");
    expect(db?.sums["requests.storage"]).toBe(2 * 2 ** 30);
    expect(db?.sums.pods).toBe(1);
  });

  it("tells jobs and programs beside programs from the rest", () => {
    const own = named(scopes, "prod");
    const migrate = own.components.find(({ component }) => component === "migrate");
    expect(migrate?.workloads.map(({ kind }) => kind)).toEqual(["job"]);
    expect(own.shares.jobs["limits.cpu"]).toBeGreaterThanOrEqual(migrate!.sums["limits.cpu"]);
    expect(named(scopes, "shop").shares.sidecars["limits.memory"]).toBeGreaterThan(0);
  });
});

describe("a plan of rollouts", () => {
  it("counts the copies that one adds: there are some on Kubernetes, and none on Compose", () => {
    const surge = (target: Target): number => named(planned(target).scopes, "prod").shares.surge.pods;
    expect(surge("kubernetes")).toBe(1);
    expect(surge("compose")).toBe(0);
  });
});
