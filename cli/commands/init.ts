import { join, relative, resolve } from "node:path";
import { AshlarError } from "../../constructs/model/diagnostics";
import type { Target } from "../../constructs/model/target";
import { givenValues } from "../../constructs/state/given-values";
import { initCompose, type InitOptions } from "../../constructs/state/init-compose";
import { initKubernetes } from "../../constructs/state/init-kubernetes";
import type { InitReport } from "../../constructs/state/init-report";
import { LocalStore } from "../../constructs/state/local-store";
import { resolveReference } from "../../stacks/load";
import { STACKS } from "../../stacks/registry";
import { refuseClusterOptions, type ClusterOptions } from "../cluster/refuse-options";
import type { CommandContext } from "../command";
import { EXIT, type ExitCode } from "../exit-codes";
import { asProblem } from "../failure";
import { writeFirstFiles } from "../first-files";
import type { Log } from "../log";
import { initText } from "../output/init";
import { styleOf } from "../output/style";
import { placePlatform, type PlacedPlatform, type PlatformOptions } from "../platform-options";
import { renderTarget, type RenderedTarget } from "../render-target";
import type { InitResult } from "../schemas/init";

/** Options of `ashlar init`. */
export interface InitCommandOptions extends PlatformOptions, ClusterOptions {
  readonly secretsFrom?: string;
}

/** Makes what an environment needs and lacks. Nothing is made when there is a problem, and nothing is written over. */
export async function init(reference: string, options: InitCommandOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal, json } = context;
  const named = resolveReference(reference, terminal.folder);
  const placed = await placePlatform(named, options, terminal);
  const { target: targets = [], set: settings = [] } = options;
  const [target = "compose", ...others] = targets;
  if (others.length > 0) {
    AshlarError.throw("ASH-INPUT-002", {
      path: "--target",
      message: "an init is for one target",
      value: targets.join(" "),
      allowed: "compose or kubernetes",
      cure: "run it once for each",
    });
  }
  if (target === "compose") refuseClusterOptions(options);
  const artifact = renderTarget(placed.platform, target);
  const report = await initTarget(artifact, placed, options, context);
  const { environmentFolder } = placed.layout;
  const files = writeFirstFiles(named.kind === "stack" ? STACKS[named.name]?.load() : undefined, {
    folder: terminal.folder,
    environmentFolder,
    environment: placed.environment,
    settings,
  });
  const result: InitResult = {
    command: "init",
    ok: true,
    platform: placed.platform.node.id,
    environment: placed.environment,
    target,
    folder: environmentFolder,
    changes: [...files, ...report.changes],
    warnings: report.warnings.map(asProblem),
    next: nextSteps(reference, target, placed, context),
  };
  terminal.stdout(json ? `${JSON.stringify(result)}\n` : initText(styleOf(terminal), result, terminal.folder));
  return EXIT.ok;
}

async function initTarget(
  artifact: RenderedTarget,
  { layout, encryptedSecrets }: PlacedPlatform,
  options: InitCommandOptions,
  { terminal, log }: CommandContext,
): Promise<InitReport> {
  const { material } = artifact;
  const folder = options.secretsFrom === undefined ? {} : { folder: resolve(terminal.folder, options.secretsFrom) };
  const { values, warnings } = givenValues(material.secrets, { variables: terminal.variables, ...folder });
  const shared = { given: values, encrypted: encryptedSecrets, now: terminal.now() };
  const report = await initStore(artifact, new LocalStore(layout.environmentFolder), shared, options, log);
  return { ...report, warnings: [...warnings, ...report.warnings] };
}

async function initStore(
  artifact: RenderedTarget,
  store: LocalStore,
  shared: InitOptions,
  { kubeconfig, context }: InitCommandOptions,
  log: Log,
): Promise<InitReport> {
  const { material } = artifact;
  switch (artifact.target) {
    case "compose":
      return initCompose(material, store, shared);
    case "kubernetes": {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- half a second that only a cluster needs
      const { connectCluster } = require("../cluster/client-node") as typeof import("../cluster/client-node");
      const cluster = await connectCluster(kubeconfig, context);
      log.info(`cluster: ${cluster.address}`);
      return initKubernetes(material, cluster, { ...shared, store, namespaces: namespacesOf(artifact) });
    }
    default:
      return artifact satisfies never;
  }
}

function namespacesOf(artifact: RenderedTarget & { readonly target: "kubernetes" }) {
  return artifact.objects
    .filter(({ kind }) => kind === "Namespace")
    .map(({ metadata }) => ({ name: metadata.name, labels: metadata.labels ?? {} }));
}

function nextSteps(
  reference: string,
  target: Target,
  { layout, environment }: PlacedPlatform,
  { terminal }: CommandContext,
): string[] {
  const folder = relative(terminal.folder, layout.targetFolder(target)) || ".";
  const synth = `ashlar synth ${reference} --env ${environment} --target ${target} --out ${folder}`;
  switch (target) {
    case "compose":
      return [synth, `docker compose --file ${join(folder, "compose.yaml")} up --wait`];
    case "kubernetes":
      return [synth, `kubectl apply --server-side --filename ${folder}`];
    default:
      return target satisfies never;
  }
}
