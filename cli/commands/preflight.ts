import type { Platform } from "../../constructs/model/platform";
import { CHECK_STATUSES, type Check } from "../../constructs/state/preflight/check";
import { clusterNeeds } from "../../constructs/state/preflight/cluster-needs";
import { preflightCluster } from "../../constructs/state/preflight/cluster-preflight";
import { hostNeeds } from "../../constructs/state/preflight/host-needs";
import { preflightHost } from "../../constructs/state/preflight/host-preflight";
import { resolveReference } from "../../stacks/load";
import { refuseClusterOptions, type ClusterOptions } from "../cluster/refuse-options";
import type { CommandContext } from "../command";
import { dockerHost } from "../docker/host";
import { EXIT, type ExitCode } from "../exit-codes";
import { hostAmounts } from "../judge/host-amounts";
import { preflightText } from "../output/preflight";
import { styleOf } from "../output/style";
import { placePlatform, type PlatformOptions } from "../platform-options";
import { renderTarget } from "../render-target";
import type { PreflightResult } from "../schemas/preflight";
import { singleTarget } from "../single-target";

/** Options of `ashlar preflight`. */
export interface PreflightCommandOptions extends Omit<PlatformOptions, "out">, ClusterOptions {}

/** Looks whether a cluster or a Docker host is ready for a platform. Nothing is changed. */
export async function preflight(
  reference: string,
  options: PreflightCommandOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal, json } = context;
  const target = singleTarget(options.target);
  if (target === "compose") refuseClusterOptions(options);
  const { platform, environment } = await placePlatform(
    resolveReference(reference, terminal.folder),
    options,
    terminal,
  );
  const { address, checks } =
    target === "compose" ? await lookAtHost(platform, context) : await lookAtCluster(platform, options, context);
  const ready = checks.every(({ status }) => status !== "failed");
  const result: PreflightResult = {
    command: "preflight",
    ok: true,
    platform: platform.node.id,
    environment,
    target,
    address,
    ready,
    checks: inOrder(checks).map((check) => ({ ...check })),
  };
  terminal.stdout(json ? `${JSON.stringify(result)}\n` : preflightText(styleOf(terminal), result));
  return ready ? EXIT.ok : EXIT.finding;
}

interface Look {
  readonly address: string;
  readonly checks: readonly Check[];
}

async function lookAtCluster(
  platform: Platform,
  { kubeconfig, context }: PreflightCommandOptions,
  { log }: CommandContext,
): Promise<Look> {
  const artifact = renderTarget(platform, "kubernetes");
  const { objects, prerequisites } = artifact;
  const needs = clusterNeeds(objects, platform.spec.cluster, prerequisites);
  // eslint-disable-next-line @typescript-eslint/no-require-imports, @typescript-eslint/no-unsafe-assignment -- half a second that only a cluster needs
  const { viewCluster }: typeof import("../cluster/view") = require("../cluster/view");
  const cluster = await viewCluster({ kubeconfig, context });
  log.info(`cluster: ${cluster.address}`);
  return { address: cluster.address, checks: await preflightCluster(needs, cluster) };
}

async function lookAtHost(platform: Platform, { terminal }: CommandContext): Promise<Look> {
  const artifact = renderTarget(platform, "compose");
  const needs = hostNeeds(artifact.file, hostAmounts(artifact));
  return { address: "docker", checks: await preflightHost(needs, dockerHost(terminal)) };
}

/** The worst first, then by code. */
function inOrder(checks: readonly Check[]): readonly Check[] {
  const rank = ({ status }: Check): number => CHECK_STATUSES.indexOf(status);
  const name = ({ code, subject }: Check): string => `${code} ${subject}`;
  return [...checks].sort((a, b) => rank(a) - rank(b) || (name(a) < name(b) ? -1 : 1));
}
