import { amountText, type Sums } from "../../policies/capacity";
import type { QuotaKey } from "../../policies/facts/facts";
import { planOf, type ScopePlan } from "../../policies/plan";
import { resolveReference } from "../../stacks/load";
import type { CommandContext } from "../command";
import { EXIT, type ExitCode } from "../exit-codes";
import { ownersOf } from "../judge/owners";
import { renderedSubject } from "../judge/subject";
import { chosenTargets } from "../layout";
import { planText } from "../output/plan";
import { styleOf } from "../output/style";
import { placePlatform, type PlatformOptions } from "../platform-options";
import { renderTarget } from "../render-target";
import type { PlanAmounts, PlanResult, PlanScope } from "../schemas/plan";

/** Tells what a platform takes, by component and in sum, against its quotas. The numbers are those of the quota rules. */
export async function plan(
  reference: string,
  options: PlatformOptions,
  { terminal, json }: CommandContext,
): Promise<ExitCode> {
  const { platform, environment } = await placePlatform(
    resolveReference(reference, terminal.folder),
    options,
    terminal,
  );
  const targets = chosenTargets(options.target).map((target) => {
    const artifact = renderTarget(platform, target);
    const scopes = planOf(renderedSubject(artifact).facts, ownersOf(platform, artifact));
    return { target, scopes: scopes.map(scopeOf) };
  });
  const fits = targets.every(({ scopes }) => scopes.every(({ quotas }) => quotas.every((quota) => quota.fits)));
  const result: PlanResult = { command: "plan", ok: true, platform: platform.node.id, environment, fits, targets };
  terminal.stdout(json ? `${JSON.stringify(result)}\n` : planText(styleOf(terminal), result));
  return fits ? EXIT.ok : EXIT.finding;
}

function scopeOf({ scope, components, sums, shares, quotas }: ScopePlan): PlanScope {
  return {
    scope,
    components: components.map(({ component, workloads, sums: own }) => ({
      component,
      workloads: workloads.map(({ path, kind, replicas, surge, sums: each }) => ({
        path,
        kind,
        replicas,
        surge,
        amounts: amountsOf(each),
      })),
      amounts: amountsOf(own),
    })),
    amounts: amountsOf(sums),
    shares: { surge: amountsOf(shares.surge), jobs: amountsOf(shares.jobs), sidecars: amountsOf(shares.sidecars) },
    quotas: quotas.map(({ key, used, hard, left, fits }) => ({
      what: key,
      used: amountText(key, used),
      budget: amountText(key, hard),
      left: `${left < 0 ? "-" : ""}${amountText(key, Math.abs(left))}`,
      fits,
    })),
  };
}

function amountsOf(sums: Sums): PlanAmounts {
  const text = (key: QuotaKey): string => amountText(key, sums[key]);
  return {
    requests: {
      cpu: text("requests.cpu"),
      memory: text("requests.memory"),
      storage: text("requests.storage"),
    },
    limits: { cpu: text("limits.cpu"), memory: text("limits.memory") },
    pods: sums.pods,
    claims: sums.persistentvolumeclaims,
  };
}
