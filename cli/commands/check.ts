import { statSync } from "node:fs";
import { resolve } from "node:path";
import { AshlarError } from "../../constructs/model/diagnostics";
import { amountText, capacityOf } from "../../policies/capacity";
import { checkFacts } from "../../policies/check";
import type { PolicySettings } from "../../policies/settings";
import { settingName } from "../../stacks/config/setting-name";
import { resolveReference, type Reference } from "../../stacks/load";
import type { CommandContext } from "../command";
import { EXIT, type ExitCode } from "../exit-codes";
import { isDocumentFile } from "../judge/documents";
import { folderSubjects } from "../judge/folder";
import { readRuleConfig } from "../judge/rule-config";
import { renderedSubject, type Subject } from "../judge/subject";
import { chosenTargets } from "../layout";
import { checkText } from "../output/check";
import { styleOf } from "../output/style";
import { placePlatform, type PlatformOptions } from "../platform-options";
import { renderTarget } from "../render-target";
import type { CheckReport, CheckResult } from "../schemas/check";

/** Options of `ashlar check`. */
export interface CheckCommandOptions extends PlatformOptions {
  readonly ruleConfig?: string;
}

/** Holds the rules against a platform's renders, or against files that are there, whoever made them. */
export async function check(
  reference: string,
  options: CheckCommandOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal, json } = context;
  const named = resolveReference(reference, terminal.folder);
  const config = options.ruleConfig === undefined ? {} : readRuleConfig(resolve(terminal.folder, options.ruleConfig));
  const subjects = await subjectsOf(named, options, context);
  const reports = subjects.map((subject) => report(subject, config));
  const passed = reports.every(({ findings }) => findings.every(({ level }) => level !== "mandatory"));
  const result: CheckResult = { command: "check", ok: true, passed, reports };
  terminal.stdout(json ? `${JSON.stringify(result)}\n` : checkText(styleOf(terminal), result));
  return passed ? EXIT.ok : EXIT.finding;
}

async function subjectsOf(
  reference: Reference,
  options: CheckCommandOptions,
  { terminal, log }: CommandContext,
): Promise<readonly Subject[]> {
  const targets = chosenTargets(options.target);
  if (reference.kind === "module" && isJudgedAsItIs(reference.file)) {
    refuseSettings(reference.file, options);
    return folderSubjects(reference.file, targets, log);
  }
  const { platform } = await placePlatform(reference, options, terminal);
  return targets.map((target) => renderedSubject(renderTarget(platform, target)));
}

/** A folder, or a file that is no program. */
function isJudgedAsItIs(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true || (stats?.isFile() === true && isDocumentFile(path));
}

function refuseSettings(path: string, { env, set = [] }: CheckCommandOptions): void {
  const given = [
    ...(env === undefined ? [] : [`--env ${env}`]),
    ...set.map((setting) => `--set ${settingName(setting)}`),
  ];
  if (given.length === 0) return;
  AshlarError.throw("ASH-INPUT-002", {
    path,
    message: "files are judged as they are",
    value: given.join(" "),
    allowed: "--target and --rule-config",
    cure: "leave the option out, or name a stack or module",
  });
}

function report({ name, facts }: Subject, config: PolicySettings): CheckReport {
  const { target, findings, passed, skipped, edges, unread } = checkFacts(facts, { config });
  return {
    name,
    target,
    findings: findings.map((finding) => ({ ...finding })),
    passed: [...passed],
    skipped: [...skipped],
    edges,
    capacity: capacityOf(facts).flatMap(({ scope, uses }) =>
      uses.map(({ key, used, hard, fits }) => ({
        scope,
        what: key,
        used: amountText(key, used),
        budget: amountText(key, hard),
        fits,
      })),
    ),
    unread: unread.map((item) => ({ ...item })),
  };
}
