import type { PreflightResult } from "../schemas/preflight";
import type { Style } from "./style";

type Check = PreflightResult["checks"][number];

/** What a preflight found, for people. */
export function preflightText(
  style: Style,
  { platform, environment, address, ready, checks }: PreflightResult,
): string {
  const counts = (["failed", "warning", "unknown", "ok"] as const)
    .map((status) => [checks.filter((check) => check.status === status).length, status] as const)
    .filter(([count]) => count > 0)
    .map(([count, status]) => `${count} ${status}`);
  const verdict = ready ? style.green("ready, as far as can be seen") : style.red("not ready");
  return [
    `${style.bold(platform)} in ${style.bold(environment)} on ${address}: ${counts.join(", ")}\n`,
    ...checks.map((check) => checkText(style, check)),
    `${verdict}\n`,
  ].join("");
}

function checkText(style: Style, { code, status, subject, message, cure }: Check): string {
  const line = `${marked(style, status)} ${code} ${subject}: ${message}\n`;
  return cure === undefined ? line : `${line}        ${style.dim(cure)}\n`;
}

function marked(style: Style, status: Check["status"]): string {
  const text = status.padEnd(7);
  switch (status) {
    case "failed":
      return style.red(text);
    case "warning":
      return style.yellow(text);
    case "unknown":
      return style.dim(text);
    case "ok":
      return style.green(text);
    default:
      return status satisfies never;
  }
}
