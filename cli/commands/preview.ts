import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { AshlarError } from "../../constructs/model/diagnostics";
import type { Target } from "../../constructs/model/target";
import { isEmptySide } from "../../policies/diff/platform-names";
import type { PolicySettings } from "../../policies/settings";
import type { CommandContext } from "../command";
import { commentText, markerOf, type Comment } from "../comment/comment";
import { EXIT, type ExitCode } from "../exit-codes";
import { gitClient } from "../git/git";
import { comparisonOf, compareStates, isChanged, isPassed } from "../judge/comparisons";
import { folderStates, type FolderState } from "../judge/folder-states";
import { readRuleConfig } from "../judge/rule-config";
import { chosenTargets } from "../layout";
import { previewText } from "../output/preview";
import { operationsOf } from "../output/preview-verdict";
import { styleOf } from "../output/style";
import type { PreviewCommandOptions } from "../preview-command";
import { chosenBase, environmentFolder, type Base } from "../preview/base";
import { planSummary } from "../preview/plan-summary";
import { readPulumiPlan, withPlan } from "../preview/pulumi-plan";
import {
  checkedOut,
  renderCommit,
  renderSide,
  type CheckedOut,
  type RenderedSide,
  type SideOptions,
} from "../preview/sides";
import { chosenSource } from "../preview/source";
import { breath, inWorkspace, type Workspace } from "../preview/workspace";
import type { PreviewEnvironment, PreviewResult } from "../schemas/preview";
import { FOR_PEOPLE } from "./diff";

/** Tells what a change of a platform does, environment by environment, against what it is changed from. */
export async function preview(
  source: string | undefined,
  options: PreviewCommandOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal, json } = context;
  const result = await inWorkspace((workspace) => previewed(source, options, context, workspace));
  const { format, rulePages, exitCode = false } = options;
  if (json) terminal.stdout(`${JSON.stringify(result)}\n`);
  else if (format === "markdown") terminal.stdout(commentText(commentOf(result, rulePages)));
  else terminal.stdout(previewText(styleOf(terminal), result));
  return !result.passed || (exitCode && result.changed) ? EXIT.finding : EXIT.ok;
}

async function previewed(
  source: string | undefined,
  options: PreviewCommandOptions,
  context: CommandContext,
  workspace: Workspace,
): Promise<PreviewResult> {
  const { terminal, json } = context;
  const config = options.ruleConfig === undefined ? {} : readRuleConfig(resolve(terminal.folder, options.ruleConfig));
  if (options.pulumi !== undefined)
    return planned(resolve(terminal.folder, options.pulumi), source, options, context, config);
  const chosen = await chosenBase(options, terminal.folder, gitClient(terminal, workspace.signal));
  const asked = [...new Set<string | undefined>(options.env ?? [undefined])];
  const sides = asked.map((environment): SideOptions => ({
    reference: chosenSource(source, environment ?? "dev", terminal.folder),
    environment,
    targets: chosenTargets(options.target),
    settings: options.set ?? [],
    terminal,
  }));
  const heads: RenderedSide[] = [];
  for (const [index, side] of sides.entries()) {
    await breath(workspace);
    heads.push(await renderSide(side, terminal.folder, join(workspace.folder, "after", String(index))));
  }
  const folders = await baseFolders(chosen.base, sides, heads, workspace);
  const most = options.limit ?? (json ? Number.POSITIVE_INFINITY : FOR_PEOPLE);
  const environments: PreviewEnvironment[] = [];
  const notes = [...chosen.notes];
  for (const [index, { platform, environment }] of heads.entries()) {
    await breath(workspace);
    const before = folders[index];
    const { states, missing } = statesOf(before, index, options, context, workspace);
    if (before === undefined) notes.push(`The base has nothing of ${environment}: all of it is new.`);
    for (const target of missing)
      notes.push(
        `The base has no ${target} files of ${environment}, so these are not compared: --target all tells them.`,
      );
    const compared = compareStates(states, [nameOf(chosen.base), platform], config);
    const comparisons = compared
      .map((item) => comparisonOf(item, most))
      .map((item) => ({ ...item, path: item.path === item.target ? "" : item.path }));
    environments.push({ environment, platform, isNew: before === undefined, comparisons });
  }
  return resultOf(baseOf(chosen.base), notes, environments, options);
}

/** What Pulumi would do, from what its own preview printed. */
function planned(
  path: string,
  source: string | undefined,
  options: PreviewCommandOptions,
  { json }: CommandContext,
  config: PolicySettings,
): PreviewResult {
  refuseBesidePulumi(source, options);
  const plan = readPulumiPlan(path);
  const { stack, project, pair, notes } = plan;
  const [environment = stack] = options.env ?? [];
  const most = options.limit ?? (json ? Number.POSITIVE_INFINITY : FOR_PEOPLE);
  const compared = compareStates([{ path: "", name: project, pair }], ["the state", "the program"], config);
  const comparisons = compared.map(({ state, difference }) =>
    comparisonOf({ state, difference: withPlan(difference, plan) }, most),
  );
  const environments = [{ environment, platform: project, isNew: isEmptySide(pair.before), comparisons }];
  const result = resultOf({ kind: "pulumi", stack, project }, notes, environments, {
    ...options,
    target: ["kubernetes"],
  });
  const resources = planSummary(plan, most);
  return { ...result, changed: result.changed || operationsOf(resources) > 0, resources };
}

