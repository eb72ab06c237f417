import type { PlanAmounts, PlanResult, PlanScope } from "../schemas/plan";
import type { Style } from "./style";
import { tableText } from "./table";

const HEAD = ["COMPONENT", "PODS", "CPU", "CPU LIMIT", "MEMORY", "MEMORY LIMIT", "STORAGE"] as const;

/** What each column counts against. */
const KEYS = ["pods", "requests.cpu", "limits.cpu", "requests.memory", "limits.memory", "requests.storage"] as const;

/** What a platform takes, for people. */
export function planText(style: Style, result: PlanResult): string {
  const { platform, environment, targets, fits } = result;
  const parts = targets.flatMap(({ target, scopes }) =>
    scopes.map((scope) => `${style.bold(scope.scope)} on ${target}\n${scopeText(style, scope)}`),
  );
  const verdict = fits ? style.green("everything fits") : style.red("something does not fit");
  return `${style.bold(platform)} in ${style.bold(environment)}, everything at once: rollouts and jobs included\n\n${parts.join("\n")}\n${verdict}\n`;
}

function scopeText(style: Style, { components, amounts, shares, quotas }: PlanScope): string {
  const quota = (field: "budget" | "left"): string[] =>
    KEYS.map((key) => {
      const found = quotas.filter(({ what }) => what === key);
      const texts = found.map((item) => (field === "left" && !item.fits ? style.red(item.left) : item[field]));
      return texts.join(" and ") || "-";
    });
  const rows = [
    ...components.map(({ component, amounts: own }) => [component, ...cells(own)]),
    [style.bold("sum"), ...cells(amounts)],
    ...(quotas.length === 0
      ? []
      : [
          ["quota", ...quota("budget")],
          ["left", ...quota("left")],
        ]),
    ...(["sidecars", "surge", "jobs"] as const).map((share) => [style.dim(SHARE[share]), ...cells(shares[share], "-")]),
  ];
  return tableText(style, HEAD, rows);
}

const SHARE = { sidecars: "incl. sidecars", surge: "incl. rollouts", jobs: "incl. jobs" } as const;

/** @param nothing stands for an amount of none */
function cells({ pods, requests, limits }: PlanAmounts, nothing = "0"): string[] {
  const texts = [String(pods), requests.cpu, limits.cpu, requests.memory, limits.memory, requests.storage];
  return texts.map((text) => (text === "0" ? nothing : text));
}
