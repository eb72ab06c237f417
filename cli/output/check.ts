import type { CheckReport, CheckResult } from "../schemas/check";
import type { Style } from "./style";
import { tableText } from "./table";

type Finding = CheckReport["findings"][number];

/** Said, so that nobody takes silence for a proof. */
const NO_CONNECTIONS = "none, neither between workloads nor from outside";

/** What a check found, for people. */
export function checkText(style: Style, { reports, passed }: CheckResult): string {
  const verdict = passed ? style.green("no mandatory rule is broken") : style.red("a mandatory rule is broken");
  return `${reports.map((report) => reportText(style, report)).join("\n")}\n${verdict}\n`;
}

function reportText(style: Style, report: CheckReport): string {
  const mandatory = report.findings.filter(({ level }) => level === "mandatory").length;
  const counts = `${mandatory} mandatory and ${report.findings.length - mandatory} advisory findings, ${report.passed.length} rules passed`;
  const edges = Object.entries(report.edges).filter(([, count]) => count > 0);
  return [
    `${style.bold(report.name)} on ${report.target}: ${counts}\n`,
    `connections: ${edges.map(([status, count]) => `${count} ${status}`).join(", ") || NO_CONNECTIONS}\n`,
    findingsText(style, report),
    capacityText(style, report.capacity),
    ...report.unread.map(({ path, reason }) => `${style.yellow("not read")} ${path}: ${reason}\n`),
  ].join("");
}

/** The same finding at several places is told once, with its places below it. */
function findingsText(style: Style, { findings }: CheckReport): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { code, level, message, cure } = finding;
    const key = [code, level, message, cure].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map((group) => groupText(style, group)).join("");
}

function groupText(style: Style, findings: readonly Finding[]): string {
  const [first] = findings;
  if (first === undefined) return "";
  const { code, severity, level, message, cure } = first;
  const mark = level === "mandatory" ? style.red(severity) : style.yellow(severity);
  const places = findings.map(
    ({ path, value }) => `    ${path}${value === undefined ? "" : style.dim(` (got ${value})`)}\n`,
  );
  return `${mark} ${code} ${level}: ${message}; ${cure}\n${places.join("")}`;
}

function capacityText(style: Style, capacity: CheckReport["capacity"]): string {
  if (capacity.length === 0) return "";
  const rows = capacity.map(({ scope, what, used, budget, fits }) => [
    scope,
    what,
    used,
    budget,
    fits ? style.green("fits") : style.red("does not fit"),
  ]);
  return tableText(style, ["SCOPE", "CAPACITY", "AT MOST", "BUDGET", ""], rows);
}