function resultOf(
  base: PreviewResult["base"],
  notes: readonly string[],
  environments: PreviewEnvironment[],
  options: PreviewCommandOptions,
): PreviewResult {
  const all = environments.flatMap(({ comparisons }) => comparisons);
  return {
    command: "preview",
    ok: true,
    changed: all.some(isChanged),
    passed: all.every(isPassed),
    about: [...aboutOf(environments, options)],
    marker: markerOf("preview", aboutOf(environments, options)),
    base,
    notes: [...notes],
    environments,
  };
}

/** Pulumi has rendered both sides already. */
function refuseBesidePulumi(source: string | undefined, options: PreviewCommandOptions): void {
  const { base, allowDirty, set = [], target = [], env = [] } = options;
  const given = [
    ...(source === undefined ? [] : [source]),
    ...(base === undefined ? [] : [`--base ${base}`]),
    ...(allowDirty === true ? ["--allow-dirty"] : []),
    ...set.map((setting) => `--set ${setting}`),
    ...target.filter((it) => it !== "kubernetes").map((it) => `--target ${it}`),
    ...env.slice(1).map((it) => `--env ${it}`),
  ];
  if (given.length === 0) return;
  AshlarError.throw("ASH-INPUT-002", {
    path: "--pulumi",
    message: "what Pulumi would do has both sides in it, of one stack",
    value: given.join(" "),
    allowed: "one --env, --format, --limit, --exit-code, --rule-config and --rule-pages",
    cure: "leave the others out, or leave --pulumi out to render both sides",
  });
}

/** Where each environment's earlier state is; undefined where there is none. */
async function baseFolders(
  base: Base,
  sides: readonly SideOptions[],
  heads: readonly RenderedSide[],
  workspace: Workspace,
): Promise<readonly (string | undefined)[]> {
  if (base.kind === "folder")
    return heads.map(({ platform, environment }) =>
      environmentFolder(base.path, platform, environment, heads.length === 1),
    );
  const folders: (string | undefined)[] = [];
  let commit: CheckedOut | undefined;
  for (const [index, side] of sides.entries()) {
    commit ??= await checkedOut(base, side.reference, side.terminal, join(workspace.folder, "base"));
    await breath(workspace);
    const out = join(workspace.folder, "before", String(index));
    const rendered = await renderCommit(side, commit, out);
    folders.push(rendered === undefined ? undefined : out);
  }
  return folders;
}

interface States {
  readonly states: readonly FolderState[];
  /** Targets that nobody asked for and the base does not have. */
  readonly missing: readonly Target[];
}

function statesOf(
  before: string | undefined,
  index: number,
  { target }: PreviewCommandOptions,
  { log }: CommandContext,
  { folder }: Workspace,
): States {
  const nothing = join(folder, "nothing");
  mkdirSync(nothing, { recursive: true });
  const states = folderStates(before ?? nothing, join(folder, "after", String(index)), chosenTargets(target), log);
  if (before === undefined || target !== undefined) return { states, missing: [] };
  const known = new Set(states.filter(({ pair }) => !isEmptySide(pair.before)).map(({ pair }) => pair.target));
  if (known.size === 0) return { states, missing: [] };
  const missing = new Set(states.map(({ pair }) => pair.target).filter((it) => !known.has(it)));
  return { states: states.filter(({ pair }) => !missing.has(pair.target)), missing: [...missing] };
}

const nameOf = (base: Base): string => (base.kind === "folder" ? base.path : base.ref);

const baseOf = (base: Base): PreviewResult["base"] =>
  base.kind === "folder" ? { kind: "folder", path: base.path } : { kind: "commit", ref: base.ref, commit: base.commit };

/** What was asked for, and nothing of what was found: a comment is found again whatever becomes of the platform. */
function aboutOf(environments: readonly PreviewEnvironment[], { target }: PreviewCommandOptions): readonly string[] {
  return environments.flatMap(({ platform, environment }) =>
    chosenTargets(target).map((it) => `${platform}/${environment}/${it}`),
  );
}

function commentOf({ about, notes, environments, resources }: PreviewResult, rulePages: string | undefined): Comment {
  return {
    command: "preview",
    about,
    notes,
    parts: environments.flatMap(({ environment, comparisons }) =>
      comparisons.map((comparison) => ({ environment, comparison })),
    ),
    rulePages,
    ...(resources === undefined ? {} : { resources }),
  };
}
