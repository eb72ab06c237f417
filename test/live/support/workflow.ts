import { readFileSync } from "node:fs";
import { load } from "js-yaml";

/** A step of a job of a GitHub workflow. */
export interface WorkflowStep {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** A job of a GitHub workflow. */
export interface WorkflowJob {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly WorkflowStep[];
}

/** A GitHub workflow, as its file says it. */
export interface Workflow {
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

/** Reads a workflow. */
export function workflowIn(file: string): Workflow {
  const text = readFileSync(file, "utf8");
  return { text, ...(load(text) as Omit<Workflow, "text">) };
}

/** The steps of all jobs. */
export function stepsOf({ jobs }: Workflow): readonly WorkflowStep[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

/** What a step of a name runs. */
export function scriptOf(workflow: Workflow, name: string): string {
  const script = stepsOf(workflow).find((step) => step.name === name)?.run;
  if (script === undefined) throw new Error(`no step runs ${name}`);
  return script;
}
